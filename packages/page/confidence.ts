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
  const rule = `A question mark stands for not sure: no digit has ${percent(MIN_CONFIDENCE, 0)}, ` +
    `or none is ahead by ${100 * MIN_MARGIN} points, or this is unlike MNIST’s digits.`;
  if (confidence === null) return rule;
  const { images, sure, right, rightOfOthers } = confidence;
  const share = (part: number, all: number) => percent(all === 0 ? 0 : part / all, 1);
  const known = `${rule} Of ${count(images)} validation images the network is sure of ` +
    `${share(sure, images)}; it is right in ${share(right, sure)} of these`;
  if (sure === images) return `${known}.`;
  return `${known}, and would be in ${share(rightOfOthers, images - sure)} of the others.`;
}

/** A digit with its article: "a 7", "an 8", which begins with the sound of a vowel. */
export function withArticle(digit: number): string {
  return digit === 8 ? "an 8" : `a ${digit}`;
}
