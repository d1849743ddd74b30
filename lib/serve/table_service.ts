/** Answers rows of a table: what they are. @module */

import { DriftCounter } from "../measure/drift/drift_counter.ts";
import type { ClassLabel } from "../problem/answers.ts";
import { CellValues } from "../table/columns/cell_values.ts";
import type { TableColumn } from "../table/columns/columns.ts";
import { rulesOf } from "../table/columns/target.ts";
import type { ColumnDistribution } from "../measure/drift/distribution.ts";
import type { TableModel } from "../table/model/table_model.ts";
import { exampleRow } from "../table/columns/example_row.ts";
import { kindOf } from "../table/columns/kinds.ts";
import type { ExampleCell, Scale } from "../table/columns/kinds/contract.ts";
import { type Answered, type GivenAnswer, named } from "../measure/answer/answerer.ts";
import type { Explanation } from "../table/model/explanation.ts";
import { faultOf } from "../table/model/read_row.ts";
import type { Row } from "../table/model/row_cells.ts";
import { type RowAnswerer, rowAnswerer } from "../table/model/row_answerer.ts";
import type { JsonSchema, RowAnswer, RowService } from "./row_service.ts";
import { Refusal, UnreadableRow } from "./refusal.ts";

/** Answers rows by the names of their columns. */
export class TableService implements RowService {
  readonly problem;
  readonly outputNames: readonly string[];
  readonly labels: readonly ClassLabel[];
  readonly hasIntervals: boolean;
  readonly hasSets: boolean;
  readonly hasReasons: boolean;
  readonly columns: readonly string[];
  readonly rowSchema: JsonSchema;
  readonly example: Readonly<Record<string, ExampleCell>>;
  readonly drift: DriftCounter | undefined;
  readonly #answerer: RowAnswerer;
  readonly #isStrict: boolean;
  readonly #values: CellValues;

  /** @param isStrict whether a row with a missing or an unknown column is refused */
  constructor(model: TableModel, isStrict = false) {
    const { table, intervals, decision, distributions } = model;
    const { problem, outputNames, labels } = rulesOf(table);
    this.drift = distributions && new DriftCounter(distributions, table.columns);
    this.#answerer = rowAnswerer(model);
    this.#isStrict = isStrict;
    this.#values = new CellValues(table);
    this.problem = problem;
    this.outputNames = outputNames;
    this.labels = labels;
    this.hasIntervals = intervals !== undefined && !problem.isOneHot;
    this.hasSets = decision?.sets !== undefined;
    this.hasReasons = distributions !== undefined;
    this.columns = table.columns.map(({ name }) => name);
    this.example = exampleRow(table, distributions);
    const known = new Map(distributions?.columns.map((column) => [column.name, column]));
    this.rowSchema = {
      type: "object",
      properties: Object.fromEntries(
        table.columns.map((column) => {
          const { name } = column;
          return [name, schemaOf(column, this.example[name]!, known.get(name))];
        }),
      ),
      required: table.columns.filter(({ gaps }) => isStrict || gaps === "drop")
        .map(({ name }) => name),
      additionalProperties: true,
    };
  }

  predict(rows: readonly unknown[], first: number): RowAnswer[] {
    const found = this.#answerer.answer(withoutUnreadable(rows));
    if (this.#isStrict) checkNames(found, first);
    return rows.map((row, r) => this.#answer(row, found[r]!, `rows[${first + r}]`));
  }

  /** The model draws the rows that answers are explained against once, for the first request. */
  explain(rows: readonly unknown[], first: number): RowAnswer[] {
    let explanations: readonly (Explanation | undefined)[];
    try {
      explanations = this.#answerer.explain(withoutUnreadable(rows));
    } catch (error) {
      if (error instanceof RangeError) throw new Refusal(400, error.message);
      throw error;
    }
    return this.predict(rows, first).map((answer, r) => {
      const explanation = explanations[r];
      return explanation === undefined ? answer : { ...answer as GivenAnswer, explanation };
    });
  }

  /** Names an answer, and counts it. */
  #answer(row: unknown, found: Answered, where: string): RowAnswer {
    if (row instanceof UnreadableRow) return row;
    const fault = faultOf(found.problem);
    if (fault !== undefined) {
      const status = fault.fault === "columns" ? 422 : 400;
      return new UnreadableRow(`Cannot predict ${where}: ${fault.reason}`, status);
    }
    const answer = named(this.#answerer.facts, found);
    this.drift?.add(this.#values.ofRow(row as Row), answer);
    return answer;
  }
}

/** Rows, without those that are known to be unreadable. */
function withoutUnreadable(rows: readonly unknown[]): unknown[] {
  return rows.map((row) => row instanceof UnreadableRow ? undefined : row);
}

/** @throws {Refusal} of a missing or an unknown column */
function checkNames(found: readonly Answered[], first: number): void {
  for (const [r, { problem, remarks }] of found.entries()) {
    const fault = faultOf(problem);
    const text = fault?.fault === "columns"
      ? fault.reason
      : remarks.find(({ kind }) => kind === "missingColumn" || kind === "unknownColumn")?.text;
    if (text !== undefined) throw new Refusal(422, `Cannot predict rows[${first + r}]: ${text}`);
  }
}

/** What the cells of a column are, with the texts that may be quoted. Other texts are taken too, and get a remark. */
function schemaOf(
  column: TableColumn,
  example: ExampleCell,
  distribution: ColumnDistribution | undefined,
): JsonSchema {
  const { types, description, scale, levels, isClosed } = kindOf(column).json(column, distribution);
  return {
    type: [...types, ...column.gaps === "drop" ? [] : ["null"]],
    description,
    examples: levels ?? (example === null ? [] : [example]),
    ...scale && { "x-range": rangeOf(scale, Number.isInteger(example)) },
    ...isClosed && { "x-closed": true },
  };
}

/**
 * What most numbers are within, two deviations around the mean, and a step of a hundredth of that, all rounded.
 * @param seemWhole whether numbers seem to be whole
 */
function rangeOf(
  { mean, deviation }: Scale,
  seemWhole: boolean,
): [low: number, high: number, step: number] {
  const fine = Number((deviation / 25).toPrecision(1));
  const step = seemWhole && deviation > 0.5 ? Math.max(1, Math.floor(fine + 0.5)) : fine;
  const toStep = (value: number) => Number((Math.floor(value / step + 0.5) * step).toPrecision(12));
  return [toStep(mean - 2 * deviation), toStep(mean + 2 * deviation), step];
}
