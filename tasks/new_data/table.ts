/** Rows of a new table, with labels. @module */

import { basename } from "@std/path";
import { Dataset } from "../../mod.ts";
import { joinNames, suggestion } from "../../lib/checks/mod.ts";
import { tablePathOf } from "../../lib/config/mod.ts";
import { DriftCounter } from "../../lib/evaluate/mod.ts";
import {
  CellValues,
  isMissing,
  type Quantity,
  quoted,
  RowAnswers,
  rulesOf,
  type TableDescription,
} from "../../lib/table/mod.ts";
import { counted } from "../cli/format.ts";
import { readRows, rowsAt } from "../datasets/csv.ts";
import { CELLS_HASH } from "../datasets/open_data.ts";
import { metadataOf } from "../predict/answers.ts";
import { tableEnsembleOf } from "../predict/table.ts";
import { CellHash } from "../tables/table_file.ts";
import {
  MAX_NAMED_CLASSES,
  type NewData,
  type NewDataSource,
  NO_DISTRIBUTIONS,
  noneJudged,
} from "./read.ts";

/** @throws {Error} if a column is missing, or no row has a label and a prediction */
export async function readNewTable(
  { opened, ensemble, dataset, signal }: NewDataSource,
): Promise<NewData> {
  const path = tablePathOf(dataset)!;
  const name = nameOf(path);
  const { answers, description, dialect, detector } = tableEnsembleOf(opened, ensemble, name);
  const { areProbabilities, intervals } = answers;
  const { distributions } = metadataOf(opened[0]!);
  const counter = new DriftCounter(distributions ?? NO_DISTRIBUTIONS);
  const judged = new JudgedRows(ensemble.features);
  const problems = new Map<string, number>();
  const unknown = new Set<string>();
  const counts = { all: 0, withoutLabel: 0, unknownClass: 0, withoutPrediction: 0 };
  let of: RowReaders | undefined;
  let hash: CellHash | undefined;
  for await (const batch of readRows(path, description, dialect)) {
    signal.throwIfAborted();
    const { inputs, rows, lines, columns, problems: unread } = batch;
    of ??= {
      labels: labelReader(name, description, batch),
      values: new CellValues(description, batch),
      answers: new RowAnswers(
        { table: description, areProbabilities, detector, intervals },
        columns,
      ),
    };
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
      const label = of.labels(cells);
      const failure = of.answers.problemOf(row);
      if (label === undefined) counts.withoutLabel++;
      else if (typeof label === "string") {
        counts.unknownClass++;
        if (unknown.size < MAX_NAMED_CLASSES) unknown.add(label);
      } else if (failure !== undefined) {
        counts.withoutPrediction++;
        const column = failure.column ?? failure.reason;
        problems.set(column, (problems.get(column) ?? 0) + 1);
      } else judged.add(row.input, label, lines[r]!);
    }
  }
  if (counts.all === 0) throw new Error(`Cannot evaluate on ${name}: it has no rows`);
  const drift = counter.result();
  const novel = detector === undefined ? null : drift.novel;
  const all = { ...counts, judged: judged.lines.length, novel };
  const unknownClasses = [...unknown];
  const { problem, names, outputNames, quantities } = rulesOf(description);
  const classes = problem.isOneHot ? outputNames : undefined;
  if (all.judged === 0) {
    const target = joinNames(names.map(quoted));
    throw noneJudged(name, { counts: all, unknownClasses }, { noun: "row", target, classes });
  }
  const [[worst, most] = ["", 0]] = [...problems].sort(([, a], [, b]) => b - a);
  const known = [...description.columns.map(({ name }) => name), ...names];
  return {
    split: judged.dataset(description),
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

interface RowReaders {
  readonly labels: ReturnType<typeof labelReader>;
  readonly values: CellValues;
  readonly answers: RowAnswers;
}

function nameOf(path: string | readonly string[]): string {
  const [first = "", ...others] = [path].flat();
  return others.length === 0 ? first : `${basename(first)} and ${others.length} more`;
}

/** The rows that can be judged: their inputs, and the class or the standardized quantities of each. */
class JudgedRows {
  readonly lines: number[] = [];
  readonly #features: number;
  readonly #inputs: Float32Array[] = [];
  readonly #targets: number[] = [];

  constructor(features: number) {
    this.#features = features;
  }

  add(input: Float32Array, target: readonly number[], line: number): void {
    this.#inputs.push(input);
    this.#targets.push(...target);
    this.lines.push(line);
  }

  dataset(description: TableDescription): Dataset {
    const { problem, outputNames: names } = rulesOf(description);
    const [rows, features] = [this.lines.length, this.#features];
    const inputs = new Float32Array(rows * features);
    for (const [r, input] of this.#inputs.entries()) inputs.set(input, r * features);
    return new Dataset({
      ...{ inputs, features },
      ...problem.isOneHot
        ? { labels: Uint16Array.from(this.#targets), classes: names.length, classNames: names }
        : {
          targets: Float32Array.from(this.#targets),
          ...{ outputs: names.length, classification: false },
        },
    });
  }
}

/**
 * Reads the label of a row: the number of its class, or the standardized quantities. It is `undefined` where a cell is missing
 * or no number, and the text of a class that the model did not learn.
 * @throws {Error} if the file lacks a target
 */
function labelReader(
  file: string,
  description: TableDescription,
  { columns, decimalComma }: {
    readonly columns: readonly string[];
    decimalComma?: boolean | undefined;
  },
): (cells: readonly string[]) => readonly number[] | string | undefined {
  const { names, outputNames, quantities } = rulesOf(description);
  const missing = names.find((name) => !columns.includes(name));
  if (missing !== undefined) {
    const hint = suggestion(missing, columns) || `: it has ${joinNames(columns)}`;
    throw new Error(
      `Cannot evaluate on ${file}: the target ${quoted(missing)} is missing${hint}; ` +
        "`deno task predict` answers rows without labels",
    );
  }
  const indices = names.map((name) => columns.indexOf(name));
  if (quantities === undefined) {
    const numbers = new Map(outputNames.map((name, k) => [name, k]));
    return (cells) => {
      const cell = cells[indices[0]!]!;
      const number = numbers.get(cell);
      return number !== undefined ? [number] : isMissing(cell) ? undefined : cell;
    };
  }
  const reader = new CellValues(
    { columns: quantities.map(columnLike) },
    { columns, decimalComma },
  );
  return (cells) => {
    const scaled = reader.ofCells(cells).map((value, k) => {
      const { mean, deviation } = quantities[k]!;
      return typeof value === "number" ? (value - mean) / deviation : NaN;
    });
    return scaled.every((value) => Number.isFinite(Math.fround(value))) ? scaled : undefined;
  };
}

/** A quantity as a column, which is read by the same format. */
function columnLike({ name, mean, deviation, format }: Quantity) {
  const numbers = { kind: "number", name, mean, deviation, gaps: "mean" } as const;
  return format === undefined ? numbers : { ...numbers, format };
}
