/** The essentials of a sweep in Markdown, as the job summaries of GitHub Actions show it. @module */

import { type SweepSummary, variedParameters } from "../../lib/sweep/mod.ts";
import { count, counted, percent } from "../report/format.ts";
import { code, details, escape, table } from "../report/markdown_parts.ts";
import {
  bestCommand,
  configText,
  epochsOf,
  failuresOf,
  importanceMethod,
  metricText,
  metricTitle,
  rankedTrials,
  reasonOf,
  searchText,
  statesText,
  valueText,
} from "./page/texts.ts";

/** The most trials in the tables of the best ones and of those without a result. */
const [MAX_BEST, MAX_FAILURES] = [10, 30];

/** The most parameters with a row or a column: a job summary holds 1 MiB. */
const MAX_PARAMETERS = 20;

export function sweepMarkdown(summary: SweepSummary): string {
  const { name, metric, best } = summary;
  const result = best === null
    ? "no result yet"
    : `${metricText(metric, best.mean, best.sd)} ${metricTitle(metric)}`;
  return [
    `## ${escape(name)}: ${escape(result)}`,
    escape(searchText(summary)),
    table(["", ""], essentials(summary)),
    ...bestParts(summary),
    ...trialsPart(summary),
    ...importancePart(summary),
    ...failuresPart(summary),
  ].join("\n\n") + "\n";
}

function essentials(summary: SweepSummary): string[][] {
  const { best, metric, trials, seeds, halving, complete } = summary;
  const failures = failuresOf(summary);
  const { trained, all } = epochsOf(summary);
  const share = halving ? ` of ${count(all)} (${percent(trained / all, 1)})` : "";
  const goal = metric.goal === "maximize" ? "highest" : "lowest";
  return [
    [
      `${goal} ${metricTitle(metric)}`,
      best === null
        ? "–"
        : `**${escape(metricText(metric, best.mean, best.sd))}**, trial ${best.trial}`,
    ],
    ["trials with a result", `${count(rankedTrials(summary).length)} of ${count(trials.length)}`],
    ...failures.length > 0 ? [["without", statesText(failures)]] : [],
    ["seeds", count(seeds.length)],
    ["epochs trained", `${count(trained)}${share}`],
    ["complete", complete ? "yes" : "no"],
  ];
}

function bestParts(summary: SweepSummary): string[] {
  const { best, trials } = summary;
  const trial = trials.find(({ trial }) => trial === best?.trial);
  if (best === null || trial === undefined) return [];
  const parameters = Object.entries(trial.parameters).slice(0, MAX_PARAMETERS);
  const config = configText(best.config);
  return [
    "### The best trial",
    ...parameters.length === 0 ? [] : [table(
      ["parameter", "value"],
      parameters.map(([name, value]) => [code(name), code(valueText(value))]),
    )],
    `${code(bestCommand(summary))} trains it again.`,
    details("Its config", `${fenceOf(config)}json\n${config}\n${fenceOf(config)}`),
  ];
}

/** A fence of more backticks than the text has in a row. */
function fenceOf(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}

function trialsPart(summary: SweepSummary): string[] {
  const { metric, trials, parameters, halving } = summary;
  const ranked = rankedTrials(summary);
  if (ranked.length === 0) return [];
  const names = variedParameters(trials, parameters).slice(0, MAX_PARAMETERS);
  return [
    ranked.length > MAX_BEST ? `### The best ${MAX_BEST} trials` : "### The trials",
    table(
      ["trial", metricTitle(metric), ...names.map(escape), ...halving ? ["rung"] : [], "epochs"],
      ranked.slice(0, MAX_BEST).map((trial) => [
        String(trial.trial),
        escape(metricText(metric, trial.mean, trial.sd)),
        ...names.map((name) => escape(valueText(trial.parameters[name]))),
        ...halving ? [String(trial.rung ?? "–")] : [],
        count(Math.max(0, ...trial.runs.map(({ epochs }) => epochs))),
      ]),
    ),
  ];
}

function importancePart(summary: SweepSummary): string[] {
  const { importances, best, metric } = summary;
  if (importances.length === 0 || best === null) return [];
  return [
    "### What matters",
    table(
      ["parameter", `explains of ${metricTitle(metric)}`],
      importances.slice(0, MAX_PARAMETERS).map(({ parameter, importance }) => [
        code(parameter),
        percent(importance, 1),
      ]),
    ),
    escape(importanceMethod(summary)),
  ];
}

function failuresPart(summary: SweepSummary): string[] {
  const failures = failuresOf(summary);
  if (failures.length === 0) return [];
  const more = failures.length - MAX_FAILURES;
  const names = variedParameters(summary.trials, summary.parameters).slice(0, MAX_PARAMETERS);
  return [
    "### Without a result",
    table(
      ["trial", "state", "why", ...names.map(escape)],
      failures.slice(0, MAX_FAILURES).map((trial) => [
        String(trial.trial),
        trial.state,
        escape(reasonOf(trial).slice(0, MAX_REASON)) || "–",
        ...names.map((name) => escape(valueText(trial.parameters[name]))),
      ]),
    ),
    ...more > 0 ? [`And ${counted(more, "more trial")}: they are in ${code("trials.csv")}.`] : [],
  ];
}

const MAX_REASON = 300;
