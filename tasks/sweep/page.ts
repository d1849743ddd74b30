/** The page of a sweep: which trial is the best, what matters, and how it went. @module */

import type { SweepSummary } from "../../lib/sweep/mod.ts";
import { count, counted, percent } from "../report/format.ts";
import { html } from "../charts/html.ts";
import { footer, keyNumbers, page, sections } from "../report/page.ts";
import { bestSection } from "./page/best_section.ts";
import { curvesSection } from "./page/curves_section.ts";
import { parallelSection } from "./page/parallel_section.ts";
import { importanceSection, pointsSection } from "./page/points_section.ts";
import { searchSection } from "./page/search_section.ts";
import { seedsSection } from "./page/seeds_section.ts";
import {
  epochsOf,
  failuresOf,
  metricText,
  metricTitle,
  rankedTrials,
  searchText,
  statesText,
} from "./page/texts.ts";
import { failuresSection, trialsSection } from "./page/trials_section.ts";

/** The page of a sweep, as a whole file. It holds no times, machines or versions: the same results give the same bytes. */
export function sweepPage(summary: SweepSummary): string {
  const { name, best, metric } = summary;
  const all = [
    bestSection(summary),
    importanceSection(summary),
    pointsSection(summary),
    parallelSection(summary),
    seedsSection(summary),
    curvesSection(summary),
    failuresSection(summary),
    trialsSection(summary),
    searchSection(summary),
  ];
  const content = html`
    <header>
    <p class="eyebrow">Inkling · sweep</p>
    <h1>${name}</h1>
    <p class="lead">${searchText(summary)}</p>
    ${!summary.complete && html`<p class="hint">It is not complete: ${stateOf(summary)}</p>`}
    ${keyNumbers(keyNumbersOf(summary))}
    </header>
    ${sections(all.filter((section) => section !== undefined))}
    ${footer()}
  `;
  const title = best === null ? metricTitle(metric) : metricText(metric, best.mean);
  return page(`${name}: ${title} · Inkling`, content);
}

function stateOf(summary: SweepSummary): string {
  const missing = summary.trials.filter(({ state }) => state === "missing").length;
  return missing > 0
    ? `${counted(missing, "trial")} ${missing === 1 ? "is" : "are"} missing.`
    : "trials are still to go on.";
}

function keyNumbersOf(summary: SweepSummary): { value: string; label: string }[] {
  const { best, metric, seeds, trials, halving } = summary;
  const failures = failuresOf(summary);
  const { trained, all } = epochsOf(summary);
  const goal = metric.goal === "maximize" ? "highest" : "lowest";
  return [
    {
      value: metricText(metric, best?.mean ?? null),
      label: best === null
        ? `${metricTitle(metric)}: no trial has a result yet.`
        : `${metricTitle(metric)}, the ${goal}${
          seeds.length > 1 ? ` mean of ${seeds.length} seeds` : ""
        }: trial ${best.trial}${trials.length > 1 ? ` of ${count(trials.length)}` : ""}.${
          best.sd === null ? "" : ` Its seeds deviate by ${metricText(metric, best.sd)}.`
        }${trials.length > 1 ? ` ${selectionBias(summary)}` : ""}`,
    },
    {
      value: count(rankedTrials(summary).length),
      label: failures.length === 0
        ? "trials with a result: all"
        : `trials with a result; ${statesText(failures)}`,
    },
    {
      value: count(seeds.length),
      label: seeds.length === 1 ? `seed for each: ${seeds[0]}` : "seeds for each",
    },
    {
      value: count(trained),
      label: halving === undefined
        ? "epochs trained"
        : `epochs trained, ${percent(trained / all, 1)} of the ${count(all)} that all trials ` +
          "would take to their end",
    },
  ];
}

/** A sentence on the bias of a metric that the best trial was chosen by. */
function selectionBias({ best, metric }: SweepSummary): string {
  const biased = "As the best of many it is a little too good";
  const tested = best!.config.evaluate.includes("test") && metric.name.startsWith("validation.");
  return tested ? `${biased}; the test result in its report is not.` : `${biased}.`;
}
