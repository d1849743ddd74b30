/** As which problem answers are shown. @module */

import { classification, type ProblemName } from "../../lib/problem.ts";
import type { Dataset } from "../../mod.ts";

/** As what the answers to data are shown: one question of yes or no has two classes, and is told as they are. */
export function shownAs({ classes, problem }: Pick<Dataset, "classes" | "problem">): ProblemName {
  return classes > 0 ? classification.name : problem.name;
}
