/** All trials of a sweep, each with links to its runs. @module */

import { variedParameters } from "../../../lib/sweep/mod.ts";
import type { SweepRun, SweepSummary, Trial } from "../../../lib/sweep/mod.ts";
import { count } from "../../report/format.ts";
import { breakable, html, type Part } from "../../charts/html.ts";
import { type Section, table } from "../../report/page.ts";
import {
  failuresOf,
  metricText,
  metricTitle,
  rankedTrials,
  reasonOf,
  runLink,
  statesText,
  valueText,
} from "./texts.ts";

const [MAX_TRIALS, MAX_FAILURES] = [500, 100];

export function trialsSection(summary: SweepSummary): Section {
  const { metric, trials, halving, seeds } = summary;
  const ranked = rankedTrials(summary);
  const failures = failuresOf(summary);
  const others = trials.filter((trial) => trial.mean === null && !failures.includes(trial));
  const all: readonly Trial[] = [...ranked, ...others, ...failures];
  const shown = all.slice(0, MAX_TRIALS);
  const names = variedParameters(trials, summary.parameters);
  const several = halving !== undefined && halving.brackets.length > 1;
  return {
    id: "trials",
    title: "Trials",
    hint: html`${shownText(shown.length, all.length)} ${LINKS}${
      seeds.length > 1 && " The links of a trial are its seeds."
    } Everything is in ${FILES}.`,
    content: table({
      kind: "trials",
      label: "Trials",
      head: [
        "trial",
        metricTitle(metric),
        ...names.map(breakable),
        ...several ? ["bracket"] : [],
        ...halving ? ["rung"] : [],
        "epochs",
        "state",
        ...seeds.length > 1 ? ["seeds"] : [],
      ],
      rows: shown.map((trial) => {
        const text = metricText(metric, trial.mean, trial.sd);
        return [
          seeds.length > 1 ? trial.trial : linked(trial.runs[0], String(trial.trial)),
          trial.trial === summary.best?.trial ? html`<strong class="best">${text}</strong>` : text,
          ...names.map((name) => valueText(trial.parameters[name])),
          ...several ? [trial.bracket ?? "–"] : [],
          ...halving ? [trial.rung ?? "–"] : [],
          Math.max(0, ...trial.runs.map(({ epochs }) => epochs)),
          trial.state,
          ...seeds.length > 1
            ? [
              trial.runs.map((run, k): Part =>
                html`${k > 0 && " "}${linked(run, String(run.seed))}`
              ),
            ]
            : [],
        ];
      }),
    }),
  };
}

function shownText(shown: number, all: number): string {
  if (shown === all) return "The best first.";
  return `The best ${count(shown)} of ${count(all)} trials, the best first.`;
}

const LINKS =
  "Links lead to a run's folder where its weights are kept, and elsewhere to its record.";

const FILES = html`<a href="trials.csv">trials.csv</a> and <a href="sweep.json">sweep.json</a>`;

/** The trials without a result, and why; nothing where all have one. */
export function failuresSection(summary: SweepSummary): Section | undefined {
  const failures = failuresOf(summary);
  if (failures.length === 0) return undefined;
  const shown = failures.slice(0, MAX_FAILURES);
  const names = variedParameters(summary.trials, summary.parameters);
  return {
    id: "failures",
    title: "Without a result",
    hint: `${statesText(failures)}.${
      failures.some(({ state }) => state === "missing")
        ? " Missing trials were not trained to their end: run the sweep again, or merge the part that has them."
        : ""
    }${shown.length < failures.length ? ` The first ${shown.length} are shown.` : ""}`,
    content: table({
      kind: "left",
      label: "Trials without a result",
      head: ["trial", "state", "why", ...names.map(breakable)],
      rows: shown.map((trial) => [
        trial.trial,
        trial.state,
        reasonOf(trial) || "–",
        ...names.map((name) => valueText(trial.parameters[name])),
      ]),
    }),
  };
}

/** A text with a link to the folder or the record of a run, if there is one. */
function linked(run: SweepRun | undefined, text: string): Part {
  const href = run && runLink(run);
  return href === undefined ? text : html`<a href="${href}">${text}</a>`;
}
