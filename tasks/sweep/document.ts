/** A sweep as a document: which trial is the best, what matters, and how it went. @module */

import type { SweepSummary } from "../../lib/sweep/mod.ts";
import { count, counted, percent } from "../cli/format.ts";
import { type Document, hint, type KeyNumber, keyNumbers } from "../document/blocks.ts";
import { curvesSection, seedsSection } from "./document/curves_sections.ts";
import { parallelSection } from "./document/parallel_section.ts";
import { importanceSection, pointsSection } from "./document/points_sections.ts";
import { bestSection, searchSection } from "./document/search_sections.ts";
import {
  failuresOf,
  limitText,
  metricText,
  metricTitle,
  searchText,
  statesText,
} from "./document/texts.ts";
import { failuresSection, trialsSection } from "./document/trials_sections.ts";

/** A sweep as a document, without times, machines or versions: equal results give equal bytes. */
export function sweepDocument(summary: SweepSummary): Document {
  const { name, best, metric, complete, trials } = summary;
  const missing = trials.filter(({ state }) => state === "missing").length;
  const title = best === null ? metricTitle(summary) : metricText(metric, best.mean);
  const result = best === null
    ? "no result yet"
    : `${metricText(metric, best.mean, best.sd)} ${metricTitle(summary)}`;
  return {
    title: `${name}: ${title} · Inkling`,
    kind: "Inkling · sweep",
    heading: name,
    summaryHeading: `${name}: ${result}`,
    lead: searchText(summary),
    header: [
      !complete &&
      hint(
        `It is not complete: ${
          missing > 0
            ? `${counted(missing, "trial")} ${missing === 1 ? "is" : "are"} missing.`
            : "trials are still to go on."
        }`,
      ),
      summary.limit !== undefined && hint(`${limitText(summary)}.`),
      keyNumbers(numbersOf(summary)),
    ],
    sections: [
      bestSection(summary),
      importanceSection(summary),
      pointsSection(summary),
      parallelSection(summary),
      seedsSection(summary),
      curvesSection(summary),
      failuresSection(summary),
      trialsSection(summary),
      searchSection(summary),
    ],
  };
}

function numbersOf(summary: SweepSummary): KeyNumber[] {
  const { best, metric, seeds, trials, halving, epochs } = summary;
  const failures = failuresOf(summary);
  const runs = trials.flatMap(({ runs }) => runs);
  const trained = runs.reduce((sum, run) => sum + run.epochs, 0);
  const all = trials.length * seeds.length * epochs;
  const ranked = trials.filter(({ mean }) => mean !== null).length;
  return [
    {
      value: metricText(metric, best?.mean ?? null),
      label: `${metricTitle(summary)}${
        best === null ? ": no trial has a result yet." : bestText(summary)
      }`,
    },
    {
      value: count(ranked),
      label: failures.length === 0
        ? "trials with a result: all"
        : `trials with a result; ${statesText(failures)}`,
    },
    {
      value: count(seeds.length),
      label: seeds.length === 1 ? `seed for each: ${seeds[0]}` : "seeds for each",
    },
    halving?.by === "folds" ? wholeNumber(summary) : {
      value: count(trained),
      label: halving === undefined
        ? "epochs trained"
        : `epochs trained, ${percent(trained / all, 1)} of the ${count(all)} that all trials ` +
          "would take to their end",
    },
  ];
}

/** How many trials are trained on all folds. */
function wholeNumber({ trials }: SweepSummary): KeyNumber {
  const whole = trials.filter(({ state }) => state === "finished").length;
  return { value: count(whole), label: `of ${count(trials.length)} trials on all folds` };
}

/** The best trial after the metric's name, and the bias of a metric that a trial was chosen by. */
function bestText({ best, metric, seeds, trials, baseline }: SweepSummary): string {
  const { trial, sd, config } = best!;
  const goal = metric.goal === "maximize" ? "highest" : "lowest";
  const mean = seeds.length > 1 ? ` mean of ${seeds.length} seeds` : "";
  const deviation = sd === null ? "" : ` Its seeds deviate by ${metricText(metric, sd)}.`;
  if (trials.length === 1) return `, the ${goal}${mean}: trial ${trial}.${deviation}`;
  const isTested = baseline === undefined && config.evaluate.includes("test") &&
    metric.name.startsWith("validation.");
  return `, the ${goal}${mean}: trial ${trial} of ${count(trials.length)}.${deviation} ` +
    `As the best of many it is a little too good${
      isTested ? "; the test result in its report is not" : ""
    }.`;
}
