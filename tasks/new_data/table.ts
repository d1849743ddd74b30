/** Rows of a new table, with labels. @module */

import { basename } from "@std/path";
import { Dataset } from "../../mod.ts";
import { joinNames, suggestion } from "../../lib/checks/mod.ts";
import { tablePathOf } from "../../lib/config/mod.ts";
import { DriftCounter } from "../../lib/evaluate/mod.ts";
import {
  CellValues,
  isMissing,
  quoted,
  RowAnswers,
  rulesOf,
  type TableDescription,
  type TableHead,
  type TargetPart,
  targetReader,
} from "../../lib/table/mod.ts";
import { counted } from "../cli/format.ts";
import { readRows, rowsAt } from "../datasets/csv.ts";
import { CELLS_HASH } from "../datasets/open_data.ts";
import { metadataOf } from "../predict/answers.ts";
import { tableEnsembleOf } from "../predict/table.ts";
import { PROGRAM } from "../system/installation.ts";
import { CellHash } from "../tables/table_file.ts";
import {
  MAX_NAMED_CLASSES,
  type NewData,
  type NewDataSource,
  NO_DISTRIBUTIONS,
  noneJudged,
} from "./new_data.ts";

/** @throws {Error} if a column is missing, or no row has a label and a prediction */
export async function readNewTable(
  { opened, ensemble, dataset, signal }: NewDataSource,
): Promise<NewData> {
  const path = tablePathOf(dataset)!;
  const name = pathText(path);
  const { answers, description, dialect, detector } = tableEnsembleOf(opened, ensemble, name);
  const { areProbabilities, intervals } = answers;
  const { distributions } = metadataOf(opened[0]!);
  const counter = new DriftCounter(distributions ?? NO_DISTRIBUTIONS);
  const { problem, names, outputNames, quantities } = rulesOf(description);
  const problems = new Map<string, number>();
  const unknown = new Set<string>();
  const counts = { all: 0, withoutLabel: 0, unknownClass: 0, withoutPrediction: 0 };
  let of: { judged: JudgedRows; values: CellValues; answers: RowAnswers } | undefined;
  let hash: CellHash | undefined;
  for await (const batch of readRows(path, description, dialect)) {
    signal.throwIfAborted();
    const { inputs, rows, lines, columns, problems: unread } = batch;
    if (of === undefined) {
      checkTargets(name, names, columns);
      const model = { table: description, areProbabilities, detector, intervals };
      of = {
        judged: new JudgedRows(description, { ...batch, name }),
        values: new CellValues(description, batch),
        answers: new RowAnswers(model, columns),
      };
    }
    (hash ??= new CellHash(columns)).add(batch);
    const { features } = ensemble;
    const outputs = ensemble.feedforward({
      ...{ kind: "dense", rows: rows.length, columns: features, values: inputs },
    });
    for (const [r, cells] of rows.entries()) {
      const row = {
        ...{ cells, problem: unread[r] },
        input: inputs.subarray(r * features, (r + 1) * features),
        outputs: outputs.values.subarray(r * outputs.columns, (r + 1) * outputs.columns),
      };
      counter.add(of.values.ofCells(cells), of.answers.answer(row, batch.unknown));
      counts.all++;
      const failure = of.answers.problemOf(row);
      if (!of.judged.read(cells, lines[r]!)) {
        const label = cells[columns.indexOf(names[0]!)]!;
        if (quantities !== undefined || isMissing(label)) counts.withoutLabel++;
        else {
          counts.unknownClass++;
          if (unknown.size < MAX_NAMED_CLASSES) unknown.add(label);
        }
      } else if (failure !== undefined) {
        counts.withoutPrediction++;
        const column = failure.column ?? failure.reason;
        problems.set(column, (problems.get(column) ?? 0) + 1);
      } else of.judged.add(row.input, lines[r]!);
    }
  }
  if (counts.all === 0) throw new Error(`Cannot evaluate on ${name}: it has no rows`);
  const { judged } = of!;
  const drift = counter.result();
  const novel = detector === undefined ? null : drift.novel;
  const all = { ...counts, judged: judged.lines.length, novel };
  const unknownClasses = [...unknown];
  const classes = problem.isOneHot ? outputNames : undefined;
  if (all.judged === 0) {
    const target = joinNames(names.map(quoted));
    throw noneJudged(name, { counts: all, unknownClasses }, { noun: "row", target, classes });
  }
  const [[worst, most] = ["", 0]] = [...problems].sort(([, a], [, b]) => b - a);
  const known = [...description.columns.map(({ name }) => name), ...names];
  return {
    split: judged.data,
    facts: { classes, labels: undefined, quantities, table: description },
    counts: all,
    unknownClasses,
    drift: distributions && drift,
    notes: most === 0
      ? []
      : [`Most rows without a prediction fail by ${quoted(worst)}: ${counted(most, "row")}`],
    locations: {
      whereIs: (row) => `line ${judged.lines[row]}`,
      async rowsOf(examples) {
        const lines = examples.map((row) => judged.lines[row]!);
        const { columns, rows } = await rowsAt(path, lines, dataset, known);
        return { columns, rows: lines.map((line) => rows.get(line) ?? []) };
      },
    },
    hashes: { [CELLS_HASH]: hash!.digest() },
  };
}

function pathText(path: string | readonly string[]): string {
  const [first = "", ...others] = [path].flat();
  return others.length === 0 ? first : `${basename(first)} and ${others.length} more`;
}

/** Reads the labels of rows, and collects the rows that can be judged. */
class JudgedRows {
  /** The line of each row that can be judged. */
  readonly lines: number[] = [];
  readonly #targets: TargetPart;
  readonly #labels: number[] = [];
  readonly #inputs: Float32Array[] = [];

  constructor(description: TableDescription, head: TableHead) {
    this.#targets = targetReader(description, head)(1);
  }

  /** Whether a row has a label that the model learned. */
  read(cells: readonly string[], line: number): boolean {
    try {
      this.#targets.read(0, cells, line);
      return true;
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }

  /** Adds the row that was read last. */
  add(input: Float32Array, line: number): void {
    const { answers } = this.#targets;
    this.#labels.push(..."targets" in answers ? answers.targets : answers.labels);
    this.#inputs.push(input);
    this.lines.push(line);
  }

  get data(): Dataset {
    const { answers } = this.#targets;
    const [features, rows] = [this.#inputs[0]!.length, this.lines.length];
    const inputs = new Float32Array(rows * features);
    for (const [r, input] of this.#inputs.entries()) inputs.set(input, r * features);
    return new Dataset({
      ...{ inputs, features, ...answers },
      ..."targets" in answers
        ? { targets: Float32Array.from(this.#labels) }
        : { labels: Uint16Array.from(this.#labels) },
    });
  }
}

/** @throws {Error} if a target is missing */
function checkTargets(file: string, names: readonly string[], columns: readonly string[]): void {
  const missing = names.find((name) => !columns.includes(name));
  if (missing === undefined) return;
  const hint = suggestion(missing, columns) || `: it has ${joinNames(columns)}`;
  throw new Error(
    `Cannot evaluate on ${file}: the target ${quoted(missing)} is missing${hint}; ` +
      `\`${PROGRAM} predict\` answers rows without labels`,
  );
}
