/** The rounds of an ensemble over folds: each is an epoch of every member that has not stopped. @module */

import { addWeighted, meanOfSums } from "../../numerics/weighted_mean.ts";
import { groupBy } from "../../checks/group_by.ts";
import type { Dataset } from "../../dataset.ts";
import { type Candidate, RecordedAnswers } from "../../ensemble/recorded.ts";
import { evaluate, type Evaluation } from "../../evaluate.ts";
import {
  type Family,
  type FoldedData,
  type MemberPlan,
  memberSeed,
  withoutInputs,
} from "./members.ts";
import type { MemberEpoch } from "./member_trainer.ts";

/** Which members there are. */
export interface FoldPlan {
  /** How many folds the rows are split into. */
  readonly folds: number;
  /** How many times they are split. */
  readonly repeat: number;
  /** Where all randomness flows from. */
  readonly seed: number;
  /** The number of units in each hidden layer; a linear model has none. */
  readonly hidden: readonly number[];
  /** How fast weights may decay; each family has what is best out of fold. */
  readonly weightDecays: readonly number[];
  /** The version of how members are trained. Default: 1 */
  readonly recipe?: number | undefined;
}

/** The families of a plan: the two encodings, and the linear model that they are compared with. */
export function familiesOf({ hidden }: Pick<FoldPlan, "hidden">): Family[] {
  return [
    { name: "piecewise", encoding: "piecewise", hidden },
    { name: "standardized", encoding: "standardized", hidden },
    { name: "linear", encoding: "standardized", hidden: [] },
  ];
}

/**
 * All members of a plan. Those that differ in their weight decay alone draw the same numbers. By the second recipe those of
 * other weight decays than the first wait, see `learning`.
 */
export function memberPlansOf(plan: FoldPlan): MemberPlan[] {
  const { folds, repeat: repeats, seed, weightDecays, recipe = 1 } = plan;
  const plans: MemberPlan[] = [];
  for (const [f, family] of familiesOf(plan).entries()) {
    for (const weightDecay of weightDecays) {
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (let fold = 0; fold < folds; fold++) {
          const member = (f * repeats + repeat) * folds + fold;
          const waits = recipe > 1 && weightDecay !== weightDecays[0];
          plans.push({
            family,
            fold,
            repeat,
            weightDecay,
            seed: memberSeed(seed, member),
            ...recipe > 1 && { recipe },
            ...waits && { waits },
          });
        }
      }
    }
  }
  return plans;
}

/** Measures answers [rows, outputs] by what else they are to be compared by, under names. */
export type Measure = (
  outputs: Float32Array,
  expected: Dataset,
) => { readonly [name: string]: number };

/** The result of a round. */
export interface Round {
  /** Counted from 1. */
  readonly number: number;
  /** η of the last step of the first member that trained. */
  readonly learningRate: number;
  /** The mean cost over the members that trained, each taken before the step that its batch made; and that of each. */
  readonly train: { readonly cost: number; readonly members: Round["members"] };
  /** Of the candidates with the least cost out of fold: the members' answers, of stopped ones those of their best epoch. */
  readonly validation: Evaluation & { readonly measured?: ReturnType<Measure> | undefined };
  /** The cost of each member on its fold; null if it had stopped before, or has no epoch of this number. */
  readonly members: readonly (number | null)[];
}

/** The members of a family and a weight decay, over all folds and repeats. */
export interface CandidateGroup {
  readonly family: Family;
  readonly weightDecay: number;
  /** The numbers of its members. */
  readonly members: readonly number[];
}

/**
 * Groups members by what may be chosen.
 * @param outputs the answers of each member: groups of which one has none cannot be chosen. Default: all groups
 */
export function groupsOf(
  plans: readonly MemberPlan[],
  outputs?: readonly (Float32Array | undefined)[],
): CandidateGroup[] {
  const groups = groupBy(
    plans.keys(),
    (m) => `${plans[m]!.family.name} ${plans[m]!.weightDecay}`,
  );
  const hasAnswers = (m: number) => outputs === undefined || outputs[m] !== undefined;
  return [...groups.values()].filter((members) => members.every(hasAnswers)).map((members) => {
    const { family, weightDecay } = plans[members[0]!]!;
    return { family, weightDecay, members };
  });
}

/** What each member's epoch came to; `undefined` of members that did not train. */
export type MemberEpochs = readonly (MemberEpoch | undefined)[];

/** Keeps account of the rounds: puts the members' answers out of fold together. */
export class Rounds {
  readonly #plans: readonly MemberPlan[];
  readonly #expected: Dataset;
  readonly #folds: readonly Uint8Array[];
  readonly #like: Candidate;
  readonly #measure: Measure | undefined;
  /** What each member answers: last, and in its best epoch. */
  readonly #outputs: (Float32Array | undefined)[] = [];
  readonly #best: (Float32Array | undefined)[] = [];
  #number = 0;

  /** Begins before the first round. */
  constructor(
    { training, folds }: Pick<FoldedData, "training" | "folds">,
    plans: readonly MemberPlan[],
    like: Candidate,
    measure?: Measure,
  ) {
    this.#plans = plans;
    this.#expected = withoutInputs(training);
    this.#folds = folds;
    this.#like = like;
    this.#measure = measure;
  }

  /**
   * Continues after some rounds.
   * @param bestOutputs of each member
   */
  restore(number: number, bestOutputs: readonly (Float32Array | undefined)[]): void {
    this.#number = number;
    for (const [m, outputs] of bestOutputs.entries()) {
      this.#outputs[m] = this.#best[m] = outputs; // those of members that continue are soon others
    }
  }

  /** The answers of each member's best epoch to its fold; `undefined` of members that have not begun. */
  get bestOutputs(): readonly (Float32Array | undefined)[] {
    return this.#best;
  }

  /** Takes epochs of members down that catch up with the others: they count from the next round on. */
  catchUp(epochs: MemberEpochs): void {
    for (const [m, epoch] of epochs.entries()) {
      if (epoch === undefined) continue;
      const { outputs, isBest, hasStopped } = epoch;
      if (isBest) this.#best[m] = outputs;
      this.#outputs[m] = hasStopped ? this.#best[m]! : outputs;
    }
  }

  /** Takes a round down. */
  add(epochs: MemberEpochs): Round {
    this.catchUp(epochs);
    const trained = epochs.filter((epoch) => epoch !== undefined);
    const costs = trained.map(({ train }) => train.cost);
    const candidates = groupsOf(this.#plans, this.#outputs)
      .filter(({ family }) => family.name !== "linear")
      .map((group) => this.evaluate(this.outOfFold(group, this.#outputs)));
    return {
      number: ++this.#number,
      learningRate: trained[0]!.learningRate,
      train: {
        cost: costs.reduce((sum, cost) => sum + cost, 0) / costs.length,
        members: epochs.map((epoch) => epoch?.train.cost ?? null),
      },
      validation: candidates.reduce((a, b) => b.cost < a.cost ? b : a),
      members: epochs.map((epoch) => epoch?.cost ?? null),
    };
  }

  /** [rows, outputs] The answers of a group out of fold, the mean over repeats. */
  outOfFold(
    { members }: CandidateGroup,
    outputs: readonly (Float32Array | undefined)[],
  ): Float32Array {
    return outOfFold(
      members.map((m) => ({ ...this.#plans[m]!, outputs: outputs[m]! })),
      this.#folds,
    );
  }

  /** Evaluates answers to all rows. */
  evaluate(outputs: Float32Array): Round["validation"] {
    const recorded = new RecordedAnswers(outputs, this.#expected.outputs, this.#like);
    const measured = this.#measure?.(outputs, this.#expected);
    return { ...evaluate(recorded, this.#expected), ...measured && { measured } };
  }
}

/** [rows, outputs] The answers of members to their folds, the mean over repeats. */
export function outOfFold(
  members: readonly {
    readonly fold: number;
    readonly repeat: number;
    readonly outputs: Float32Array;
  }[],
  folds: readonly Uint8Array[],
): Float32Array {
  const rows = folds[0]!.length;
  const answered = members.reduce((sum, { outputs }) => sum + outputs.length, 0);
  const width = answered / (rows * folds.length);
  const sums = new Float64Array(rows * width);
  for (const { fold, repeat, outputs } of members) {
    let r = 0;
    for (let row = 0; row < rows; row++) {
      if (folds[repeat]![row] !== fold) continue;
      addWeighted(sums, outputs.subarray(r * width, (r + 1) * width), 1, 1, row * width);
      r++;
    }
  }
  return meanOfSums(sums, folds.length);
}
