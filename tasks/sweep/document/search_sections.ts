/** What was searched, and the best that was found: parameters, configs, data. @module */

import { quote } from "../../../lib/checks/mod.ts";
import type { ParameterSpace, SweepSummary, TestComparison } from "../../../lib/sweep/mod.ts";
import { count, counted, fourDigits } from "../../cli/format.ts";
import {
  breakable,
  copied,
  details,
  heading,
  hint,
  type Inline,
  link,
  pageOnly,
  pairs,
  prose,
  type Section,
  summaryOnly,
  table,
  whole,
} from "../../document/blocks.ts";
import {
  amountText,
  foldsText,
  methodText,
  metricText,
  metricTitle,
  searchText,
  unitOf,
  valueText,
} from "./texts.ts";
import { FOLDERS, PROGRAM } from "../../system/installation.ts";

/** Its parameters, its config to copy, and its folder; nothing while no trial has a result. */
export function bestSection(
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
      test && testBlocks(test, trials.length),
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
            typeof best.config.dataset !== "string" && ", with the path of the data"
          }.`,
        ),
        config,
      ]),
      summaryOnly(details("Its config", config)),
    ],
  };
}

/** The best run beside the recipe on the test part. */
function testBlocks(
  { best, baseline, verdict, testRows, ...test }: TestComparison,
  trials: number,
) {
  const row = (name: string, { test: measured, cost }: TestComparison["best"]) => {
    const { value = null, low = null, high = null } = measured ?? {};
    const text = (value: number | null) => value === null ? "–" : amountText(test.metric, value);
    return [name, text(value), `${text(low)} to ${text(high)}`, fourDigits(cost ?? NaN)];
  };
  return [
    heading("On the test part"),
    hint(
      `As the best of ${count(trials)} its out-of-fold metric is a little too good. No trial saw ` +
        `the ${
          counted(testRows, "test row")
        }, which it and the recipe, trial 1, answer here. ${verdict}`,
    ),
    table({
      label: "The best trial and the recipe on the test part",
      layout: "results",
      head: ["", test.metric === "accuracy" ? "right, %" : "R²", "95 % interval", "cost"],
      rows: [row("the best", best), row("the recipe", baseline)],
    }),
  ];
}

const DISTRIBUTIONS = {
  uniform: "uniform",
  logUniform: "uniform in its logarithm",
  int: "a whole number",
};

export function searchSection(summary: SweepSummary): Section {
  const { parameters, seeds, splitSeed, halving, config, data } = summary;
  const entries = Object.entries(parameters);
  const rows: [Inline, string][] = [["method", methodText(summary)], ["seeds", seeds.join(", ")]];
  if (splitSeed !== null) rows.push(["seed of the split", String(splitSeed)]);
  if (halving !== undefined) rows.push(["goes on after a rung", `1 of ${halving.factor}`]);
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
    only: "page",
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
