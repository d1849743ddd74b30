/** How the page words whether a network is sure of its answer. @module */

import { MIN_CONFIDENCE, MIN_MARGIN } from "../../lib/measure/confidence.ts";
import { count, percent } from "../../tasks/cli/format.ts";
import type { SiteConfidence } from "../../tasks/demo/site.ts";
import { areProbabilities } from "../../tasks/demo/sure.ts";

/** When there is a question mark, and how often on validation images, if that is known. */
export function confidenceText(
  outputActivation: string,
  confidence: SiteConfidence | null,
): string {
  if (!areProbabilities(outputActivation)) return "";
  const rule =
    `A question mark means “not sure”: no digit reaches ${percent(MIN_CONFIDENCE, 0)}, ` +
    `none leads by ${100 * MIN_MARGIN} points, or the drawing is unlike MNIST’s digits.`;
  if (confidence === null) return rule;
  const { images, sure, right, rightOfOthers } = confidence;
  const share = (part: number, all: number) => percent(all === 0 ? 0 : part / all, 1);
  const known = `${rule} On ${count(images)} validation images the network was`;
  if (sure === images) return `${known} always sure, and right ${share(right, sure)} of the time.`;
  return `${known} sure ${share(sure, images)} of the time, and then right ` +
    `${share(right, sure)} of the time; when unsure, only ${share(rightOfOthers, images - sure)}.`;
}

/** A digit with its article: "a 7", "an 8", which begins with the sound of a vowel. */
export function withArticle(digit: number): string {
  return digit === 8 ? "an 8" : `a ${digit}`;
}
