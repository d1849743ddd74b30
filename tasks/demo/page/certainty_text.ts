/** When there is a digit, and when a question mark, in words. @module */

import { MIN_CONFIDENCE, MIN_MARGIN } from "../../../lib/evaluate/confidence.ts";
import { count, percent } from "../../cli/format.ts";
import type { SiteCertainty } from "./site.ts";

/** Of a network whose outputs are no probabilities, nothing. */
export function certaintyText(
  { outputActivation }: { readonly outputActivation: { readonly name: string } },
  certainty: SiteCertainty | null,
): string {
  if (outputActivation.name !== "softmax" && outputActivation.name !== "sigmoid") return "";
  const rule = `A question mark stands for not sure: no digit has ${
    percent(MIN_CONFIDENCE, 0)
  }, or none is ahead by ${100 * MIN_MARGIN} points, or this is unlike MNIST’s digits.`;
  if (certainty === null) return rule;
  const { images, sure, right, rightOfOthers } = certainty;
  const share = (part: number, all: number) => percent(all === 0 ? 0 : part / all, 1);
  const others = sure === images
    ? ""
    : `, and would be in ${share(rightOfOthers, images - sure)} of the others`;
  return `${rule} Of ${count(images)} validation images the network is sure of ${
    share(sure, images)
  }; it is right in ${share(right, sure)} of these${others}.`;
}
