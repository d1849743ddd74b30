/**
 * The model that ships after a split by time: when the test is told, the networks learn again, from all rows. The latest rows
 * are those that later ones resemble most. @module
 */

import { ownOptimizer } from "../../config/recipe.ts";
import type { Dataset } from "../../dataset.ts";
import type { Engine } from "../../engine/engine.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import { assign } from "../../network/parameters.ts";
import { createSchedule } from "../../train/schedules.ts";
import { allRowsOf, NO_FOLD } from "./all_rows.ts";
import { candidatesIn } from "./assemble.ts";
import { FoldEnsemble, type FoldFamily, type FoldMember } from "./fold_ensemble.ts";
import { solveLinearMember } from "./linear.ts";
import type { MemberTraining } from "./member_trainer.ts";
import { LocalTrainers, type MemberTrainers } from "./member_trainers.ts";
import {
  type FoldedData,
  memberNetwork,
  type MemberPlan,
  memberRows,
  rangesOf,
  withoutInputs,
} from "./members.ts";
import { mixingWeight } from "./mixture.ts";

const { floor, max } = Math;

/** What learns again, and from what. */
export interface RefitOptions {
  /** The model that was measured. */
  readonly ensemble: FoldEnsemble;
  readonly data: FoldedData;
  /** The rows that were left to the test. */
  readonly test: Dataset;
  /** The members that were trained. */
  readonly plans: readonly MemberPlan[];
  /** The linear models that were solved. */
  readonly linear: readonly MemberPlan[];
  readonly training: MemberTraining;
  readonly engine: Engine;
  /** Makes what trains members. Default: here, one after the other */
  readonly trainersFor?: (
    data: FoldedData,
    plans: readonly MemberPlan[],
    training: MemberTraining,
  ) => MemberTrainers | Promise<MemberTrainers>;
  /** Called before each epoch with how many there are. */
  readonly onEpoch?: ((number: number, epochs: number) => void) | undefined;
  readonly onMember?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Networks of a family that learn from all rows. */
interface RefitFamily extends Omit<FoldFamily, "members"> {
  readonly plans: readonly MemberPlan[];
}

/**
 * Trains the networks of the encodings that count, and the linear model, on all rows: for as many epochs as their members were best after,
 * in the mean, since no fold is left to judge them. The rows of the test, which are ahead of all others, decide how much each
 * encoding counts; all else stays as it was chosen.
 * @returns the ensemble that was measured, with those that learned from all rows
 * @throws {DivergenceError} if the cost or the parameters of a network are no longer finite numbers
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function refit(options: RefitOptions): Promise<FoldEnsemble> {
  const { ensemble, data, test, engine, signal, onEpoch, onMember } = options;
  const all = allRowsOf(data, test);
  const training = unjudged(options.training);
  const families = familiesToRefit(options, all.training.size);
  const plans = families.flatMap(({ plans }) => plans);
  const trainersFor = options.trainersFor ??
    ((data, plans) => new LocalTrainers(data, plans, training, engine));
  const trainers = await trainersFor(all, plans, training);
  const epochs = plans.reduce((most, { epochs = 0 }) => max(most, epochs), 0);
  for (let number = 1; number <= epochs; number++) {
    onEpoch?.(number, epochs);
    let done = 0;
    await trainers.advance(undefined, { onMember: () => onMember?.(++done), signal });
  }
  const checkpoints = await trainers.checkpoints(epochs);
  let m = 0;
  const refitted = families.map(({ plans, ...family }): FoldFamily => ({
    ...family,
    members: plans.map((plan): FoldMember => {
      const { average, parameters } = checkpoints[m++]!;
      const network = memberNetwork(plan, all, training.network, engine);
      network.classNames = all.training.classNames;
      assign(network, average ?? parameters);
      const { encoding } = memberRows(all, plan);
      return { network, encoding, fold: NO_FOLD, repeat: 0, epoch: plan.epochs! };
    }),
  }));
  const { ranges, joins, trees } = ensemble;
  return new FoldEnsemble(ensemble.families, {
    ranges,
    joins,
    trees,
    refitted: new FoldEnsemble([...refitted, ...solvedAgain(options, all, training)], {
      ranges: rangesOf(all.training),
    }),
  });
}

/** What networks of all rows are trained by: nothing that looks at rows which they do not learn from. */
function unjudged({ network, options }: MemberTraining): MemberTraining {
  const { schedule = "constant" } = options;
  const isFree = !createSchedule(schedule).usesValidation;
  return { network, options: { ...options, schedule: isFree ? schedule : "constant" } };
}

/** The epoch that the members of a family are kept of, in the mean; 0 of linear models that are solved. */
export function meanEpoch({ members }: Pick<FoldFamily, "members">): number {
  return floor(members.reduce((sum, { epoch }) => sum + epoch, 0) / members.length + 0.5);
}

/**
 * How much the networks of each family count that answer new rows: as is best for the rows of the test. Out of fold looks inside
 * the past; how an encoding goes on beyond it only rows show that are ahead.
 * @returns by name; 0 of linear models
 */
export function weightsAhead(ensemble: FoldEnsemble, test: Dataset): Map<string, number> {
  const names = ensemble.families.map(({ name }) => name).filter((name) => name !== "linear");
  const [first, second] = names.map((name) => outputsFor(ensemble.measured.only(name), test));
  const weight = second ? mixingWeight([first!, second], withoutInputs(test), ensemble) : 1;
  return new Map(names.map((name, k) => [name, k === 0 ? weight : 1 - weight]));
}

/** The families whose networks learn again; a linear model that was solved does not. */
function familiesToRefit(
  { ensemble, data, test, plans }: RefitOptions,
  rows: number,
): RefitFamily[] {
  const candidates = candidatesIn(ensemble, plans);
  // So that an epoch takes the same part of the weights.
  const less = ownOptimizer(rows).weightDecay / ownOptimizer(data.training.size).weightDecay;
  const weights = weightsAhead(ensemble, test);
  let m = 0;
  return ensemble.families.flatMap(({ members, ...family }): RefitFamily[] => {
    const numbers = members.map(() => candidates[m++]!);
    const weight = weights.get(family.name) ?? 0;
    if (numbers.includes(-1) || weight === 0 && family.name !== "linear") return [];
    const epochs = max(1, meanEpoch({ members }));
    const weightDecay = less * family.weightDecay;
    const again = numbers.map((candidate): MemberPlan => {
      const { waits: _, ...plan } = plans[candidate]!;
      return { ...plan, fold: NO_FOLD, repeat: 0, weightDecay, epochs };
    });
    return [{ ...family, weight, weightDecay, plans: again }];
  });
}

/** The linear model of all rows, which needs to be solved but once; none where it is trained. */
function solvedAgain(
  { ensemble, linear: [plan], engine }: RefitOptions,
  data: FoldedData,
  training: MemberTraining,
): FoldFamily[] {
  const family = ensemble.families.find(({ name }) => name === "linear");
  if (plan === undefined || family === undefined) return [];
  const all = { ...plan, fold: NO_FOLD, repeat: 0 };
  const solved = solveLinearMember({ data, training, engine }, all, family.weightDecay);
  return [{ ...family, members: [solved] }];
}
