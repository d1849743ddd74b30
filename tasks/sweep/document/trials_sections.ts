/** All trials of a sweep, each with links to its runs. @module */

import { variedParameters } from "../../../lib/sweep/mod.ts";
import type { SweepRun, SweepSummary, Trial } from "../../../lib/sweep/mod.ts";
import { count } from "../../cli/format.ts";
import {
  best,
  breakable,
  type Inline,
  link,
  pageOnly,
  prose,
  type Section,
  table,
} from "../../document/blocks.ts";
import {
  failuresOf,
  metricText,
  metricTitle,
  rankedTrials,
  reasonOf,
  statesText,
  unitOf,
  valueText,
} from "./texts.ts";

/** The most trials with and without a result, on the page and in the summary. */
const [MAX_TRIALS, MAX_FAILURES, SUMMARY_TRIALS, SUMMARY_FAILURES] = [500, 100, 10, 30];

/** The most parameters with a column in the summary. */
const SUMMARY_COLUMNS = 20;

/** The names of the parameters that differ, and their cells for a trial. */
function parameterColumns({ trials, parameters }: SweepSummary) {
  const names = variedParameters(trials, parameters);
  const cells = (of: (name: string) => Inline) =>
    names.map((name, k) => k < SUMMARY_COLUMNS ? of(name) : pageOnly(of(name)));
  return {
    names: cells(breakable),
    valuesOf: ({ parameters }: Trial) => cells((name) => valueText(parameters[name])),
  };
}

export function trialsSection(summary: SweepSummary): Section {
  const { metric, trials, halving, seeds } = summary;
  const failures = failuresOf(summary);
  const others = trials.filter((trial) => trial.mean === null && !failures.includes(trial));
  const all: readonly Trial[] = [...rankedTrials(summary), ...others, ...failures];
  const shown = all.slice(0, MAX_TRIALS);
  const { names, valuesOf } = parameterColumns(summary);
  const areSeveral = seeds.length > 1;
  const isByEpochs = unitOf(summary) === "epoch";
  return {
    id: "trials",
    title: "Trials",
    hint: prose`${
      shown.length === all.length
        ? "The"
        : `The best ${count(shown.length)} of ${count(all.length)} trials, the`
    } best first.${
      pageOnly(
        " Links lead to a run's folder where its weights are kept, and elsewhere to its record." +
          (areSeveral ? " The links of a trial are its seeds." : ""),
      )
    } Everything is in ${link("trials.csv", "trials.csv")} and ${
      link("sweep.json", "sweep.json")
    }.`,
    content: table({
      layout: "trials",
      label: "Trials",
      head: [
        ...["trial", metricTitle(summary), ...names],
        ...[halving && "rung", isByEpochs && "epochs", "state", areSeveral && pageOnly("seeds")],
      ],
      rows: shown.map((trial) => {
        const text = metricText(metric, trial.mean, trial.sd);
        return [
          areSeveral ? trial.trial : linked(trial.runs[0]!, String(trial.trial)),
          trial.trial === summary.best?.trial ? best(text) : text,
          ...valuesOf(trial),
          halving && (trial.rung ?? "–"),
          isByEpochs && Math.max(0, ...trial.runs.map(({ epochs }) => epochs)),
          trial.state,
          areSeveral &&
          pageOnly(trial.runs.map((run, k) => [k > 0 && " ", linked(run, String(run.seed))])),
        ];
      }),
      summaryRows: SUMMARY_TRIALS,
    }),
  };
}

/** The trials without a result, and why; nothing where all have one. */
export function failuresSection(summary: SweepSummary): Section | undefined {
  const failures = failuresOf(summary);
  if (failures.length === 0) return undefined;
  const shown = failures.slice(0, MAX_FAILURES);
  const { names, valuesOf } = parameterColumns(summary);
  return {
    id: "failures",
    title: "Without a result",
    hint: `${statesText(failures)}.${
      failures.some(({ state }) => state === "missing")
        ? " Missing trials were not trained to their end: run the sweep again, or merge the part that has them."
        : ""
    }${shown.length < failures.length ? ` The first ${shown.length} are shown.` : ""}`,
    content: table({
      layout: "left",
      label: "Trials without a result",
      head: ["trial", "state", "why", ...names],
      rows: shown.map((trial) => [
        ...[trial.trial, trial.state, reasonOf(trial) || "–"],
        ...valuesOf(trial),
      ]),
      summaryRows: SUMMARY_FAILURES,
    }),
  };
}

/** A text with a link to the folder of a run whose weights are kept, else to the record if it ran. */
function linked({ run, state, weightsSha256 }: SweepRun, text: string): Inline {
  if (weightsSha256 !== undefined) return link(`trials/${run}/`, text);
  const ran = state !== "missing" && state !== "refused";
  return ran ? link(`results/${run}.json`, text) : text;
}
