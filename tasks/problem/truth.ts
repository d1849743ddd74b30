/** The truth about a model as a table: itself, and the simpler models beside it. @module */

import { metricText } from "./metrics.ts";
import { count } from "../cli/format.ts";
import type { Truth } from "../run/truth.ts";
import { problems } from "../../lib/problem/mod.ts";

type Baseline = Truth["baselines"][number];

/** The names of the simpler models, as the head of a row. */
const NAMES: { readonly [name: string]: string } = {
  constant: "constant answer",
  linear: "linear model",
  trees: "boosted trees",
};

/** The metric's texts. */
export function truthMetric({ metric }: Pick<Truth, "metric">): ReturnType<typeof metricText> {
  const all = Object.values(problems).flatMap(({ metrics }) => metrics);
  return metricText(all.find(({ key }) => key === metric)!);
}

/** A row of the table: a model with its figures. */
export interface TruthRow {
  readonly name: string;
  readonly test: Baseline["test"];
  readonly outOfFold: Baseline["outOfFold"];
  readonly difference: Baseline["difference"];
}

/** The model first, then the simpler ones. */
export function truthRows({ test, outOfFold, baselines }: Truth): TruthRow[] {
  return [
    { name: "this network", test, outOfFold, difference: null },
    ...baselines.map(({ name, ...figures }) => ({ name: NAMES[name] ?? name, ...figures })),
  ];
}

/** The head of the table. */
export function truthHead(truth: Truth): string[] {
  const { head, drop } = truthMetric(truth);
  return [
    "",
    `${head}, test`,
    "95 % interval",
    ...truth.outOfFold === null ? [] : [`${head}, out of fold`, "spread"],
    `network better by${drop.unit === "" ? "" : `,${drop.unit}`}`,
  ];
}

/** The cells of a row of the table. */
export function truthCells(truth: Truth, { name, test, outOfFold, difference }: TruthRow): string[] {
  const { drop, ...metric } = truthMetric(truth);
  const text = (value: number | null) => signed(metric.text(value));
  const amount = drop.unit === "" ? metric.text : drop.text;
  const interval = test === null || test.low === null || test.high === null
    ? "–"
    : `${text(test.low)} to ${text(test.high)}`;
  const { value = null, plusMinus = null } = difference ?? {};
  return [
    name,
    text(test?.value ?? null),
    interval,
    ...truth.outOfFold === null ? [] : [
      text(outOfFold?.value ?? null),
      outOfFold?.spread === null || outOfFold === null ? "–" : amount(outOfFold.spread!),
    ],
    value === null
      ? ""
      : `${signed(amount(value))}${plusMinus === null ? "" : ` ± ${amount(plusMinus)}`}`,
  ];
}

/** A number with the sign of mathematics. */
function signed(text: string): string {
  return text.replace(/^-/, "\u2212");
}

/** On how many test rows it was measured. */
export function testRowsText({ testRows }: Truth): string {
  return `${count(testRows)} test row${testRows === 1 ? "" : "s"}`;
}
