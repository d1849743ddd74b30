/** The truth about a model, as a run of folds has it. */

import type { Truth } from "../../tasks/run/truth.ts";

const folds = (value: number, spread: number) => ({
  value,
  spread,
  folds: [value - spread, value, value + spread],
});

const range = (value: number, low: number, high: number) => ({ value, low, high });
const apart = (value: number, plusMinus: number | null) => ({ value, plusMinus });
const compared = (value: number, difference: number, plusMinus: number) => ({
  value,
  test: null,
  difference: apart(difference, plusMinus),
});

/** A network beside three simpler models. */
export const TRUTH: Truth = {
  metric: "accuracy",
  metrics: [{
    name: "accuracy",
    test: range(0.872, 0.846, 0.894),
    outOfFold: range(0.881, 0.872, 0.89),
  }],
  test: range(0.872, 0.846, 0.894),
  cost: 0.312,
  testRows: 750,
  outOfFold: folds(0.881, 0.012),
  compared: { metric: "logLoss", rows: 5000, margin: 0.0067, value: 0.309 },
  baselines: [
    {
      name: "constant",
      outOfFold: folds(0.6, 0.001),
      test: range(0.61, 0.575, 0.644),
      cost: 0.671,
      difference: apart(0.262, 0.041),
      costDifference: apart(0.359, 0.038),
      compared: compared(0.671, 0.362, 0.015),
    },
    {
      name: "linear",
      outOfFold: folds(0.86, 0.014),
      test: range(0.86, 0.833, 0.883),
      cost: 0.348,
      difference: apart(0.012, 0.004),
      costDifference: apart(0.036, 0.012),
      compared: compared(0.343, 0.034, 0.005),
    },
    {
      name: "trees",
      outOfFold: folds(0.884, 0.01),
      test: range(0.876, 0.851, 0.898),
      cost: 0.305,
      difference: apart(-0.004, 0.009),
      costDifference: apart(-0.007, 0.011),
      compared: compared(0.301, -0.008, 0.009),
      rounds: [120, 97, 140],
    },
  ],
  verdict:
    "Better than a linear model by 0.0340 ± 0.0050 in log loss on 5,000 rows, 750 of them test rows.",
  curve: [
    { rows: 1062, value: 0.84, difference: { value: 0.032, plusMinus: 0.012 } },
    { rows: 2125, value: 0.86, difference: { value: 0.012, plusMinus: 0.014 } },
    { rows: 4250, value: 0.872 },
  ],
  notes: [
    "After training on 1,062, 2,125 and 4,250 rows, accuracy is 84.0 %, 86.0 % and 87.2 %.",
    "A < b.",
  ],
};

/** A network of quantities without folds, on few rows. */
export const SMALL_TRUTH: Truth = {
  metric: "r2",
  metrics: [],
  test: { value: 0.5, low: null, high: null },
  cost: 0.2,
  testRows: 1,
  outOfFold: null,
  compared: null,
  baselines: [
    {
      name: "another",
      outOfFold: null,
      test: null,
      cost: null,
      difference: apart(-0.25, null),
      costDifference: null,
      compared: null,
    },
    {
      name: "linear",
      outOfFold: null,
      test: null,
      cost: null,
      difference: null,
      costDifference: null,
      compared: null,
    },
  ],
  verdict: "",
  curve: [],
  notes: [],
};
