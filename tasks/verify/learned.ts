/** What a run has trained, one network or members over folds, as its files have it; and the checks of members alone. @module */

import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../lib/config.ts";
import { scoreOf } from "../../lib/evaluate.ts";
import { argmax } from "../../lib/numerics/argmax.ts";
import { candidatesIn } from "../../lib/table/folds/assemble.ts";
import { FoldEnsemble } from "../../lib/table/folds/fold_ensemble.ts";
import {
  type FoldedData,
  memberData,
  type MemberPlan,
  rangesOf,
} from "../../lib/table/folds/members.ts";
import type { Checkpoint } from "../../lib/train/checkpoint.ts";
import { createSchedule } from "../../lib/train/schedules.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { scoresOf } from "../run/early_end.ts";
import { FILES } from "../run/run_folder.ts";
import { isOfFolds } from "../run/early_end.ts";
import { parseAnyCheckpoint } from "../run/saved.ts";
import { epochsOf, familiesOf, type FoldPlans, foldPlansOf } from "../train/fold_learner.ts";
import type { Checks } from "./checks.ts";
import type { VerifiedRun } from "./verified_run.ts";

/** The network of a run, or each candidate over folds. */
export interface Learned {
  /** How many epochs each trained; 0 of candidates that have not begun. */
  readonly epochs: readonly number[];
  /** How many steps each makes in an epoch. */
  readonly steps: readonly number[];
  /** The scores of each one's epochs; absent where neither the metrics nor a checkpoint have them. */
  readonly histories: readonly (readonly number[])[] | undefined;
  /** Absent of one network. */
  readonly folds?: LearnedFolds;
}

/** What there is over folds alone. */
export interface LearnedFolds {
  readonly ensemble: FoldEnsemble;
  readonly folded: FoldedData;
  readonly planned: FoldPlans;
  /** What each candidate remembers that has begun; absent without a checkpoint that can be read. */
  readonly members: readonly (Checkpoint | undefined)[] | undefined;
}

/** What a run has trained. */
export async function learnedOf(run: VerifiedRun): Promise<Learned> {
  const { config, contents, metrics, opened: { network: ensemble }, splits: { folded } } = run;
  if (!(ensemble instanceof FoldEnsemble) || folded === undefined) {
    const steps = [Math.ceil(config.trainingSize / config.batchSize)];
    return { epochs: [metrics.length], steps, histories: [scoresOf(metrics, config)] };
  }
  const read = contents.checkpoint && // a damaged one is reported with its own checks
    (await parseAnyCheckpoint(contents.checkpoint).catch(() => undefined))?.checkpoint;
  const planned = foldPlansOf(config, folded);
  const members = read && isOfFolds(read) && read.members.length === planned.plans.length
    ? read.members
    : undefined;
  const epochs = members?.map((member) => member?.epoch ?? 0) ??
    planned.plans.map((_, m) =>
      metrics.findLastIndex(({ members }) => typeof members?.[m] === "number") + 1
    );
  return {
    epochs,
    steps: planned.plans.map((plan) => stepsOf(plan, config, folded)),
    histories: scoresInLines(run, epochs, planned.plans, members) ??
      members?.map((member) => member?.history ?? []),
    folds: { ensemble, folded, planned, members },
  };
}

/**
 * The scores by each member's costs in the metrics; `undefined` if the config monitors the accuracy, which lines lack, or
 * without a checkpoint if members have caught up with the others, whose first epochs lines lack.
 */
function scoresInLines(
  { config, metrics, splits: { training } }: VerifiedRun,
  epochs: readonly number[],
  plans: readonly MemberPlan[],
  members: LearnedFolds["members"],
): (readonly number[])[] | undefined {
  if (config.monitor === "accuracy" && training.problem.hasAccuracy) return undefined;
  if (members === undefined && plans.some(({ waits }) => waits)) return undefined;
  return epochs.map((count, m) =>
    plans[m]!.waits ? members![m]?.history ?? [] : metrics.slice(0, count).map(({ members }) => {
      const cost = members?.[m] ?? Infinity; // JSON has null instead of a cost that is not a number
      return scoreOf({ cost }, "cost");
    })
  );
}

/** The steps of a member in an epoch. */
function stepsOf(
  { fold, repeat }: MemberPlan,
  { batchSize }: Pick<Config, "batchSize">,
  { folds }: FoldedData,
): number {
  const rows = folds[repeat]!.reduce((sum, other) => sum + Number(other !== fold), 0);
  return Math.ceil(rows / batchSize);
}

/** The learning rate of the last step of an epoch, of the first that trained in it. */
export function learningRateOf(
  { epochs: most, learningRate, schedule }: Config,
  { epochs, steps, histories }: Learned,
  k: number,
): number | undefined {
  const m = epochs.findIndex((count) => k < count);
  if (m === -1) return undefined;
  const stepsPerEpoch = steps[m]!;
  return learningRate * createSchedule(schedule).multiplier({
    step: (k + 1) * stepsPerEpoch - 1,
    steps: most * stepsPerEpoch,
    stepsPerEpoch,
    history: histories![m]!.slice(0, k),
  });
}

/** What is chosen of the candidates, which a checkpoint has. */
const CHOICES = ["the weight decays", "the weights of the families"];

/** Checks what is chosen of the candidates, and that nothing else of it is left to verify. */
export function checkChosenAgain(
  checks: Checks,
  ensemble: FoldEnsemble,
  again: FoldEnsemble,
): void {
  const choiceOf = ({ families }: FoldEnsemble) =>
    families.map(({ name, weightDecay, weight }) => ({ name, weightDecay, weight }));
  checks.check(
    `${CHOICES.join(" and ")} in ${FILES.weights}, chosen again`,
    choiceOf(ensemble),
    choiceOf(again),
  );
  checks.settleKeys(FILES.weights, ...CHOICES);
}

/** Checks that the weights' file is what the members in the checkpoint come to. */
export function checkChoices(checks: Checks, ensemble: FoldEnsemble, again: FoldEnsemble): void {
  checkChosenAgain(checks, ensemble, again);
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
  const begins = plans.map(({ waits }, m) =>
    waits ? metrics.findIndex(({ members }) => typeof members?.[m] === "number") : 0
  );
  const hadStopped = (k: number, m: number) =>
    begins[m] === -1 || k < begins[m]! || k > begins[m]! && metrics[k - 1]?.members?.[m] === null;
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
