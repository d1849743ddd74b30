/** The input of an evaluation, and its output: text for people and JSON for programs. @module */

import { type Classifier, type Dataset, evaluate } from "../../../mod.ts";
import { type DecidedEvaluation, decidedEvaluation } from "../../../lib/table/decide/mod.ts";
import type { Ensemble } from "../../../lib/ensemble/mod.ts";
import { type ClassEvaluation, ofClasses } from "../../../lib/evaluate/mod.ts";
import { parametersOf } from "../../../lib/table/folds/networks.ts";
import { percent } from "../../cli/format.ts";
import type { Text } from "../../cli/styled.ts";
import type { OpenData } from "../../data/open_data.ts";
import type { ExampleLocations } from "../../data/source.ts";
import { AT_HALF, thresholdsText } from "../problem/thresholds.ts";
import type { AnsweredFrom } from "../../run/run_folder.ts";
import { decisionOfRuns } from "../../run/decision.ts";
import { ensembleOf } from "../../run/fold_answers.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { columnImportance, columnsByWorth, importanceText } from "./importance.ts";
import { type Chosen, worstRows } from "./worst_rows.ts";

/** Networks and the split that they are evaluated on. */
export interface Evaluated {
  /** One network, or the members of an ensemble. */
  readonly opened: readonly OpenNetwork[];
  readonly ensemble: Ensemble;
  /** The ensemble, or a part of it, with test-time augmentation if that was asked for. */
  answering(ensemble: Ensemble): Classifier | Promise<Classifier>;
  readonly data: Pick<OpenData, "classes" | "labels" | "quantities" | "table">;
  readonly split: Dataset;
  /** The word for an example: image or row. */
  readonly noun: string;
  readonly locations: ExampleLocations;
  /** How many of the worst mistakes to show. */
  readonly worst: number;
}

export interface Outcome {
  /** For programs, without the names of runs and split. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The result of each member of an ensemble alone, as text. */
  readonly alone?: readonly string[] | undefined;
  /** For people: paragraphs, after the names of the runs. */
  readonly paragraphs: readonly Text[];
}

/**
 * The columns of a table, the most important first, and the worst rows; nothing for other data.
 * @param choose the worst rows, so many
 */
export async function tableParts(
  { opened, ensemble, data: { table: description }, split, locations, worst }: Evaluated,
  choose: (most: number) => Chosen,
) {
  const parameters = opened.reduce((sum, { network }) => sum + parametersOf(network), 0);
  const decision = decisionOfRuns(opened);
  const importance = description &&
    columnImportance(ensemble, parameters, split, description, decision);
  const run = { ...locations, table: description, importance };
  const rows = worst > 0 ? await worstRows(run, choose(worst)) : undefined;
  if (importance === undefined) return { columnsJson: {}, columnsText: [], rows };
  const columns = columnsByWorth(run);
  const { metric, score, examples } = importance;
  const columnsJson = { importance: { metric, score, rows: examples }, columns };
  return { columnsJson, columnsText: [importanceText(importance, columns)], rows };
}

/** The end of the first line of an evaluation, and how good the answers are at one half where a model has thresholds. */
export function costAndThresholds(
  { cost, accuracyAtHalf }: DecidedEvaluation,
  thresholds: readonly AnsweredFrom[],
): string {
  return `cost ${cost.toFixed(4)}` +
    (accuracyAtHalf === undefined
      ? ""
      : `, with ${thresholdsText(thresholds)}\n${AT_HALF} ${percent(accuracyAtHalf)}`);
}

/** Evaluates networks together, and each member of an ensemble alone. */
export async function judge(given: Evaluated) {
  const { opened, ensemble, split } = given;
  const networks = await given.answering(ensemble);
  const decision = decisionOfRuns(opened);
  const decided = decidedEvaluation(evaluate(networks, split), decision, networks, split);
  const evaluation: ClassEvaluation & DecidedEvaluation = ofClasses(decided);
  if (opened.length === 1) return { networks, evaluation, decision, json: { ...evaluation } };
  const runs = [];
  for (const member of opened) {
    const answers = await given.answering(ensembleOf([member]));
    const { correct, accuracy, cost } = ofClasses(evaluate(answers, split));
    runs.push({ run: member.run, epoch: member.epoch, correct, accuracy, cost });
  }
  const alone = runs.map(({ accuracy }) => `${percent(accuracy)} alone`);
  return { networks, evaluation, decision, json: { runs, ...evaluation }, alone };
}
