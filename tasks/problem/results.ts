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

type OfResult<T> = { readonly [Name in ProblemName]: (result: ResultOf[Name]) => T };

/** Asks a table about a result. */
function askOfResult<T>(table: OfResult<T>, result: Result): T {
  return (table[problemOf(result)] as (result: Result) => T)(result);
}

const rightInWords = ({ accuracy }: ClassResult) => percent(accuracy);

const resultWords: OfResult<string> = {
  classification: rightInWords,
  multiLabel: rightInWords,
  regression: ({ r2, mae }) =>
    `${r2 === null ? "" : `R² ${r2.toFixed(4)}, `}MAE ${Number(mae.toPrecision(4))}`,
};

/** A result in a few words: an accuracy, or R² and the mean absolute error. */
export function inWords(result: Result): string {
  return askOfResult(resultWords, result);
}

const memberFigures: OfResult<number> = {
  classification: ({ accuracy }) => accuracy,
  multiLabel: ({ accuracy }) => accuracy,
  regression: ({ mae }) => mae,
};

/** What members of a committee are compared by: the accuracy, or of quantities the mean absolute error. */
export function figureOf(result: Result): number {
  return askOfResult(memberFigures, result);
}
