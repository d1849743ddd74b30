/** Texts of results as files have them, by their problem. @module */

import { percent } from "../../cli/format.ts";
import type { ClassResult, QuantityResult, Result } from "../../run/run_folder.ts";

export interface ResultOf {
  classification: ClassResult;
  multiLabel: ClassResult;
  regression: QuantityResult;
}

/** Whether examples are right or wrong. */
export function areCounts(result: Result): result is ClassResult {
  return result.accuracy !== undefined;
}

export function resultText(result: Result): string {
  if (areCounts(result)) return percent(result.accuracy);
  const { r2, mae } = result;
  return `${r2 === null ? "" : `R² ${r2.toFixed(4)}, `}MAE ${Number(mae.toPrecision(4))}`;
}

/** The result of a test, as the tutorial prints it: how many are right of how many. */
export function testResultText(result: Result): string {
  return areCounts(result) ? `${result.correct} / ${result.size}` : `test ${resultText(result)}`;
}

/**
 * A result in plain words.
 * @param unit of errors: that of the quantity, or standard deviations
 */
export function plainResultText(result: Result, unit: "own" | "deviations"): string {
  if (areCounts(result)) return `${resultText(result)} right`;
  const { r2, mae } = result;
  const deviations = unit === "own" ? "" : " standard deviations";
  const off = `off by ${Number(mae.toPrecision(4))}${deviations} on average`;
  return r2 === null ? off : `${off}, R² ${r2.toFixed(4)}`;
}
