/** Sentences on a run in a report, by its problem. @module */

import { targetNamesOf } from "../../../lib/table/mod.ts";
import { counted, percent } from "../../cli/format.ts";
import { dataTitle, inUnit } from "../texts.ts";
import { ask, type OfRun, type ReportedRun } from "./runs.ts";

/** What a table's target is, after its names. */
const amongWhat: OfRun<string> = {
  classification: ({ classes }) => `, one of ${classes.length} classes,`,
  multiLabel: () => "",
  regression: () => "",
};

/** What is predicted of an example of data that is no table. */
const whatOfExamples: OfRun<string, [one: string]> = {
  classification: ({ classes }, one) => `which of ${classes.length} classes ${one} is`,
  multiLabel: ({ data }, one) => `which of ${data.outputs} labels ${one} has: any number of them`,
  regression: ({ quantities: { length } }, one) =>
    `${length === 1 ? "a quantity" : `${length} quantities`} of ${one}`,
};

/** The network's task: `Predicts “species”, one of 3 classes, from 7 columns of penguins.csv.` */
export function whatIsPredicted(run: ReportedRun): string {
  const { config: { dataset }, noun, table } = run;
  const data = dataTitle(dataset);
  if (table === undefined) {
    const one = `${noun === "row" ? "a" : "an"} ${noun} of ${data}`;
    return `Predicts ${ask(whatOfExamples, run, one)}.`;
  }
  const names = targetNamesOf(table).map((name) => `“${name}”`).join(" and ");
  const columns = counted(table.columns.length, "column");
  return `Predicts ${names}${ask(amongWhat, run)} from ${columns} of ${data}.`;
}

/** The result of the simplest answer, a baseline for the metrics. */
const guesses: OfRun<string> = {
  classification: ({ commonest: { label, accuracy }, classes }) =>
    `Always answering “${classes[label]}”, the commonest class in training, would get ` +
    `${percent(accuracy)}`,
  multiLabel: ({ answers, commoner }) =>
    `Of the single answers ${percent(answers.hammingLoss)} are wrong; always giving each label’s ` +
    `commoner one in training, ${percent(1 - commoner)} would be`,
  regression({ quantities, errorsOfMeans }) {
    const far = quantities.map((quantity, j) => inUnit(errorsOfMeans[j]!, quantity));
    return `Always answering the mean would be off by ${far.join(" and ")} on average`;
  },
};

/** The result of the simplest answer, as a sentence without a full stop. */
export function whatGuessingGets(run: ReportedRun): string {
  return ask(guesses, run);
}

/** The names of outputs under the pictures of their weights, in a network without hidden layers. */
export const outputNames: OfRun<readonly string[] | undefined> = {
  classification: ({ classes }) => classes,
  multiLabel: () => undefined,
  regression: () => undefined,
};
