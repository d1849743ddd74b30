/** Differences and counts of rows in sentences. @module */

import type { MetricName } from "../../options/metric_names.ts";
import { METRICS } from "../metric_table.ts";
import type { PairedDifference } from "../distributions.ts";

const { abs, max, min } = Math;

/** Whether a metric is written in percent, and its differences in points. */
export function isInPercent(metric: MetricName): boolean {
  return METRICS[metric].print === "percent";
}

/** `1.2 ± 0.4 points of accuracy`, `0.031 ± 0.012 in R²`; without ± where there is none. */
export function differenceText(
  metric: MetricName,
  { value, plusMinus }: Pick<PairedDifference, "value" | "plusMinus">,
): string {
  if (!isInPercent(metric)) {
    return `${withMargin(value, plusMinus)} in ${METRICS[metric].label}`;
  }
  const points = withMargin(100 * value, plusMinus && 100 * plusMinus, 1);
  return `${points} points of ${METRICS[metric].label}`;
}

/** More decimals than this are not read. */
const MAX_DECIMALS = 4;

/**
 * A number with its margin, both to the last digit of the margin; or to one more where they would look the same, though a verdict
 * goes by which of them is larger.
 * @param digits of the margin, and at least as many decimals
 */
export function withMargin(value: number, margin: number | null, digits = 2): string {
  const exponent = margin ? Number(margin.toExponential(digits - 1).split("e")[1]) : 0;
  const decimals = max(digits, min(MAX_DECIMALS, digits - 1 - exponent));
  const text = (number: number) => number.toFixed(decimals).replace(/^-(?=[0.]*$)/, "");
  const looksEqual = margin !== null && abs(value) !== margin && text(abs(value)) === text(margin);
  if (looksEqual && decimals < MAX_DECIMALS) return withMargin(value, margin, digits + 1);
  const signed = text(value).replace("-", "−");
  return margin === null ? signed : `${signed} ± ${text(margin)}`;
}

/** A value of a metric: `86.9 %`, `0.812`. */
export function metricValueText(metric: MetricName, value: number): string {
  if (isInPercent(metric)) return percentText(value);
  const { isShare } = METRICS[metric];
  const text = isShare || abs(value) < 100
    ? value.toFixed(3)
    : String(Number(value.toPrecision(4)));
  return text.replace(/^-/, "−");
}

/** A fraction in percent: a decimal, and two digits below 1 %. */
export function percentText(fraction: number): string {
  const percent = 100 * fraction;
  return `${percent.toFixed(abs(percent) < 1 && percent !== 0 ? 2 : 1)} %`;
}

/** `1 row`, `12,345 rows` */
export function countText(count: number, noun: string): string {
  return `${thousandsText(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `12,345` */
export function thousandsText(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

export function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
