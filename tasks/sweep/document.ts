/** A sweep as a document: which trial is the best, what matters, and how it went. @module */

import { quote } from "../../lib/checks/texts.ts";
import { dataKindOf } from "../../lib/config/user_data.ts";
import type { ParameterSpace } from "../../lib/search/draw.ts";
import type { SweepSummary, TestComparison } from "./plan/summary.ts";
import { count, counted, fourDigits, percent } from "../cli/format.ts";
import {
  type Blocks,
  breakable,
  copied,
  details,
  type Document,
  heading,
  hint,
  type Inline,
  type KeyNumber,
  keyNumbers,
  link,
  pageOnly,
  pairs,
  paragraph,
  prose,
  type Section,
  summaryOnly,
  table,
  whole,
} from "../../lib/document/blocks.ts";
import { metricText as metricTexts } from "../results/problem/metrics.ts";
import { FOLDERS, PROGRAM } from "../system/installation.ts";
import { curvesSection, seedsSection } from "./document/curves_sections.ts";
import { parallelSection } from "./document/parallel_section.ts";
import {
  failuresSection,
  importanceSection,
  pointsSection,
  trialsSection,
} from "./document/points_sections.ts";
import {
  failuresOf,
  foldsText,
  limitText,
  methodText,
  metricText,
  metricTitle,
  searchText,
  statesText,
  unitOf,
  valueText,
} from "./document/texts.ts";

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
            : "some trials have epochs left."
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

/** Its parameters, its config to copy, and its folder; nothing while no trial has a result. */
function bestSection(
  summary: SweepSummary,
): Section | undefined {
  const { best, metric, name, seeds, trials, test } = summary;
  if (best === null) return undefined;
  const { trial, parameters, runs } = trials.find(({ trial }) => trial === best.trial)!;
  const run = runs.find(({ run }) => run === best.run)!;
  const folder = `trials/${best.run}/`;
  const several = seeds.length > 1;
  const title = metricTitle(summary);
  const rows: [Inline, string][] = [];
  for (const [name, value] of Object.entries(parameters)) {
    rows.push([breakable(name), valueText(value)]);
  }
  rows.push([title, metricText(metric, best.mean, best.sd)]);
  if (several) rows.push([`${title}, seed ${run.seed}`, metricText(metric, run.value)]);
  if (unitOf(summary) === "epoch") rows.push(["epoch", `${run.epoch ?? "–"} of ${run.epochs}`]);
  rows.push(["run", run.run]);
  if (run.weightsSha256 !== undefined) {
    rows.push([prose`weights, ${whole("SHA-256")}`, run.weightsSha256]);
  }
  const config = copied("The config of the best run", configText(best.config), "json");
  const bestFile = link("best.json", "best.json");
  return {
    id: "best",
    title: "The best trial",
    hint: prose`Trial ${trial}${several && `, and of its ${seeds.length} seeds the best`}.${
      run.weightsSha256 !== undefined && pageOnly(
        prose` ${link(folder, "Its folder")} has weights and metrics; ${
          link(`${folder}report.html`, "its report")
        }, where one was written, looks into it.`,
      )
    }`,
    content: [
      pairs("The best trial", rows),
      test && [heading("On the test part"), testBlocks(summary, test)],
      heading("To train it again"),
      hint(
        "It gives the same bytes on any machine. The path of best.json is another one if the " +
          "sweep was written to another folder.",
      ),
      copied(
        "The command that trains the best run again",
        `${PROGRAM} train --config ${quote(`${FOLDERS.sweeps}/${name}/best.json`)}`,
      ),
      pageOnly([
        heading("Its config"),
        hint(
          prose`The same is in ${bestFile}${
            dataKindOf(best.config.dataset).isUserData && ", with the path of the data"
          }.`,
        ),
        config,
      ]),
      summaryOnly(details("Its config", config)),
    ],
  };
}

/** The best run beside the recipe, which may be it, on the test part. */
export function testBlocks(summary: SweepSummary, test: TestComparison): Blocks {
  const { best, baseline, metric, trials } = summary;
  const { head, number, chart: { unit } } = metricTexts(test.metric);
  const text = (value: number | null) => value === null ? "–" : number(value);
  const row = (name: string, mean: number | null, { test: measured, cost }: Tested) => {
    const { value = null, low = null, high = null } = measured ?? {};
    const interval = low === null || high === null ? "–" : `${text(low)} to ${text(high)}`;
    return [name, metricText(metric, mean), text(value), interval, fourDigits(cost)];
  };
  const title = metricTitle(summary);
  const recipe = trials[baseline! - 1]!;
  return [
    hint(
      `As the best of ${
        count(trials.length)
      } its ${title} is a little too good. No trial saw the ` +
        `${counted(test.testRows, "test row")}, which it and the recipe, trial 1, answer here.`,
    ),
    table({
      label: "The best trial and the recipe on the test part",
      layout: "results",
      head: ["", title, `test ${head}${unit}`, "95 % interval", "cost"],
      rows: [
        ...best!.trial === baseline ? [] : [row("the best", best!.mean, test.best)],
        row("the recipe", recipe.mean, test.baseline),
      ],
    }),
    paragraph(`Verdict: ${test.verdict}`),
  ];
}

type Tested = TestComparison["best"];

const DISTRIBUTIONS = {
  uniform: "uniform",
  logUniform: "uniform in its logarithm",
  int: "a whole number",
};

function searchSection(summary: SweepSummary): Section {
  const { parameters, seeds, splitSeed, halving, config, data } = summary;
  const entries = Object.entries(parameters);
  const rows: [Inline, string][] = [["method", methodText(summary)], ["seeds", seeds.join(", ")]];
  if (splitSeed !== null) rows.push(["seed of the split", String(splitSeed)]);
  if (halving !== undefined) rows.push(["continues after a rung", `1 of ${halving.factor}`]);
  for (const ends of halving?.brackets ?? []) {
    const areFolds = unitOf(summary) === "rung";
    rows.push([
      `rungs, ${areFolds ? "folds" : "epochs"}`,
      areFolds ? foldsText(ends) : ends.join(", "),
    ]);
  }
  for (const [name, hash] of Object.entries(data)) {
    rows.push([prose`${name}, ${whole("SHA-256")}`, hash]);
  }
  const label = "The config that trials change";
  return {
    id: "search",
    title: "What was searched",
    hint: `${searchText(summary)} The same sweep on the same data gives the same page, on one ` +
      "machine or many.",
    only: ["page"],
    content: [
      entries.length > 0 && table({
        layout: "left",
        label: "Parameters",
        head: ["parameter", "values"],
        rows: entries.map(([name, space]) => [breakable(name), spaceText(space)]),
      }),
      pairs("The search", rows),
      details(label, copied(label, configText(config))),
    ],
  };
}

function spaceText(space: ParameterSpace): string {
  if ("values" in space) return space.values.map(valueText).join(", ");
  return `${space.min} to ${space.max}, ${DISTRIBUTIONS[space.distribution]}`;
}

/** A config as it is copied: as JSON, with each list of numbers on a line. */
function configText(config: object): string {
  return JSON.stringify(config, null, 2).replaceAll(
    /\[\n\s*(-?\d[^[\]{}"]*?)\s*\n\s*\]/g,
    (_, numbers: string) => `[${numbers.replaceAll(/\s+/g, " ")}]`,
  );
}
