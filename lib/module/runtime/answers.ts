/** What a module answers: the object that the library's `predict` of a row gives, less its `caution`. @module */

import { doubtsOf, NOVEL_TEXT } from "../../evaluate/confidence.ts";
import { type NoveltyMeasure, noveltyMeasure } from "../../evaluate/novelty_measure.ts";
import type { NoveltyFile } from "../../evaluate/novelty.ts";
import { fromBfloat16 } from "../../formats/bfloat16.ts";
import { argmax } from "../../numerics/argmax.ts";
import type { Interval } from "../../problem/contract.ts";
import { YES_THRESHOLD } from "../../problem/multi_label.ts";
import { type RowRemark, unsure } from "../../table_model/remarks.ts";
import type { RowPrediction } from "../../table_model/answers.ts";
import type { ModuleAnswers, ModuleModel } from "../model.ts";
import { bytesOf } from "./bytes.ts";
import { type Forward, forwardOf } from "./networks.ts";

/** An answer of a module. */
export type ModulePrediction = Omit<RowPrediction, "caution">;

/** Makes an object of names and values; a class may be called `__proto__`. */
type Named = <T>(values: ArrayLike<T>) => Record<string, T>;

/** Makes answers of outputs. */
export type Answerer = (outputs: Float32Array, remarks: RowRemark[]) => ModulePrediction;

/** The answer where there is none. */
export function noPrediction(
  reason: string,
  column: string | undefined,
  more: readonly RowRemark[] = [],
): ModulePrediction {
  return {
    ...{ label: undefined, probability: undefined, probabilities: undefined },
    ...{ value: undefined, values: {}, interval: undefined, intervals: undefined },
    remarks: [{ kind: "noPrediction", column, text: `no prediction: ${reason}` }, ...more],
  };
}

/** Whether the network has no answer. */
export function hasNaN(outputs: Float32Array): boolean {
  for (let k = 0; k < outputs.length; k++) if (outputs[k] !== outputs[k]) return true;
  return false;
}

/** Why there is no prediction then. */
export const NAN_REASON = "the network answers NaN";

/** The probabilities of classes by their outputs: one output is that of the second class. */
export function probabilitiesOf(outputs: Float32Array): ArrayLike<number> {
  return outputs.length === 1 ? [1 - outputs[0]!, outputs[0]!] : outputs;
}

/** Answers with classes, labels or quantities. */
export function answererOf({ problem, names, quantities, halfWidths }: ModuleAnswers): Answerer {
  const named = namedBy(names);
  if (problem === "classification") {
    return (outputs, remarks) => {
      const best = outputs.length === 1 ? Number(outputs[0]! >= YES_THRESHOLD) : argmax(outputs);
      const values = named(probabilitiesOf(outputs));
      return {
        label: names[best],
        probability: outputs[best],
        probabilities: values,
        value: undefined,
        values,
        interval: undefined,
        intervals: undefined,
        remarks,
      };
    };
  }
  const nothing = { label: undefined, probability: undefined };
  if (problem === "multiLabel") {
    return (outputs, remarks) => {
      const values = named(outputs);
      const none = { value: undefined, interval: undefined, intervals: undefined };
      return { ...nothing, probabilities: values, values, ...none, remarks };
    };
  }
  return (outputs, remarks) => {
    const values: number[] = [];
    const intervals: Interval[] = [];
    for (let k = 0; k < outputs.length; k++) {
      const { mean, deviation } = quantities?.[k] ?? { mean: 0, deviation: 1 };
      const value = outputs[k]! * deviation + mean;
      values.push(value);
      if (halfWidths === null) continue;
      const half = halfWidths[k]! * deviation;
      intervals.push({ low: value - half, high: value + half });
    }
    const isOne = values.length === 1;
    return {
      ...nothing,
      probabilities: undefined,
      value: isOne ? values[0] : undefined,
      values: named(values),
      interval: isOne ? intervals[0] : undefined,
      intervals: halfWidths === null ? undefined : named(intervals),
      remarks,
    };
  };
}

function namedBy(names: readonly string[]): Named {
  if (names.includes("__proto__")) {
    return (values) => Object.fromEntries(names.map((name, k) => [name, values[k]!]));
  }
  return <T>(values: ArrayLike<T>) => {
    const object: Record<string, T> = {};
    for (let k = 0; k < names.length; k++) object[names[k]!] = values[k]!;
    return object;
  };
}

/** What measures how unlike the training data an input is. */
export function measureOf(novelty: NoveltyFile | null): NoveltyMeasure | undefined {
  return novelty === null
    ? undefined
    : noveltyMeasure({ ...novelty, statistics: fromBfloat16(bytesOf(novelty.statistics)) });
}

/** Answers inputs that are no rows of a table. */
export function inputPredictor(
  { networks, answers, novelty }: ModuleModel,
): (input: Float32Array, isNovel?: boolean, seen?: Float32Array) => ModulePrediction {
  const forward: Forward = forwardOf(networks);
  const answer = answererOf(answers);
  const measure = measureOf(novelty);
  const canDoubt = answers.problem === "classification" && answers.areProbabilities;
  return (input, isNovel = false, seen = input) => {
    const outputs = forward(seen);
    if (hasNaN(outputs)) return noPrediction(NAN_REASON, undefined);
    const doubts = doubtsOf(canDoubt ? probabilitiesOf(outputs) : undefined, seen, measure);
    const remarks: RowRemark[] = [];
    if (isNovel || doubts.unfamiliar) {
      remarks.push({ kind: "novel", column: undefined, text: NOVEL_TEXT });
    }
    if (doubts.unsure) remarks.push(unsure);
    return answer(outputs, remarks);
  };
}
