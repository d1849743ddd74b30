/** A new table, with labels. @module */

import { basename } from "@std/path";
import { joinNames } from "../../lib/checks/mod.ts";
import { tablePathOf } from "../../lib/config/mod.ts";
import { DriftCounter, quotedDrift } from "../../lib/drift/mod.ts";
import { CellValues, quoted, RowAnswers, rulesOf } from "../../lib/table/mod.ts";
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
} from "./new_data.ts";
import { NewRows } from "./new_rows.ts";

/** @throws {Error} if a column is missing, or no row has a label and a prediction */
export async function readNewTable(
  { opened, ensemble, dataset, signal }: NewDataSource,
): Promise<NewData> {
  const path = tablePathOf(dataset)!;
  const [first = "", ...others] = [path].flat();
  const name = others.length === 0 ? first : `${basename(first)} and ${others.length} more`;
  const { answers, description, dialect, detector } = tableEnsembleOf(opened, ensemble, name);
  const { areProbabilities, intervals, decision } = answers;
  const model = { table: description, areProbabilities, detector, intervals, decision };
  const { distributions } = metadataOf(opened[0]!);
  const counter = new DriftCounter(distributions ?? NO_DISTRIBUTIONS);
  const { features } = ensemble;
  let of:
    | {
      rows: NewRows;
      values: CellValues;
      answers: RowAnswers;
      hash: CellHash;
      notes: readonly string[];
    }
    | undefined;
  for await (const batch of readRows(path, description, dialect)) {
    signal.throwIfAborted();
    const { inputs, lines, columns, problems, unknown } = batch;
    of ??= {
      rows: new NewRows(description, { ...batch, name }),
      values: new CellValues(description, batch),
      answers: new RowAnswers(model, columns),
      hash: new CellHash(columns),
      notes: batch.notes,
    };
    of.hash.add(batch);
    const outputs = ensemble.feedforward({
      ...{ kind: "dense", rows: batch.rows.length, columns: features, values: inputs },
    });
    for (const [r, cells] of batch.rows.entries()) {
      const row = {
        ...{ cells, problem: problems[r] },
        input: inputs.subarray(r * features, (r + 1) * features),
        outputs: outputs.values.subarray(r * outputs.columns, (r + 1) * outputs.columns),
      };
      counter.add(of.values.ofCells(cells), of.answers.answer(row, unknown));
      of.rows.add({ ...row, line: lines[r]!, failure: of.answers.problemOf(row) });
    }
  }
  const { rows, hash, notes } = of!; // there is a batch even without rows
  const drift = counter.result();
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
  return {
    split: rows.data,
    facts: { classes, labels: undefined, quantities, table: description },
    ...{
      counts,
      unknownClasses,
      notes: [...notes, ...rows.notes],
      drift: distributions && quotedDrift(drift, description, distributions),
    },
    locations: {
      whereIs: (row) => `line ${rows.lines[row]}`,
      async rowsOf(examples) {
        const lines = examples.map((row) => rows.lines[row]!);
        const found = await rowsAt(path, lines, dataset, known);
        return { columns: found.columns, rows: lines.map((line) => found.rows.get(line) ?? []) };
      },
    },
    hashes: { [CELLS_HASH]: hash.digest() },
  };
}
