/** Checks `truth` in `summary.json`: the test with its interval, beside simpler models. @module */

import type { Truth } from "../../lib/table/verdict/mod.ts";
import { FoldEnsemble } from "../../lib/table/folds/mod.ts";
import { FILES } from "../run/run_folder.ts";
import { truthOfTest } from "../run/truth_of_test.ts";
import { truthOfEnsemble } from "../train/fold_learner.ts";
import type { Checks } from "./checks.ts";
import type { VerifiedRun } from "./verified_run.ts";

/** What only training again can verify: the learning curve is of networks that are in no file. */
export const CURVE_KEYS: readonly string[] = ["truth.curve", "truth.notes"];

/** Makes it again, but for the learning curve. */
export async function checkTruth(
  checks: Checks,
  { config, summary: { truth }, opened: { network }, splits }: VerifiedRun,
): Promise<void> {
  if (truth === undefined) { // of an older version, or a run that was cut off
    if (splits.table && config.evaluate.includes("test")) checks.leave(FILES.summary, "truth");
    return;
  }
  if (truth.compared === undefined) { // of an older version, which compared otherwise
    checks.leave(FILES.summary, "truth");
    return;
  }
  const found = network instanceof FoldEnsemble
    ? await truthOfEnsemble(network, splits, config)
    : truthOfTest(network, splits, config);
  if (truth.curve.length === 0) {
    checks.check("truth in summary.json, made again", truth, found);
    return;
  }
  const notes = truth.notes.filter((note) => found.notes.includes(note));
  const withoutCurve: Truth = { ...truth, curve: [], notes };
  checks.check("truth in summary.json but its learning curve, made again", withoutCurve, found);
  checks.check(
    "the learning curve in summary.json has a note",
    truth.notes.length - notes.length,
    1,
  );
  checks.leave(FILES.summary, ...CURVE_KEYS);
}
