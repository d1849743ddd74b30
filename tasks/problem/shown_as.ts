/** As which problem answers are shown. @module */

import { classification, type ProblemName } from "../../lib/problem.ts";
import type { Dataset } from "../../mod.ts";

/** The problem whose texts show the answers to data: one question of yes or no is shown as two classes. */
export function shownAs({ classes, problem }: Pick<Dataset, "classes" | "problem">): ProblemName {
  return classes > 0 ? classification.name : problem.name;
}
