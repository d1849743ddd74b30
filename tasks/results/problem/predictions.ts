/** Predictions as cells of CSV and as fields of JSON, by their problem. @module */

import type { PredictionIntervals } from "../../../lib/measure/intervals.ts";
import type { ClassLabel } from "../../../lib/problem/answers.ts";
import type { Answer, AnswerFacts, ProblemName } from "../../../lib/problem/contract.ts";
import { type Decision, namedSet } from "../../../lib/measure/decide/decide.ts";

export interface PredictionFacts extends AnswerFacts {
  /** The names of the classes, labels or quantities, in the order of the outputs; numbers instead of missing names. */
  readonly names: readonly string[];
  /** The classes in the type that they came in. Default: their names */
  readonly labels?: readonly ClassLabel[] | undefined;
  readonly areProbabilities: boolean;
  /** Whether they are of a table, whose columns always have names, and whose quantities have seven digits. */
  readonly ofTable: boolean;
  /** The networks' widest intervals; none where validation was too small. */
  readonly intervals: PredictionIntervals | undefined;
  /** The decision based on the probabilities of classes. */
  readonly decision?: Decision | undefined;
}

interface PredictionFormat {
  /** How many columns, from the first, hold text instead of numbers. */
  texts(facts: PredictionFacts): number;
  columns(facts: PredictionFacts): string[];
  cells(answer: Answer, facts: PredictionFacts): string[];
  /** An answer's fields in JSON. */
  fields(answer: Answer, facts: PredictionFacts): object;
  /** The fields of all answers together in JSON. */
  head(facts: PredictionFacts): object;
}

/** Classes and labels: the names of the chosen ones, and the output of each. */
const chosenOnes: Omit<PredictionFormat, "fields"> = {
  texts: ({ decision }) => decision?.sets === undefined ? 1 : 2,
  columns: ({ names, decision }) => [
    "prediction",
    ...decision?.sets === undefined ? [] : ["set"],
    ...names.map((name) => `probability ${name}`),
  ],
  cells: (answer, facts) => [
    chosenNames(answer, facts).join(" "),
    ...Object.values(namedSet(answer, facts.names)).map((names) => names.join(" | ")),
    ...Array.from(answer.values, (value) => String(Number(value.toFixed(6)))),
  ],
  head: ({ names, labels = names }) => ({ classes: labels }),
};

export const predictionFormats: { readonly [Name in ProblemName]: PredictionFormat } = {
  classification: {
    ...chosenOnes,
    fields(answer, facts) {
      const { names, labels = names } = facts;
      return {
        prediction: labels[answer.chosen[0]!],
        ...outputsOf(answer, facts),
        ...namedSet(answer, labels),
      };
    },
  },
  multiLabel: {
    ...chosenOnes,
    fields: (answer, facts) => ({
      prediction: chosenNames(answer, facts),
      ...outputsOf(answer, facts),
    }),
  },
  regression: {
    texts: () => 0,
    columns: ({ names, ofTable, intervals }) =>
      names.flatMap((name) => {
        const suffix = names.length > 1 ? ` ${name}` : "";
        const ends = intervals === undefined ? [] : [`low${suffix}`, `high${suffix}`];
        return [`predicted${ofTable ? ` ${name}` : suffix}`, ...ends];
      }),
    cells: ({ values, intervals }, facts) =>
      Array.from(values).flatMap((value, k) => {
        const ends = intervals === undefined ? [] : [intervals[k]!.low, intervals[k]!.high];
        return [value, ...ends].map((number) => String(rounded(number, k, facts)));
      }),
    fields({ values, intervals }, facts) {
      const byName = (numbers: ArrayLike<number>) =>
        Object.fromEntries(facts.names.map((name, k) => [name, rounded(numbers[k]!, k, facts)]));
      const ends = intervals && {
        low: byName(intervals.map(({ low }) => low)),
        high: byName(intervals.map(({ high }) => high)),
      };
      return { prediction: byName(values), ...ends };
    },
    head: ({ intervals }) => ({ coverage: intervals?.coverage }),
  },
};

/** The names of the chosen classes or labels. */
export function chosenNames({ chosen }: Answer, { names }: PredictionFacts): string[] {
  return chosen.map((index) => names[index]!);
}

/** The output layer, under the name of its numbers. */
function outputsOf({ outputs }: Answer, { areProbabilities }: PredictionFacts): object {
  return { [areProbabilities ? "probabilities" : "outputs"]: Array.from(outputs) };
}

/** A quantity rounded to seven digits, or to as many as a hundred-thousandth of its deviation takes. */
function rounded(value: number, k: number, { ofTable, quantities }: PredictionFacts): number {
  const exponent = (number: number) => Math.floor(Math.log10(Math.abs(number)));
  const deviation = ofTable ? Infinity : quantities?.[k]?.deviation ?? Infinity;
  const digits = Math.max(7, exponent(value) - exponent(deviation) + 6);
  return Number(value.toPrecision(Math.min(digits, 17) || 7));
}
