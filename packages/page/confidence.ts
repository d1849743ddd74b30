/** How the page words whether a network is sure of its answer. @module */

import { MIN_CONFIDENCE, MIN_MARGIN } from "../../lib/evaluate/mod.ts";
import { count, percent } from "../../tasks/cli/format.ts";
import type { SiteConfidence } from "../../tasks/demo/site.ts";
import { areProbabilities } from "../../tasks/demo/sure.ts";
import * as texts from "./texts.ts";
import { textsOf } from "./texts_of.ts";

const text = textsOf(texts.digits);

/** When there is a question mark, and how often on validation images, if that is known. */
export function confidenceText(
  outputActivation: string,
  confidence: SiteConfidence | null,
): string {
  if (!areProbabilities(outputActivation)) return "";
  const rule = text("questionMark", percent(MIN_CONFIDENCE, 0), 100 * MIN_MARGIN);
  if (confidence === null) return rule;
  const { images, sure, right, rightOfOthers } = confidence;
  const share = (part: number, all: number) => percent(all === 0 ? 0 : part / all, 1);
  const known = [rule, count(images), share(sure, images), share(right, sure)];
  return sure === images
    ? text("validation", ...known)
    : text("validationOthers", ...known, share(rightOfOthers, images - sure));
}

/** A digit with its article: "a 7", "an 8", which begins with the sound of a vowel. */
export function withArticle(digit: number): string {
  return digit === 8 ? text("eight") : text("digit", digit);
}
