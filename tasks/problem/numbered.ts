/** What classes, labels and quantities are called that have no names. @module */

import type { Problem } from "../../lib/problem.ts";
import { quantityName } from "../datasets/quantities.ts";

/** Quantities as an evaluation calls them; of others their numbers: a name for each value in an answer of so many outputs. */
export function numbered({ answer, hasAccuracy }: Problem, outputs: number): string[] {
  return Array.from(
    answer(new Float32Array(outputs)).values,
    (_, k) => hasAccuracy ? String(k) : quantityName(k, outputs),
  );
}
