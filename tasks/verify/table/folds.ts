/** What a run over folds has trained, and the checks of its members. @module */

import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../../lib/config.ts";
import { measuredModel, type TrainedModel } from "../../../lib/ensemble/trained_model.ts";
import { scoreOf } from "../../../lib/evaluate.ts";
import { parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { argmax } from "../../../lib/numerics/argmax.ts";
import { candidatesIn } from "../../../lib/table/folds/assemble.ts";
import type { FoldEnsemble, FoldFamily } from "../../../lib/table/folds/fold_ensemble.ts";
import {
  type FoldedData,
  memberData,
  type MemberPlan,
  rangesOf,
  tablesFor,
} from "../../../lib/table/folds/members.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { encodingTablesOf } from "../../../lib/table/encode/tables.ts";
import { type Trial, trialMember } from "../../../lib/table/folds/trials.ts";
import { allRowsOf } from "../../../lib/table/folds/all_rows.ts";
import { ensembleIn, familiesIn } from "../../../lib/table/folds/networks.ts";
import { meanEpoch, weightsAhead } from "../../../lib/table/folds/refit.ts";
import type { Checkpoint } from "../../../lib/train/checkpoint.ts";
import { isOfFolds } from "../../run/early_end.ts";
import { FILES } from "../../run/run_folder.ts";
import { parseAnyCheckpoint } from "../../run/saved.ts";
import {
  epochsOf,
  familiesOf,
  type FoldPlans,
  foldPlansOf,
  refitOf,
} from "../../train/fold_learner.ts";
import type { Checks } from "../checks.ts";
import type { FoldChecks, Learned } from "../learned.ts";
import type { VerifiedRun } from "../verified_run.ts";

/** What there is over folds alone. */
interface LearnedFolds {
  readonly ensemble: FoldEnsemble;
  readonly folded: FoldedData;
  readonly planned: FoldPlans;
  /** What each candidate remembers that has begun; absent without a checkpoint that can be read. */
  readonly members: readonly (Checkpoint | undefined)[] | undefined;
}

/** What a run over folds has trained. */
export async function learnedOverFolds(run: VerifiedRun, given: FoldedData): Promise<Learned> {
  const { config, contents, metrics, opened: { network }, splits, summary } = run;
  const trials = summary.search?.trials ?? [];
  const folded = trials.length === 0
    ? given
    : withTablesFor(trials, given, splits.table!, config.recipe ?? 1);
  const ensemble = ensembleIn(network)!;
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
    folds: foldChecksOf(run, { ensemble, folded, planned, members }),
  };
}

/** The checks of a run's members. */
function foldChecksOf(run: VerifiedRun, folds: LearnedFolds): FoldChecks {
  return {
    checkWeights: (checks) => checkFoldWeights(checks, run, folds),
    checkSummary: (checks, histories) => checkFoldSummary(checks, run, folds, histories),
    checkMetrics: (checks) => checkFoldMetrics(checks, run, folds),
    checkChoices: (checks, again) => checkChoices(checks, folds.ensemble, again),
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

/** What is chosen of the candidates, which a checkpoint has. */
const CHOICES = ["the weight decays", "the weights of the families"];

/** Checks what is chosen of the candidates, and that nothing else of it is left to verify. */
export function checkChosenAgain(
  checks: Checks,
  model: TrainedModel,
  again: TrainedModel,
): void {
  const choiceOf = (of: TrainedModel) =>
    familiesIn(measuredModel(of)).map(({ name, weightDecay, weight }) => ({
      name,
      weightDecay,
      weight,
    }));
  checks.check(
    `${CHOICES.join(" and ")} in ${FILES.weights}, chosen again`,
    choiceOf(model),
    choiceOf(again),
  );
  checks.settleKeys(FILES.weights, ...CHOICES);
}

function checkChoices(checks: Checks, ensemble: FoldEnsemble, again: TrainedModel): void {
  checkChosenAgain(checks, ensemble, again);
  ensembleIn(again)!.trees = ensemble.trees; // which no checkpoint has
  const same = isDeepStrictEqual(ensemble.measured.toSafetensors(), again.toSafetensors());
  checks.check(
    `${FILES.weights} is assembled of the best weights in ${FILES.checkpoint}`,
    same,
    true,
  );
}

function checkFoldWeights(
  checks: Checks,
  { config, metrics, splits, summary, opened: { epoch, metadata } }: VerifiedRun,
  { ensemble, folded, planned: { plans, linear }, members }: LearnedFolds,
): void {
  const file = FILES.weights;
  checks.checkEpoch(`${file} is of the last epoch`, epoch, metrics.length);
  const all = ensemble.families.flatMap(({ members }) => members);
  const own = plans.filter(({ weightDecay }) => weightDecay === plans[0]!.weightDecay);
  const one = summary.search?.isKept
    ? searchedMembers(ensemble, [...plans, ...linear], summary.search.trials, config)
    : [...own, ...linear];
  checks.checkLines(
    `the tables of the encodings in ${file}, made again`,
    one.map((plan, k) => [all[k]?.encoding.tables, tablesFor(folded, plan)] as const),
  );
  const ranges = rangesOf(folded.training);
  checks.check(`the ranges of the targets in ${file}, made again`, ensemble.ranges, ranges);
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
  checkRefit(checks, splits, { ensemble, folded });
  const { metadata: { folds: written } } = parseSafetensors(ensemble.toSafetensors());
  checks.check(`folds in ${file} has no other keys than a run's`, metadata["folds"], written);
  if (members === undefined) checks.leave(file, ...CHOICES);
}

/** Rows with the tables of the trials' bins. */
function withTablesFor(
  trials: readonly Trial[],
  folded: FoldedData,
  table: TableDescription,
  recipe: number,
): FoldedData {
  const bins = [...new Set(trials.flatMap(({ bins }) => bins ?? []))];
  const tablesOf = (most: number) => encodingTablesOf(table, folded.training, recipe, most);
  return { ...folded, otherTables: new Map(bins.map((most) => [most, tablesOf(most)])) };
}

/** The members of a search's ensemble, by what its families say: those of the recipe, and those of trials. */
function searchedMembers(
  { families }: FoldEnsemble,
  plans: readonly MemberPlan[],
  trials: readonly Trial[],
  { seed, recipe = 1 }: Pick<Config, "seed" | "recipe">,
): MemberPlan[] {
  return families.flatMap((family) => {
    const trial = trialOf(family, trials);
    return family.members.flatMap(({ fold, repeat }) => {
      if (trial !== undefined) return trialMember(trial, fold, { seed, recipe });
      const own = plans.find((plan) =>
        plan.family.name === family.name && plan.fold === fold && plan.repeat === repeat
      );
      return own ?? [];
    });
  });
}

/** The first trial that a family may come from. */
function trialOf(
  { name, hidden, weightDecay }: FoldFamily,
  trials: readonly Trial[],
): Trial | undefined {
  return trials.find((trial) =>
    trial.encoding === name && String(trial.hidden) === String(hidden) &&
    trial.weightDecay === weightDecay
  );
}

/** Checks the networks that learned from all rows, but for their weights: those only training again can verify. */
function checkRefit(
  checks: Checks,
  { test }: VerifiedRun["splits"],
  { ensemble, folded }: Pick<LearnedFolds, "ensemble" | "folded">,
): void {
  const { families, refitted } = ensemble;
  if (refitted === undefined) return;
  const file = FILES.weights;
  const all = allRowsOf(folded, test);
  const ranges = rangesOf(all.training);
  checks.check(`the ranges of all rows' targets in ${file}, made again`, refitted.ranges, ranges);
  const epochs = new Map(families.map((family) => [family.name, meanEpoch(family)]));
  checks.checkLines(
    `the epochs of the networks that learned from all rows in ${file}`,
    refitted.families.map(({ name, members }) =>
      [members.map(({ epoch }) => epoch), members.map(() => epochs.get(name))] as const
    ),
  );
  const weights = weightsAhead(ensemble, test);
  checks.checkLines(
    `how much the networks that learned from all rows count in ${file}, chosen again`,
    refitted.families.map(({ name, weight }) => [weight, weights.get(name) ?? 0] as const),
  );
  checks.leave(file, "the weights that learned from all rows");
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

function checkFoldSummary(
  checks: Checks,
  { summary, splits }: VerifiedRun,
  { ensemble, planned: { plans } }: LearnedFolds,
  histories: Learned["histories"],
): void {
  checks.check("the families in summary.json", summary.families, familiesOf(ensemble));
  checks.check(
    "what the model learned after its test, in summary.json",
    summary.refit,
    refitOf(ensemble, splits),
  );
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
  const trials = summary.search?.isKept ? summary.search.trials : [];
  const isOwn = ensemble.families.flatMap((family) =>
    family.members.map(() => trialOf(family, trials) === undefined) // no file has a trial's epochs
  );
  const own = (epochs: unknown) =>
    Array.isArray(epochs) ? epochs.filter((_, k) => isOwn[k] ?? true) : epochs;
  const kept = "the epoch kept of each member is its best one";
  checks.check(kept, own(summary.epoch), own(found));
}

function checkFoldMetrics(
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
