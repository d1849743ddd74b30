/** What is said of results as files have them, by what was learned. @module */

import type { ProblemName } from "../../lib/problem.ts";
import { percent } from "../cli/format.ts";
import type { ClassResult, QuantityResult, Result } from "../run/run_folder.ts";
import { problemOf } from "./metrics.ts";

/** The results by what was learned. */
export interface ResultOf {
  classification: ClassResult;
  multiLabel: ClassResult;
  regression: QuantityResult;
}

/** What is said of a result, or of several of one problem, by what was learned. */
export type OfResult<T> = {
  readonly [Name in ProblemName]: (...results: ResultOf[Name][]) => T;
};

/** Asks a table about a result, or about several of one problem. */
export function askOfResult<T>(table: OfResult<T>, ...results: [Result, ...Result[]]): T {
  return (table[problemOf(results[0])] as (...results: Result[]) => T)(...results);
}

const rightInWords = ({ accuracy }: ClassResult) => percent(accuracy);

const resultWords: OfResult<string> = {
  classification: rightInWords,
  multiLabel: rightInWords,
  regression: ({ r2, mae }) =>
    `${r2 === null ? "" : `R² ${r2.toFixed(4)}, `}MAE ${Number(mae.toPrecision(4))}`,
};

/** A result in a few words: an accuracy, or R² and the mean absolute error. */
export function resultText(result: Result): string {
  return askOfResult(resultWords, result);
}

const testWords: OfResult<string> = {
  classification: ({ correct, size }) => `${correct} / ${size}`,
  multiLabel: ({ correct, size }) => `${correct} / ${size}`,
  regression: (result) => `test ${resultText(result)}`,
};

/** The result of a test, as the tutorial prints it: how many are right of how many. */
export function testResultText(result: Result): string {
  return askOfResult(testWords, result);
}

const plainWords: OfResult<(unit: string) => string> = {
  classification: (result) => () => `${rightInWords(result)} right`,
  multiLabel: (result) => () => `${rightInWords(result)} right`,
  regression: ({ mae, r2 }) => (unit) => {
    const off = `off by ${Number(mae.toPrecision(4))}${unit} on average`;
    return r2 === null ? off : `${off}, R² ${r2.toFixed(4)}`;
  },
};

/**
 * A result in plain words.
 *
 * @param unit what errors are in, with a space before it
 */
export function plainResultText(result: Result, unit: string): string {
  return askOfResult(plainWords, result)(unit);
}
