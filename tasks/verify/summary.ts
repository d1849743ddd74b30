/** Checks `summary.json`: its results are computed again, its other values follow from the config and the metrics. @module */

import { measuredModel } from "../../lib/ensemble/trained_model.ts";
import type { Truth } from "../../lib/measure/verdict/truth.ts";
import { decidedResults } from "../run/decided.ts";
import { decisionOfRuns } from "../run/saved_decision.ts";
import { bestIn, bestOf, endsEarlyWith } from "../run/early_end.ts";
import { FILES, type Summary } from "../run/run_folder.ts";
import { warningsOf } from "../train/warnings.ts";
import type { Checks } from "./checks.ts";
import type { Learned } from "./learned.ts";
import { comparableTruths, hasOtherStatistics } from "./statistics.ts";
import { EVALUATED, type VerifiedRun } from "./verified_run.ts";

/** How training ends, and whether that follows from the config and the metrics. */
const IS_END_VERIFIABLE: { readonly [ended in Summary["ended"]]: boolean } = {
  done: true,
  earlyStopping: true,
  timeLimit: false,
  paused: false,
  interrupted: false,
  diverged: false,
};

export async function checkSummary(
  checks: Checks,
  run: VerifiedRun,
  { epochs, folds, histories }: Learned,
): Promise<void> {
  const { config, metrics, summary, opened, opened: { network }, answers, splits, results } = run;
  const { decision } = summary;
  const answersOf = (split: keyof typeof results) =>
    split === "validation" ? answers : measuredModel(network);
  const { decision: found, ...decided } = decision === undefined
    ? { ...results, decision }
    : decidedResults(results, decisionOfRuns([opened]), splits, answersOf);
  if (decision) checks.check("decision in summary.json, recomputed", decision, found);
  for (const split of EVALUATED) {
    const claimed = summary[split];
    if (results[split] !== undefined) {
      checks.check(`${split} in summary.json, recomputed`, claimed, decided[split]);
      if (folds !== undefined) continue; // its lines are of members' last epochs
      const line = metrics[Number(summary.epoch) - 1]?.[split];
      const atHalf = decision === undefined ? claimed : decision.atHalf[split];
      checks.check(`${split} in summary.json, and in its line of metrics.jsonl`, atHalf, line);
    } else checks.check(`no ${split} result, as in the config`, claimed, undefined);
  }
  checks.check("the column that metrics are weighted by", summary.weights, splits.table?.weights);
  checks.check("the seed is the config's", summary.seed, config.seed);
  checks.checkEpoch("metrics.jsonl has a line for every epoch", summary.epochs, metrics.length);

  const { ended } = summary;
  const isDone = metrics.length === config.epochs;
  checks.check("the end of training exists", Object.hasOwn(IS_END_VERIFIABLE, ended), true);
  checks.check(
    "training is done if it has all the config's epochs, and only then",
    ended === "done",
    isDone,
  );
  if (!IS_END_VERIFIABLE[ended]) checks.leave(FILES.summary, "ended");
  if (histories !== undefined) {
    checks.check(
      `training ended early if ${
        folds === undefined ? "validation no longer improved" : "no member improved any longer"
      }, and only then`,
      ended === "earlyStopping",
      metrics.length < config.epochs &&
        histories.every((all, m) => epochs[m] === 0 || endsEarlyWith(config, all)),
    );
  }
  if (folds === undefined) checkEpochKept(checks, run);
  else folds.checkSummary(checks, histories);
  const asPlanned = ended !== "interrupted" && ended !== "diverged";
  const warnings = asPlanned ? warningsOf(config, network, summary, splits) : [];
  checks.check("the warnings", summary.warnings ?? [], warnings);

  await checkTruth(checks, run);

  checks.leave(FILES.summary, "name", "engine", "workers", "seconds", ...VERSIONS);
  if (summary.search !== undefined) checks.leave(FILES.summary, "search");
  if (summary.bestOf !== undefined) checks.leave(FILES.summary, "bestOf");
  checks.checkKeys(
    FILES.summary,
    summary,
    folds === undefined ? KEYS : [...KEYS, "families", "refit", "search"],
  );
}

/** Checks which epoch is the best, and which is kept. */
function checkEpochKept(checks: Checks, { config, metrics, summary }: VerifiedRun): void {
  const best = bestIn(bestOf(metrics, config), config);
  checks.check("the best epoch by validation", summary.best, best);
  checks.check(
    `the epoch kept is the ${config.keep} one`,
    summary.epoch,
    config.keep === "best" ? best?.epoch : metrics.length,
  );
}

/** What only training again can verify: the learning curve is of networks that are in no file. */
export const CURVE_KEYS: readonly string[] = ["truth.curve", "truth.curveMetric", "truth.notes"];

/** Makes `truth` again, but for the learning curve: the test with its interval, beside simpler models. */
async function checkTruth(
  checks: Checks,
  { config, summary, opened: { network }, splits }: VerifiedRun,
): Promise<void> {
  const { truth } = summary;
  if (truth === undefined) { // of a run that was cut off
    if (splits.table && config.evaluate.includes("test")) checks.leave(FILES.summary, "truth");
    return;
  }
  const { truthAgain } = await import("./table/truth.ts");
  const { truth: found, checkTrees } = await truthAgain(measuredModel(network), splits, config);
  if (hasOtherStatistics(summary)) {
    const [claimed, again] = comparableTruths({ ...truth, curve: [] }, { ...found, curve: [] });
    checks.check("truth in summary.json but its intervals, made again", claimed, again);
    checks.leave(FILES.summary, "truth");
    return;
  }
  checkTrees(checks);
  if (truth.curve.length === 0) {
    checks.check("truth in summary.json, made again", truth, found);
    return;
  }
  const notes = truth.notes.filter((note) => found.notes.includes(note));
  const { curveMetric: _, ...others } = truth;
  const withoutCurve: Truth = { ...others, curve: [], notes };
  checks.check("truth in summary.json but its learning curve, made again", withoutCurve, found);
  checks.check(
    "the learning curve in summary.json has a note",
    truth.notes.length - notes.length,
    1,
  );
  checks.leave(FILES.summary, ...CURVE_KEYS);
}

const VERSIONS = ["inkling", "numerics", "statistics", "deno", "v8"].map((key) =>
  `versions.${key}`
);

const KEYS: readonly string[] = [
  "name",
  "epochs",
  "ended",
  "best",
  "epoch",
  "validation",
  "test",
  "decision",
  "weights",
  "weightsSha256",
  "metricsSha256",
  "data",
  "engine",
  "workers",
  "seed",
  "seconds",
  "warnings",
  "versions",
  "truth",
  "bestOf",
];
