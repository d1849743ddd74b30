/** What a module answers: the object that the library's `predict` of a row gives, less its `caution`. @module */

import { type NoveltyMeasure, noveltyMeasure } from "../../measure/novelty_measure.ts";
import { fromBfloat16 } from "../../formats/float16.ts";
import {
  answerer,
  type AnswererFacts,
  type GivenAnswer,
  named,
} from "../../measure/answer/answerer.ts";
import type { ModuleModel } from "../model.ts";
import { bytesOf } from "./bytes.ts";
import { forwardOf } from "./networks.ts";

/** An answer of a module. */
export type ModulePrediction = GivenAnswer;

/** What answers depend on. */
export function factsOf(
  { answers, novelty }: ModuleModel,
): AnswererFacts & { readonly detector: NoveltyMeasure | undefined } {
  const { quantities, halfWidths, ...others } = answers;
  return {
    ...others,
    quantities: quantities ?? undefined,
    intervals: halfWidths === null ? undefined : { halfWidths },
    detector: novelty === null
      ? undefined
      : noveltyMeasure({ ...novelty, statistics: fromBfloat16(bytesOf(novelty.statistics)) }),
  };
}

/** Answers inputs that are no rows of a table. */
export function inputPredictor(
  model: ModuleModel,
): (input: Float32Array, isNovel?: boolean) => ModulePrediction {
  const facts = factsOf(model);
  const forward = forwardOf(model.networks);
  const answer = answerer(facts);
  return (input, isNovel = false) => named(facts, answer(input, forward(input), { isNovel }));
}
