/**
 * Checks what a run over folds has besides a run of one network: its members in `weights.safetensors`, their families in
 * `summary.json`, their epochs in `metrics.jsonl`. @module
 */

import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../lib/config/mod.ts";
import {
  candidatesIn,
  type FoldedData,
  FoldEnsemble,
  FoldTraining,
  LocalTrainers,
  memberData,
  memberNetwork,
  type MemberPlan,
  parseFoldCheckpoint,
  rangesOf,
  Rounds,
  solveLinearFamily,
} from "../../lib/fold_ensemble/mod.ts";
import { parseSafetensors } from "../../lib/formats/mod.ts";
import { argmax } from "../../lib/numerics/mod.ts";
import { type Checkpoint, createSchedule } from "../../lib/train/mod.ts";
import { scoreOf } from "../../lib/evaluate/mod.ts";
import { endsEarlyWith } from "../run/early_end.ts";
import { resultOf } from "../run/result.ts";
import { FILES } from "../run/run_folder.ts";
import { epochsOf, familiesOf, type FoldPlans, foldPlansOf } from "../train/fold_learner.ts";
import type { Checks } from "./checks.ts";
import { checkResult, type VerifiedRun } from "./verified_run.ts";

/** The members of a run over folds. */
export interface VerifiedFolds {
  readonly ensemble: FoldEnsemble;
  readonly folded: FoldedData;
  readonly planned: FoldPlans;
  /** What each candidate remembers; absent without a checkpoint that can be read. */
  readonly members: readonly Checkpoint[] | undefined;
  /** How many epochs each candidate trained. */
  readonly epochs: readonly number[];
  /** The scores of each candidate's epochs; absent where neither the metrics nor a checkpoint have them. */
  readonly histories: readonly (readonly number[])[] | undefined;
}

/** The members of a run; `undefined` of a run of one network. */
export async function foldsOf(run: VerifiedRun): Promise<VerifiedFolds | undefined> {
  const { config, contents, opened: { network: ensemble }, splits: { folded } } = run;
  if (!(ensemble instanceof FoldEnsemble) || folded === undefined) return undefined;
  const read = contents.checkpoint && // a damaged one is reported with its own checks
    await parseFoldCheckpoint(contents.checkpoint).catch(() => undefined);
  const trained = run.metrics.at(-1)?.members?.length;
  const planned = foldPlansOf(config, folded, trained);
  const members = read?.checkpoint.members.length === planned.plans.length
    ? read.checkpoint.members
    : undefined;
  const epochs = members?.map(({ epoch }) => epoch) ??
    planned.plans.map((_, m) =>
      run.metrics.findLastIndex(({ members }) => typeof members?.[m] === "number") + 1
    );
  const histories = scoresInLines(run, epochs) ?? members?.map(({ history }) => history);
  return { ensemble, folded, planned, members, epochs, histories };
}

/** The scores by each member's costs in the metrics; `undefined` if the config monitors the accuracy, which lines lack. */
function scoresInLines(
  { config, metrics, splits: { training } }: VerifiedRun,
  epochs: readonly number[],
): number[][] | undefined {
  if (config.monitor === "accuracy" && training.problem.hasAccuracy) return undefined;
  return epochs.map((count, m) =>
    metrics.slice(0, count).map(({ members }) => {
      const cost = members?.[m] ?? Infinity; // JSON has null instead of a cost that is no number
      return scoreOf({ cost }, "cost");
    })
  );
}

/** Checks what the weights' file has of the members: all of it is made again of the data, or chosen again. */
export async function checkFoldWeights(
  checks: Checks,
  { metrics, opened: { epoch, metadata } }: VerifiedRun,
  folds: VerifiedFolds,
): Promise<void> {
  const { ensemble, folded, planned: { plans, linear: linearPlans, training }, members } = folds;
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

/** Checks the families in the summary, the epochs that are kept, and how training ended. */
export function checkFoldSummary(
  checks: Checks,
  { config, metrics, summary }: VerifiedRun,
  folds: VerifiedFolds,
): void {
  const { ensemble, histories } = folds;
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
  const found = candidatesIn(ensemble, folds.planned.plans).map((m) =>
    m === -1 ? 0 : argmax(histories[m] ?? []) + 1 // a linear model that is solved
  );
  checks.check("the epoch kept of each member is its best one", summary.epoch, found);
  const areStopped = histories.every((history) => endsEarlyWith(config, history));
  checks.check(
    "training ended early if no member improved any longer, and only then",
    summary.ended === "earlyStopping",
    metrics.length < config.epochs && areStopped,
  );
}

/** Checks the members' costs and the learning rates in the lines of the metrics. */
export async function checkFoldMetrics(
  checks: Checks,
  run: VerifiedRun,
  folds: VerifiedFolds,
): Promise<void> {
  const { metrics } = run;
  const { members, histories, planned: { plans } } = folds;
  const hadStopped = (k: number, m: number) => metrics[k - 1]?.members?.[m] === null;
  const lines = metrics.map(({ members: costs }, k) =>
    [
      costs?.map((cost, m) => hadStopped(k, m) ? cost : "a cost"),
      plans.map((_, m) => hadStopped(k, m) ? null : "a cost"),
    ] as const
  );
  checks.checkLines("metrics.jsonl has all members, and none after it has stopped", lines);
  if (histories === undefined) checks.leave(FILES.metrics, "learningRate");
  else {
    const rates = metrics.map(({ learningRate }, k) =>
      [learningRate, learningRateOf(run, k, folds)] as const
    );
    checks.checkLines("metrics.jsonl has the config's learning rates", rates);
  }
  if (members === undefined) {
    checks.leave(FILES.metrics, "validation", "members");
    return;
  }
  await checkLastRound(checks, run, folds, members);
}

/** Computes the last line again, of the parameters in the checkpoint. */
async function checkLastRound(
  checks: Checks,
  { metrics, summary, splits: { quantities } }: VerifiedRun,
  { ensemble, folded, planned: { plans, training } }: VerifiedFolds,
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

/** The learning rate of the last step of the first member that trained in a round. */
function learningRateOf(
  { config }: VerifiedRun,
  k: number,
  { folded, planned: { plans }, epochs, histories }: VerifiedFolds,
): number | undefined {
  const m = epochs.findIndex((count) => k < count);
  if (m === -1) return undefined;
  const stepsPerEpoch = stepsOf(plans[m]!, config, folded);
  return config.learningRate * createSchedule(config.schedule).multiplier({
    step: (k + 1) * stepsPerEpoch - 1,
    steps: config.epochs * stepsPerEpoch,
    stepsPerEpoch,
    history: histories![m]!.slice(0, k),
  });
}

/** The steps of a member in an epoch. */
export function stepsOf(
  { fold, repeat }: MemberPlan,
  { batchSize }: Pick<Config, "batchSize">,
  { folds }: FoldedData,
): number {
  const rows = folds[repeat]!.reduce((sum, other) => sum + Number(other !== fold), 0);
  return Math.ceil(rows / batchSize);
}
