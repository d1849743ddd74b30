/** Texts of results as files have them, by their problem. @module */

import type { ProblemName } from "../../../lib/problem/mod.ts";
import { percent } from "../../cli/format.ts";
import type { ClassResult, QuantityResult, Result } from "../../run/run_folder.ts";
import { problemOf } from "./metrics.ts";

export interface ResultOf {
  classification: ClassResult;
  multiLabel: ClassResult;
  regression: QuantityResult;
}

/** A function for each problem, of one result or several. */
export type OfResult<T> = {
  readonly [Name in ProblemName]: (...results: ResultOf[Name][]) => T;
};

/** Calls the function for the problem of a result, or of several results of one problem. */
export function askOfResult<T>(table: OfResult<T>, ...results: [Result, ...Result[]]): T {
  return (table[problemOf(results[0])] as (...results: Result[]) => T)(...results);
}

const accuracyText = ({ accuracy }: ClassResult) => percent(accuracy);

const resultTexts: OfResult<string> = {
  classification: accuracyText,
  multiLabel: accuracyText,
  regression: ({ r2, mae }) =>
    `${r2 === null ? "" : `R² ${r2.toFixed(4)}, `}MAE ${Number(mae.toPrecision(4))}`,
};

export function resultText(result: Result): string {
  return askOfResult(resultTexts, result);
}

const testTexts: OfResult<string> = {
  classification: ({ correct, size }) => `${correct} / ${size}`,
  multiLabel: ({ correct, size }) => `${correct} / ${size}`,
  regression: (result) => `test ${resultText(result)}`,
};

/** The result of a test, as the tutorial prints it: how many are right of how many. */
export function testResultText(result: Result): string {
  return askOfResult(testTexts, result);
}

const plainTexts: OfResult<(unit: "own" | "deviations") => string> = {
  classification: (result) => () => `${accuracyText(result)} right`,
  multiLabel: (result) => () => `${accuracyText(result)} right`,
  regression: ({ mae, r2 }) => (unit) => {
    const deviations = unit === "own" ? "" : " standard deviations";
    const off = `off by ${Number(mae.toPrecision(4))}${deviations} on average`;
    return r2 === null ? off : `${off}, R² ${r2.toFixed(4)}`;
  },
};

/**
 * A result in plain words.
 * @param unit of errors: that of the quantity, or standard deviations
 */
export function plainResultText(result: Result, unit: "own" | "deviations"): string {
  return askOfResult(plainTexts, result)(unit);
}
