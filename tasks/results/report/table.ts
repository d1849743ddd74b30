/**
 * What a report begins with, of a model of a table that is in no folder: the result with its interval, simpler models beside
 * it, the verdict, and what was read of each column. The page shows it of what it has trained. @module
 */

import { measuredModel } from "../../../lib/ensemble/trained_model.ts";
import type { Config } from "../../../lib/config.ts";
import { evaluate } from "../../../lib/evaluate.ts";
import { rulesOf } from "../../../lib/table/columns/target.ts";
import type { TableDatasets } from "../../../lib/table/encode/datasets.ts";
import type { TableModel } from "../../../lib/table/model/table_model.ts";
import type { Truth } from "../../../lib/measure/verdict/truth.ts";
import { type Document, keyNumbers, list } from "../../../lib/document/blocks.ts";
import { foldedDataOf } from "../../../lib/table/folds/data.ts";
import { thresholdsOf } from "../../run/decided.ts";
import { evaluatedModel, resultSplit } from "../../run/evaluated_model.ts";
import { resultOf } from "../../run/result.ts";
import { answersTo, ask } from "../evaluate/problem/answered.ts";
import { columnsInBrief } from "../problem/columns_read.ts";
import { shownAs } from "../problem/metrics.ts";
import { truthSection } from "../problem/truth.ts";
import { answerNumbers, titleNumbers, whatIsPredicted } from "./problem/headline.ts";
import type { HeadOf } from "./problem/runs.ts";

/** What is known of a model that was trained. */
export interface TrainedTable {
  readonly name: string;
  readonly config: Pick<Config, "dataset" | "folds">;
  readonly model: TableModel;
  readonly table: TableDatasets;
  readonly truth: Truth;
  /** What was found in the data, in sentences without a full stop. */
  readonly notes: readonly string[];
}

export function briefDocument(
  { name, config, model, table, truth, notes }: TrainedTable,
): Document {
  const { network, decision } = model;
  const { description, training, validation, profile } = table;
  const { names: targets, quantities } = rulesOf(description);
  const names = { classes: training.classNames, labels: undefined, quantities, table: description };
  const folded = foldedDataOf(table);
  const split = resultSplit({ ...table, folded });
  const data = table[split];
  const problem = shownAs(data);
  const answerer = evaluatedModel(network, "validation", folded);
  const answering = split === "test" ? measuredModel(network) : answerer;
  const thresholds = thresholdsOf(decision, names);
  const run = {
    ...answersTo[problem](answering, data, names, decision, { worst: 0, positive: undefined }),
    problem,
    config,
    thresholds,
    training,
    data,
    table: { targets, columns: description.columns },
    split,
    noun: "row",
    summary: { validation: resultOf(evaluate(answerer, validation), quantities) },
  } as unknown as HeadOf[keyof HeadOf];
  const heading = `${name}: ${ask(titleNumbers, run)}`;
  return {
    title: `${heading} · Inkling`,
    kind: "Inkling · trained in a browser",
    heading,
    lead: whatIsPredicted(run),
    header: keyNumbers(ask(answerNumbers, run)),
    sections: [
      truthSection(truth, thresholds.length > 0),
      {
        id: "columns",
        title: "What was read",
        content: [
          columnsInBrief(profile),
          notes.length > 0 && list(notes.map((note) => /[.?]$/.test(note) ? note : `${note}.`)),
        ],
      },
    ],
  };
}
