/** A new table, with labels. @module */

import { countLearned } from "../../../lib/table/columns/duplicates.ts";
import { dataName } from "../../data/names.ts";
import { basename } from "@std/path";
import { suggestion } from "../../../lib/checks/meant.ts";
import { joinNames, quoted } from "../../../lib/checks/texts.ts";
import { pathsOf } from "../../../lib/config/user_data.ts";
import { Dataset } from "../../../lib/dataset.ts";
import type { TableHead } from "../../../lib/table/cells/source.ts";
import { CellValues } from "../../../lib/table/columns/cell_values.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { rulesOf, type TargetPart, targetReader } from "../../../lib/table/columns/target.ts";
import { DriftCounter } from "../../../lib/measure/drift/drift_counter.ts";
import { quotedDrift } from "../../../lib/table/drift/quoted_drift.ts";
import { NewUnits, type RowSplit } from "../../../lib/table/split/new_units.ts";
import { checkSomeCount, weightOf } from "../../../lib/table/columns/row_weights.ts";
import { counted } from "../../cli/format.ts";
import { readRows, rowLocations } from "../../data/table.ts";
import { CELLS_HASH } from "../../data/names.ts";
import { missingInTarget } from "../../../lib/table/columns/missing_values.ts";
import { named } from "../../../lib/measure/answer/answerer.ts";
import { weightedText } from "../problem/metrics.ts";
import { batchAnswerer, tableEnsembleOf } from "../predict/table.ts";
import { PROGRAM } from "../../system/installation.ts";
import { CellHash } from "../../data/tables/table_file.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import {
  MAX_NAMED_CLASSES,
  type NewCounts,
  type NewData,
  type NewDataSource,
  NO_DISTRIBUTIONS,
  noneJudged,
} from "./new_data.ts";

/** @throws {Error} if a column is missing, or no row has a label and a prediction */
export async function readNewTable(
  { opened, ensemble, dataset, signal }: NewDataSource,
): Promise<NewData> {
  const path = pathsOf(dataset);
  const [first = "", ...others] = path;
  const name = others.length === 0 ? first : `${basename(first)} and ${others.length} more`;
  const networks = tableEnsembleOf(opened, ensemble, name);
  const { description, dialect, detector, distributions, facts } = networks;
  const answerAll = batchAnswerer(networks);
  const counter = new DriftCounter(distributions ?? NO_DISTRIBUTIONS, description.columns);
  const { features } = ensemble;
  let of:
    | {
      rows: NewRows;
      values: CellValues;
      hash: CellHash;
      notes: readonly string[];
    }
    | undefined;
  for await (const batch of readRows(path, description, dialect)) {
    signal.throwIfAborted();
    const { inputs, lines, columns } = batch;
    of ??= {
      rows: new NewRows(description, { ...batch, name }, splitOf(opened[0]!)),
      values: new CellValues(description, batch),
      hash: new CellHash(columns),
      notes: batch.notes,
    };
    of.hash.add(batch);
    for (const [r, answered] of answerAll(batch).entries()) {
      const cells = batch.rows[r]!;
      const input = inputs.subarray(r * features, (r + 1) * features);
      counter.add(of.values.ofCells(cells), named(facts, answered));
      of.rows.add({ cells, input, line: lines[r]!, failure: answered.problem });
    }
  }
  const { rows, hash, notes } = of!; // there is a batch even without rows
  const drift = counter.result();
  const { units, text } = rows.units;
  const counts = { ...rows.counts, novel: detector === undefined ? null : drift.novel };
  if (counts.all === 0) throw new Error(`Cannot evaluate on ${name}: it has no rows`);
  const { problem, names, outputNames, quantities } = rulesOf(description);
  const classes = problem.isOneHot ? outputNames : undefined;
  const unknownClasses = [...rows.unknownClasses].slice(0, MAX_NAMED_CLASSES);
  if (counts.judged === 0) {
    const target = joinNames(names.map(quoted));
    throw noneJudged(name, { counts, unknownClasses }, { noun: "row", target, classes });
  }
  const known = [...description.columns.map(({ name }) => name), ...names];
  const split = rows.dataOf(units?.judged);
  const wrong = {
    ...units && { units: units.wrong },
    ...split.weights && { weights: rows.wrongWeights },
  };
  return {
    split,
    facts: { classes, labels: undefined, quantities, table: description },
    counts,
    unknownClasses,
    wrong,
    notes: [
      ...notes,
      ...weightsNotes(description, split),
      ...rows.notes,
      ...text === undefined ? [] : [text],
    ],
    drift: distributions && quotedDrift(drift, description, distributions),
    locations: rowLocations(path, { lines: rows.lines, options: dataset, known }),
    hashes: { [CELLS_HASH]: hash.digest() },
  };
}

/** @throws {Error} if networks would be scored on rows that they learned from */
export function checkNew(
  { dataset, opened }: Pick<NewDataSource, "dataset" | "opened">,
  learned: readonly Dataset[],
  rows: Dataset,
): void {
  const copies = learned.reduce((sum, known) => sum + countLearned(known, rows), 0);
  if (copies === 0) return;
  throw new Error(
    `Cannot score ${opened[0]!.run} on ${dataName(dataset)}: it learned from ${
      copies === rows.size ? "all" : copies
    } of these ${rows.size} rows, on which any model looks good; leave them out, or score them too with --learned`,
  );
}

/** By what metrics are weighted, or why they are not; nothing of a model that learned without weights. */
function weightsNotes(table: TableDescription, { weights }: Dataset): string[] {
  if (table.weights === undefined) return [];
  return weights === undefined
    ? [`Metrics are not weighted: the column of weights, ${quoted(table.weights)}, is missing`]
    : [weightedText(table)];
}

/** How the rows that a network learned from were split, as its file has it. */
function splitOf({ dataset }: OpenNetwork): RowSplit {
  if (typeof dataset !== "object") return {};
  const { splitBy, splitAfter, as } = dataset;
  return { splitBy, splitAfter: splitAfter || undefined, as };
}

/** A row with its inputs, and why there is no prediction of it. */
interface NewRow {
  readonly cells: readonly string[];
  readonly line: number;
  readonly input: Float32Array;
  readonly failure: { readonly column?: string | undefined; readonly reason: string } | undefined;
}

/** Reads the labels of rows, counts the rows, and collects those that can be judged. */
class NewRows {
  /** The line of each row that can be judged. */
  readonly lines: number[] = [];
  /** The classes that the model did not learn. */
  readonly unknownClasses = new Set<string>();
  #all = 0;
  #withoutLabel = 0;
  #unknownClass = 0;
  #withoutPrediction = 0;
  /** Which rows belong together. */
  readonly #units: NewUnits;
  /** Of the rows with a label those that can be judged, and the others, by their number among these. */
  readonly #judged: number[] = [];
  readonly #wrong: number[] = [];
  /** How many rows without a prediction fail by each column. */
  readonly #failures = new Map<string, number>();
  readonly #target: TargetPart;
  readonly #targets: number[] = [];
  readonly #inputs: Float32Array[] = [];
  /** The columns of the target. */
  readonly #columns: readonly number[];
  readonly #isMissing: (cell: string, k: number) => boolean;
  /** The column of the class; `undefined` of quantities. */
  readonly #classColumn: number | undefined;
  readonly #head: TableHead;
  /** The column of weights; −1 if the table lacks it, or the model learned without. */
  readonly #weightColumn: number;
  readonly #weights: number[] = [];
  readonly #wrongWeights: number[] = [];

  /** @throws {Error} if the table lacks a target */
  constructor(description: TableDescription, head: TableHead, split: RowSplit) {
    this.#units = new NewUnits(head, split);
    const { names, quantities } = rulesOf(description);
    const missing = names.find((name) => !head.columns.includes(name));
    if (missing !== undefined) {
      const others = suggestion(missing, head.columns) || `: it has ${joinNames(head.columns)}`;
      throw new Error(
        `Cannot evaluate on ${head.name}: the target ${quoted(missing)} is missing${others}; ` +
          `\`${PROGRAM} predict\` answers rows without labels`,
      );
    }
    this.#head = head;
    this.#weightColumn = head.columns.indexOf(description.weights ?? "");
    this.#target = targetReader(description, head)(1);
    this.#columns = names.map((name) => head.columns.indexOf(name));
    this.#isMissing = missingInTarget(description);
    this.#classColumn = quantities === undefined ? head.columns.indexOf(names[0]!) : undefined;
  }

  /** Counts a row, and keeps it if it can be judged. */
  add({ cells, line, input, failure }: NewRow): void {
    this.#all++;
    const isKnown = this.#hasLabel(cells, line);
    if (!isKnown && !this.#isOther(cells)) return;
    const isJudged = isKnown && failure === undefined;
    if (isJudged || this.#classColumn !== undefined) {
      (isJudged ? this.#judged : this.#wrong).push(this.#units.add(cells, line));
      if (this.#weightColumn !== -1) {
        const weight = weightOf(this.#head, this.#weightColumn, cells, line);
        (isJudged ? this.#weights : this.#wrongWeights).push(weight);
      }
    }
    if (!isKnown) return;
    if (failure !== undefined) {
      this.#withoutPrediction++;
      const column = failure.column ?? failure.reason;
      this.#failures.set(column, (this.#failures.get(column) ?? 0) + 1);
      return;
    }
    const { answers } = this.#target;
    this.#targets.push(..."targets" in answers ? answers.targets : answers.labels);
    this.#inputs.push(input);
    this.lines.push(line);
  }

  /** Whether a row has a label that the model learned; it is the target's then. */
  #hasLabel(cells: readonly string[], line: number): boolean {
    if (this.#columns.some((column, k) => this.#isMissing(cells[column]!, k))) {
      this.#withoutLabel++;
      return false;
    }
    try {
      this.#target.read(0, cells, line);
      return true;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    if (this.#isOther(cells)) {
      this.#unknownClass++;
      this.unknownClasses.add(cells[this.#classColumn!]!);
    } else this.#withoutLabel++;
    return false;
  }

  /** Whether a row without a label that the model learned has another one. */
  #isOther(cells: readonly string[]): boolean {
    return this.#classColumn !== undefined && !this.#isMissing(cells[this.#classColumn]!, 0);
  }

  get counts(): Omit<NewCounts, "novel"> {
    return {
      all: this.#all,
      judged: this.lines.length,
      withoutLabel: this.#withoutLabel,
      unknownClass: this.#unknownClass,
      withoutPrediction: this.#withoutPrediction,
    };
  }

  /** By which column most of the rows without a prediction fail, as a sentence without a full stop. */
  get notes(): string[] {
    const [worst] = [...this.#failures].sort(([, a], [, b]) => b - a);
    return worst === undefined
      ? []
      : [`Most rows without a prediction fail by ${quoted(worst[0])}: ${counted(worst[1], "row")}`];
  }

  /** The units of the rows that can be judged and of the others with a label, with a sentence on them. */
  get units(): { units?: Record<"judged" | "wrong", Uint32Array>; text?: string } {
    const { units, text } = this.#units.result();
    const of = (rows: readonly number[]) => Uint32Array.from(rows, (row) => units![row]!);
    return {
      ...units && { units: { judged: of(this.#judged), wrong: of(this.#wrong) } },
      ...text !== undefined && { text },
    };
  }

  /** The weights of the rows with a label that cannot be judged. */
  get wrongWeights(): readonly number[] {
    return this.#wrongWeights;
  }

  /** The rows that can be judged. */
  dataOf(units: Uint32Array | undefined): Dataset {
    const features = this.#inputs[0]!.length;
    const inputs = new Float32Array(this.lines.length * features);
    for (const [r, input] of this.#inputs.entries()) inputs.set(input, r * features);
    const { answers } = this.#target;
    const column = this.#head.columns[this.#weightColumn];
    const weights = column === undefined ? undefined : Float32Array.from(this.#weights);
    if (weights !== undefined) checkSomeCount(this.#head, column!, weights);
    return new Dataset({
      inputs,
      features,
      ...answers,
      units,
      weights,
      ..."targets" in answers
        ? { targets: Float32Array.from(this.#targets) }
        : { labels: Uint16Array.from(this.#targets) },
    });
  }
}
