/** Comparisons with other models, for tests of verdicts. */

import type { PairedDifference } from "../../lib/measure/distributions.ts";
import type { Comparison, Rival } from "../../lib/measure/verdict/verdict.ts";

export function difference(value: number, plusMinus: number | null): PairedDifference {
  const isShown = plusMinus !== null && Math.abs(value) > plusMinus;
  return {
    value,
    standardError: plusMinus && plusMinus / 2,
    plusMinus,
    shown: !isShown ? "neither" : value > 0 ? "first" : "second",
  };
}

/** A comparison on 5,000 rows, of which 750 test. */
export function comparison(
  value: number,
  plusMinus: number | null,
  more: Partial<Comparison> = {},
): Comparison {
  return {
    metric: "logLoss",
    rows: 5000,
    testRows: 750,
    margin: 0.007,
    difference: difference(value, plusMinus),
    ...more,
  };
}

export const linear = (...of: Parameters<typeof comparison>): Rival => ({
  name: "a linear model",
  comparison: comparison(...of),
  advice: "ship that, with --model linear",
});

export const constant = (...of: Parameters<typeof comparison>): Rival => ({
  name: 'always answering "b"',
  comparison: comparison(...of),
  isConstant: true,
});

export const TREES: Rival = {
  name: "boosted trees of depth 6, 214 rounds",
  isPlural: true,
  comparison: comparison(-0.004, 0.013),
};
