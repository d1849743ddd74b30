/** What classes, labels and quantities are called that have no names. @module */

import type { Problem } from "../../lib/problem.ts";

/** Their numbers: as many as there are values in an answer of so many outputs. */
export function numbered({ answer }: Problem, outputs: number): string[] {
  return Array.from(answer(new Float32Array(outputs)).values, (_, k) => String(k));
}
