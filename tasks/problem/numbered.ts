/** What classes, labels and quantities are called that have no names. @module */

import type { Problem } from "../../lib/problem.ts";
import { quantityName } from "../datasets/quantities.ts";

/** A name for each value of an answer: quantities as an evaluation calls them, classes and labels by their numbers. */
export function numbered({ answer, hasAccuracy }: Problem, outputs: number): string[] {
  return Array.from(
    answer(new Float32Array(outputs)).values,
    (_, k) => hasAccuracy ? String(k) : quantityName(k, outputs),
  );
}
