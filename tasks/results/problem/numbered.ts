/** Names for classes, labels and quantities that have none. @module */

import type { Problem } from "../../../lib/problem/contract.ts";
import { quantityName } from "../../../lib/problem/quantities.ts";

/** A name for each value of an answer: for a quantity that of `quantityName`, for a class or label its number. */
export function numbered({ answer, hasAccuracy }: Problem, outputs: number): string[] {
  return Array.from(
    answer(new Float32Array(outputs)).values,
    (_, k) => hasAccuracy ? String(k) : quantityName(k, outputs),
  );
}
