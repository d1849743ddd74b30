/** The best trial of a sweep, and how to train it again. @module */

import type { SweepRun, SweepSummary } from "../../../lib/sweep/mod.ts";
import { breakable, html, type Part } from "../../charts/html.ts";
import { copied, pairs, type Section } from "../../report/page.ts";
import {
  bestCommand,
  bestFolder,
  configText,
  metricText,
  metricTitle,
  valueText,
} from "./texts.ts";

/** Its parameters, its config to copy, and its folder; nothing while no trial has a result. */
export function bestSection(summary: SweepSummary): Section | undefined {
  const { best, metric, trials } = summary;
  const trial = trials.find(({ trial }) => trial === best?.trial);
  if (best === null || trial === undefined) return undefined;
  const run = trial.runs.find(({ run }) => run === best.run);
  const folder = bestFolder(summary);
  const rows: [Part, Part][] = [
    ...Object.entries(trial.parameters).map(([name, value]): [Part, Part] => [
      breakable(name),
      valueText(value),
    ]),
    [metricTitle(metric), metricText(metric, best.mean, best.sd)],
    ...run === undefined ? [] : runRows(summary, run),
  ];
  const several = trial.runs.length > 1;
  return {
    id: "best",
    title: "The best trial",
    hint: html`Trial ${trial.trial}${
      several && `, and of its ${trial.runs.length} seeds the best`
    }. ${
      run?.weightsSha256 !== undefined && html`
        <a href="${folder}">Its folder</a> has weights and metrics; <a
          href="${folder}report.html">its report</a>, where one was written, looks into it.
      `
    }`,
    content: html`
      ${pairs("The best trial", rows)}
      <h3 class="above">To train it again</h3>
      <p class="hint">It gives the same bytes on any machine. The path of best.json is another one if the
        sweep was written to another folder.</p>
      ${copied("The command that trains the best run again", bestCommand(summary))}
      <h3 class="above">Its config</h3>
      <p class="hint">The same is in <a href="best.json">best.json</a>${typeof best.config
            .dataset !== "string" && ", with the path of the data"}.</p>
      ${copied("The config of the best run", configText(best.config))}
    `,
  };
}

function runRows({ metric, seeds }: SweepSummary, run: SweepRun): [Part, Part][] {
  const of = seeds.length > 1 ? `, seed ${run.seed}` : "";
  return [
    ...seeds.length > 1
      ? [[`${metricTitle(metric)}${of}`, metricText(metric, run.value)] as [Part, Part]]
      : [],
    ["epoch", `${run.epoch ?? "–"} of ${run.epochs}`],
    ["run", run.run],
    ...run.weightsSha256 === undefined
      ? []
      : [[html`weights, <span class="whole">SHA-256</span>`, run.weightsSha256] as [Part, Part]],
  ];
}
