/** Checks what a run over folds has besides a run of one network: its members in each of its files. @module */

import { isDeepStrictEqual } from "node:util";
import {
  candidatesIn,
  type FoldEnsemble,
  memberData,
  type MemberPlan,
  rangesOf,
} from "../../lib/table/folds/mod.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { argmax } from "../../lib/numerics/mod.ts";
import { FILES } from "../run/run_folder.ts";
import { epochsOf, familiesOf } from "../train/fold_learner.ts";
import type { Checks } from "./checks.ts";
import type { Learned, LearnedFolds } from "./learned.ts";
import type { VerifiedRun } from "./verified_run.ts";

/** What is chosen of the candidates, which a checkpoint has. */
const CHOICES = ["the weight decays", "the weights of the families"];

/** Checks that the weights' file is what the members in the checkpoint come to. */
export function checkChoices(checks: Checks, ensemble: FoldEnsemble, again: FoldEnsemble): void {
  const choiceOf = ({ families }: FoldEnsemble) =>
    families.map(({ name, weightDecay, weight }) => ({ name, weightDecay, weight }));
  checks.check(
    `${CHOICES.join(" and ")} in ${FILES.weights}, chosen again`,
    choiceOf(ensemble),
    choiceOf(again),
  );
  const same = isDeepStrictEqual(ensemble.toSafetensors(), again.toSafetensors());
  checks.check(
    `${FILES.weights} is assembled of the best weights in ${FILES.checkpoint}`,
    same,
    true,
  );
}

/** Checks what the weights' file has of the members: all of it but what is chosen is made again of the data. */
export function checkFoldWeights(
  checks: Checks,
  { metrics, opened: { epoch, metadata } }: VerifiedRun,
  { ensemble, folded, planned: { plans, linear }, members }: LearnedFolds,
): void {
  const file = FILES.weights;
  checks.checkEpoch(`${file} is of the last epoch`, epoch, metrics.length);
  const all = ensemble.families.flatMap(({ members }) => members);
  const { tables } = all[0]!.encoding;
  checks.check(`the tables of the encodings in ${file}, made again`, tables, folded.tables);
  const ranges = rangesOf(folded.training);
  checks.check(`the ranges of the targets in ${file}, made again`, ensemble.ranges, ranges);
  const one = [
    ...plans.filter(({ weightDecay }) => weightDecay === plans[0]!.weightDecay),
    ...linear,
  ];
  const claimed = ensemble.families.flatMap(({ members, ...family }) =>
    members.map((member) => keyOf({ ...member, family }))
  );
  checks.check(`the families and members in ${file} are the config's`, claimed, one.map(keyOf));
  checks.checkLines(
    `the levels of each member in ${file}, made again`,
    one.map((plan, k) =>
      [all[k]?.encoding.levels, memberData(folded, plan).encoding.levels] as const
    ),
  );
  const { metadata: { folds: written } } = parseSafetensors(ensemble.toSafetensors());
  checks.check(`folds in ${file} has no other keys than a run's`, metadata["folds"], written);
  if (members === undefined) checks.leave(file, ...CHOICES);
}

/** What tells a candidate from others of its weight decay. */
function keyOf(
  { family: { name, encoding, hidden }, fold, repeat }: Pick<
    MemberPlan,
    "family" | "fold" | "repeat"
  >,
): object {
  return { name, encoding, hidden, fold, repeat };
}

/** Checks the families in the summary, and the epochs that are kept. */
export function checkFoldSummary(
  checks: Checks,
  { summary }: VerifiedRun,
  { ensemble, planned: { plans } }: LearnedFolds,
  histories: Learned["histories"],
): void {
  checks.check("the families in summary.json", summary.families, familiesOf(ensemble));
  checks.check(
    "no epoch of all members is the best",
    Object.hasOwn(summary, "best") && summary.best === null,
    true,
  );
  checks.check("summary.json has the epochs of the members", summary.epoch, epochsOf(ensemble));
  if (histories === undefined) {
    checks.leave(FILES.summary, "epoch", "ended");
    return;
  }
  const found = candidatesIn(ensemble, plans).map((m) =>
    m === -1 ? 0 : argmax(histories[m] ?? []) + 1 // a linear model that is solved
  );
  checks.check("the epoch kept of each member is its best one", summary.epoch, found);
}

/** Checks the members' costs in the lines of the metrics. */
export function checkFoldMetrics(
  checks: Checks,
  { metrics }: VerifiedRun,
  { members, planned: { plans } }: LearnedFolds,
): void {
  const hadStopped = (k: number, m: number) => metrics[k - 1]?.members?.[m] === null;
  const lines = metrics.map(({ members: costs }, k) =>
    [
      costs?.map((cost, m) => hadStopped(k, m) ? cost : "a cost"),
      plans.map((_, m) => hadStopped(k, m) ? null : "a cost"),
    ] as const
  );
  checks.checkLines("metrics.jsonl has all members, and none after it has stopped", lines);
  const others = members === undefined ? "" : " of other epochs"; // the last one is computed again
  if (members === undefined || metrics.length > 1) {
    checks.leave(FILES.metrics, `validation${others}`, `members${others}`);
  }
}
