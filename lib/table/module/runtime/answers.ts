/** What a module answers: the object that the library's `predict` of a row gives, less its `caution`. @module */

import { decide } from "../../decide/decide.ts";
import { doubtsOf, NOVEL_TEXT } from "../../../evaluate/confidence.ts";
import { type NoveltyMeasure, noveltyMeasure } from "../../../evaluate/novelty_measure.ts";
import type { NoveltyFile } from "../../../evaluate/novelty.ts";
import { fromBfloat16 } from "../../../formats/float16.ts";
import { ANSWERS, namedAnswer, NO_ANSWER } from "../../../problem/answers.ts";
import type { Answer } from "../../../problem/contract.ts";
import type { RowProblem } from "../../encode/encode.ts";
import { NAN_PROBLEM, noPrediction, type RowRemark, unsure } from "../../model/remarks.ts";
import type { RowPrediction } from "../../model/answers.ts";
import type { ModuleAnswers, ModuleModel } from "../model.ts";
import { bytesOf } from "./bytes.ts";
import { forwardOf } from "./networks.ts";

/** An answer of a module. */
export type ModulePrediction = Omit<RowPrediction, "caution">;

/** The answer where there is none. */
export function unanswered(problem: RowProblem, more: readonly RowRemark[] = []): ModulePrediction {
  return { ...NO_ANSWER, remarks: [noPrediction(problem), ...more] };
}

/** Makes answers of outputs: classes, labels or quantities. */
export function answererOf(
  { problem, quantities, halfWidths, areProbabilities, decision }: ModuleAnswers,
): (outputs: Float32Array) => Answer {
  const facts = {
    areProbabilities,
    quantities: quantities ?? undefined,
    intervals: halfWidths === null ? undefined : { halfWidths },
  };
  return (outputs) => decide(ANSWERS[problem](outputs, facts), decision);
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
  const forward = forwardOf(networks);
  const answer = answererOf(answers);
  const measure = measureOf(novelty);
  return (input, isNovel = false, seen = input) => {
    const outputs = forward(seen);
    if (outputs.some(Number.isNaN)) return unanswered(NAN_PROBLEM);
    const answered = answer(outputs);
    const doubts = doubtsOf(answered.probabilities, seen, measure);
    const remarks: RowRemark[] = [];
    if (isNovel || doubts.unfamiliar) {
      remarks.push({ kind: "novel", column: undefined, text: NOVEL_TEXT });
    }
    if (doubts.unsure) remarks.push(unsure);
    return { ...namedAnswer(answers.problem, answers.names, answered), remarks };
  };
}
