/** Checks what a run over folds has besides a run of one network: its members in each of its files. @module */

import { isDeepStrictEqual } from "node:util";
import {
  candidatesIn,
  type FoldEnsemble,
  FoldTraining,
  LocalTrainers,
  memberData,
  memberNetwork,
  type MemberPlan,
  rangesOf,
  Rounds,
  solveLinearFamily,
} from "../../lib/fold_ensemble/mod.ts";
import { parseSafetensors } from "../../lib/formats/mod.ts";
import { argmax } from "../../lib/numerics/mod.ts";
import type { Checkpoint } from "../../lib/train/mod.ts";
import { resultOf } from "../run/result.ts";
import { FILES } from "../run/run_folder.ts";
import { epochsOf, familiesOf } from "../train/fold_learner.ts";
import type { Checks } from "./checks.ts";
import type { Learned, LearnedFolds } from "./learned.ts";
import { checkResult, type VerifiedRun } from "./verified_run.ts";

/** Checks what the weights' file has of the members: all of it is made again of the data, or chosen again. */
export async function checkFoldWeights(
  checks: Checks,
  { metrics, opened: { epoch, metadata } }: VerifiedRun,
  { ensemble, folded, planned: { plans, linear: linearPlans, training }, members }: LearnedFolds,
): Promise<void> {
  const file = FILES.weights;
  checks.checkEpoch(`${file} is of the last epoch`, epoch, metrics.length);
  const all = ensemble.families.flatMap(({ members }) => members);
  const { tables } = all[0]!.encoding;
  checks.check(`the tables of the encodings in ${file}, made again`, tables, folded.tables);
  const ranges = rangesOf(folded.training);
  checks.check(`the ranges of the targets in ${file}, made again`, ensemble.ranges, ranges);
  const one = [
    ...plans.filter(({ weightDecay }) => weightDecay === plans[0]!.weightDecay),
    ...linearPlans,
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
  const choices = ["the weight decays", "the weights of the families"];
  if (members === undefined) {
    checks.leave(file, ...choices);
    return;
  }
  const trainers = new LocalTrainers(folded, plans, training, ensemble.engine, members);
  const { engine } = ensemble;
  const linear = await solveLinearFamily({ data: folded, plans: linearPlans, training, engine });
  const made = new FoldTraining({ data: folded, plans, training, engine, trainers, linear });
  await made.restore(metrics.length);
  const again = await made.ensemble();
  const choiceOf = ({ families }: FoldEnsemble) =>
    families.map(({ name, weightDecay, weight }) => ({ name, weightDecay, weight }));
  checks.check(
    `${choices.join(" and ")} in ${file}, chosen again`,
    choiceOf(ensemble),
    choiceOf(again),
  );
  const same = isDeepStrictEqual(ensemble.toSafetensors(), again.toSafetensors());
  checks.check(`${file} is assembled of the best weights in ${FILES.checkpoint}`, same, true);
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
export async function checkFoldMetrics(
  checks: Checks,
  run: VerifiedRun,
  folds: LearnedFolds,
): Promise<void> {
  const { metrics } = run;
  const { members, planned: { plans } } = folds;
  const hadStopped = (k: number, m: number) => metrics[k - 1]?.members?.[m] === null;
  const lines = metrics.map(({ members: costs }, k) =>
    [
      costs?.map((cost, m) => hadStopped(k, m) ? cost : "a cost"),
      plans.map((_, m) => hadStopped(k, m) ? null : "a cost"),
    ] as const
  );
  checks.checkLines("metrics.jsonl has all members, and none after it has stopped", lines);
  if (members !== undefined) return await checkLastRound(checks, run, folds, members);
  checks.leave(FILES.metrics, "validation", "members");
}

/** Computes the last line again, of the parameters in the checkpoint. */
async function checkLastRound(
  checks: Checks,
  { metrics, summary, splits: { quantities } }: VerifiedRun,
  { ensemble, folded, planned: { plans, training } }: LearnedFolds,
  members: readonly Checkpoint[],
): Promise<void> {
  const trainers = new LocalTrainers(folded, plans, training, ensemble.engine, members);
  const like = memberNetwork(plans[0]!, folded, training.network, ensemble.engine);
  const rounds = new Rounds(folded, plans, like);
  const { length: epoch } = metrics;
  rounds.restore(epoch - 1, await trainers.bestOutputs(epoch));
  const { learningRate, train, validation, members: costs } = metrics.at(-1)!;
  const found = rounds.add(
    trainers.lastEpochs().map((last) =>
      last.number < epoch ? undefined : { ...last, learningRate, train }
    ),
  );
  const where = `in metrics.jsonl, epoch ${epoch}, recomputed`;
  checkResult(
    checks,
    `validation ${where}`,
    summary,
    validation,
    resultOf(found.validation, quantities),
  );
  checks.check(`members ${where}`, costs, found.members);
  if (epoch > 1) {
    checks.leave(FILES.metrics, "validation of other epochs", "members of other epochs");
  }
}
