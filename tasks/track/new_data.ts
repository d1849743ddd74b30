/** A run on new labelled data, in a history: its metric and its floor. @module */

import { hash } from "node:crypto";
import type { MetricInterval } from "../../lib/evaluate/mod.ts";
import { RecordedAnswers } from "../../lib/ensemble/mod.ts";
import { isObject } from "../../lib/checks/mod.ts";
import { exampleName } from "../datasets/open_data.ts";
import { evaluateNewData, type MainMetric } from "../new_data/evaluate.ts";
import { isOtherData, namedData } from "../new_data/other_data.ts";
import { METRIC_NAMES } from "../new_data/metrics.ts";
import { valueText } from "../new_data/metric_texts.ts";
import { openEnsemble } from "../run/open_ensemble.ts";
import type { Moved } from "../run/run_data.ts";
import type { Run } from "../run/run_folder.ts";
import type { Floor } from "./floor.ts";

/** What an entry has of new data. */
export interface NewDataEntry {
  /** Of the hashes of the data. */
  readonly sha256: string;
  /** How many examples were judged. */
  readonly size: number;
  readonly metric: MainMetric;
  readonly now: MetricInterval;
  /** On the test of training; `null` if there was none. */
  readonly then: MetricInterval | null;
  /** How many columns drifted; `null` if that is not known. */
  readonly drifted: number | null;
}

/** A run names its functions itself. */
const OPEN = { activation: undefined, "output-activation": undefined, dataset: undefined };

/**
 * The metric of a run on new data.
 * @param options the path of the data
 * @returns `undefined` if the path is none, or of what the run learned from
 * @throws {Error} if the data cannot be used, or has no metric
 */
export async function newDataOf(
  path: string,
  config: Run["config"],
  options: Moved,
  signal: AbortSignal,
): Promise<NewDataEntry | undefined> {
  const dataset = namedData(config.dataset, options);
  if (dataset === undefined) return undefined;
  const { opened, ensemble } = await openEnsemble([path], OPEN);
  const known = { opened, learned: undefined, config, data: "data" };
  if (!await isOtherData(dataset, known)) return undefined;
  const { metric, now, then, counts, drift, hashes } = await evaluateNewData({
    ...{ opened, ensemble, dataset, signal, worst: 0 },
    noun: exampleName(dataset),
    answering: RecordedAnswers.of,
  });
  if (now === undefined) throw new Error(`Cannot track ${path}: the new data has no R²`);
  return {
    sha256: hash("sha256", JSON.stringify(Object.entries(hashes).sort())),
    ...{ size: counts.judged, metric, now, then: then ?? null },
    drifted: drift?.columns.filter(({ reading }) => reading !== "none").length ?? null,
  };
}

/** `85.00 %`, or `R² 0.8123` */
export function newDataText({ metric, now }: Pick<NewDataEntry, "metric" | "now">): string {
  return `${metric === "r2" ? `${METRIC_NAMES.r2} ` : ""}${valueText(metric, now.value)}`;
}

/**
 * The floor of new data where none is asked for: the lower end of the interval of the first new data that held, or else of
 * the test. It does not follow a slow decay.
 * @param first the first entry with new data, and its day
 */
export function newDataFloor(
  { then }: Pick<NewDataEntry, "then">,
  first: { readonly newData: NewDataEntry; readonly day: string } | undefined,
): Pick<Floor, "least" | "from"> | undefined {
  const [low, from] = first === undefined
    ? [then?.low, "the lower end of the interval of its test"]
    : [first.newData.now.low, `the lower end of the interval of ${first.day}`];
  return low === null || low === undefined ? undefined : { least: low, from };
}

const isNumberOrNull = (value: unknown) => value === null || Number.isFinite(value);

function isInterval(value: unknown): boolean {
  const { value: middle, low, high } = Object(value);
  return Number.isFinite(middle) && isNumberOrNull(low) && isNumberOrNull(high);
}

/** Whether a value is what an entry has of new data. */
export function isNewDataEntry(value: unknown): boolean {
  const { sha256, size, metric, now, then, drifted } = Object(value);
  return isObject(value) && /^[\da-f]{64}$/.test(String(sha256)) && size > 0 &&
    ["accuracy", "r2"].includes(metric) && isInterval(now) && (then === null || isInterval(then)) &&
    isNumberOrNull(drifted);
}
