/** The linear model beside an ensemble over folds: solved for each fold, with a ridge that is chosen out of fold. @module */

import { type LinearData, type LinearOutputs, solveLinear } from "../baselines/linear.ts";
import type { Engine } from "../../engine/engine.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import { targetsOf } from "../../measure/row_scores.ts";
import type { FoldFamily, FoldMember } from "./fold_ensemble.ts";
import type { EncodedDataset } from "../encode/encoded_dataset.ts";
import { weighClasses } from "../../train/class_weights.ts";
import { yieldToEventLoop } from "../../train/event_loop.ts";
import { clip } from "./clip.ts";
import { countFolds } from "../../ensemble/trained_model.ts";
import {
  type FoldedData,
  type MemberData,
  memberData,
  memberNetwork,
  type MemberPlan,
  rangesOf,
  withoutInputs,
} from "./members.ts";
import type { MemberTraining } from "./member_trainer.ts";
import { costOf } from "./mixture.ts";
import { type FoldPlan, memberPlansOf, outOfFold } from "./rounds.ts";

const { min } = Math;

/** The ridges that there are, from weak to strong; the search begins at the one in the middle. */
const RIDGES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10];
const MIDDLE = 4;

/** The first fold alone chooses the ridge where it has so many rows: the others would choose the same, and take their time. */
const ENOUGH_ROWS = 2000;

const UNSOLVED = "The linear model did not converge, so " +
  "it may be better than the comparison shows";

export interface LinearOptions {
  readonly data: FoldedData;
  /** The linear model of each fold and repeat. */
  readonly plans: readonly MemberPlan[];
  readonly training: MemberTraining;
  readonly engine: Engine;
  readonly signal?: AbortSignal | undefined;
  readonly onSolved?: (() => void) | undefined;
  /** Gets a sentence if the solver ended before its least cost. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
}

/** The members of a plan. */
export interface Candidates {
  /** Those that are trained. */
  readonly plans: MemberPlan[];
  /** The linear models that are solved; none where they are trained. */
  readonly linear: MemberPlan[];
}

/**
 * The members of a plan: networks that are trained, and linear models that are solved. Linear models whose outputs are neither
 * probabilities nor quantities as they are may have several solutions: they are trained.
 */
export function candidatesOf(
  plan: FoldPlan,
  { network: { outputActivation } }: MemberTraining,
): Candidates {
  const plans = memberPlansOf(plan);
  if (kindOf(outputActivation) === undefined) {
    return { plans, linear: [] };
  }
  const isLinear = ({ family }: MemberPlan) => family.name === "linear";
  return {
    plans: plans.filter((member) => !isLinear(member)),
    linear: memberPlansOf({ ...plan, weightDecays: [0] }).filter(isLinear),
  };
}

/** A model of a fold with some ridge. */
interface Solved {
  readonly parameters: Float64Array;
  readonly member: FoldMember;
  /** [rows of the fold, outputs] */
  readonly outputs: Float32Array;
  readonly isSolved: boolean;
}

/**
 * Solves the linear models of all folds. The ridge is the one with the least cost out of fold of 10⁻⁶, 10⁻⁵ … 10: from 10⁻² on it
 * is made weaker, or else stronger, as long as the cost falls.
 * @returns a family that does not count, with the ridge as its weight decay; `undefined` without plans
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function solveLinearFamily(
  { data, plans, training, engine, signal, onSolved, onWarning }: LinearOptions,
): Promise<FoldFamily | undefined> {
  if (plans.length === 0) return undefined;
  const like = memberNetwork(plans[0]!, data, training.network, engine);
  like.classNames = data.training.classNames;
  const expected = withoutInputs(data.training);
  const choosing = data.training.size >= ENOUGH_ROWS * countFolds(data) ? plans.slice(0, 1) : plans;
  const known = new Map<number, readonly Solved[]>();

  const prepared = new Map<MemberPlan, PreparedRows>();
  /** The rows of a member, which are kept where several ridges are tried on them. */
  function rowsFor(plan: MemberPlan): PreparedRows {
    const rows = prepared.get(plan) ?? prepare(data, plan, training);
    if (choosing.includes(plan)) prepared.set(plan, rows);
    return rows;
  }

  /** Solves members with a ridge, from the solutions of another one. */
  async function solveAll(some: readonly MemberPlan[], r: number, from?: readonly Solved[]) {
    const solved: Solved[] = [];
    for (const [m, plan] of some.entries()) {
      await yieldToEventLoop(signal);
      const start = from?.[min(m, from.length - 1)]?.parameters;
      solved.push(solveMember({ data, plan, training, engine }, rowsFor(plan), RIDGES[r]!, start));
      onSolved?.();
    }
    return solved;
  }
  async function costAt(r: number, from?: number): Promise<number> {
    const solved = await solveAll(choosing, r, from === undefined ? undefined : known.get(from));
    known.set(r, solved);
    if (choosing.length < plans.length) {
      const fold = memberData(data, plans[0]!).validation;
      return costOf(solved[0]!.outputs, withoutInputs(fold), like);
    }
    const answers = solved.map(({ member, outputs }) => ({ ...member, outputs }));
    return costOf(outOfFold(answers, data.folds), expected, like);
  }

  let [best, least] = [MIDDLE, await costAt(MIDDLE)];
  for (const way of [-1, 1]) {
    while (RIDGES[best + way] !== undefined) {
      const cost = await costAt(best + way, best);
      if (!(cost < least)) break;
      [best, least] = [best + way, cost];
    }
    if (best !== MIDDLE) break;
  }
  const chosen = known.get(best)!;
  prepared.clear();
  const rest = await solveAll(plans.slice(chosen.length), best, chosen.slice(0, 1));
  if ([...chosen, ...rest].some(({ isSolved }) => !isSolved)) onWarning?.(UNSOLVED);
  const { family } = plans[0]!;
  return {
    ...family,
    weightDecay: RIDGES[best]!,
    weight: 0,
    members: [...chosen, ...rest].map(({ member }) => member),
  };
}

/** Solves the linear model of a plan with a ridge that was chosen before. */
export function solveLinearMember(
  options: Pick<LinearOptions, "data" | "training" | "engine">,
  plan: MemberPlan,
  ridge: number,
): FoldMember {
  const { data, training } = options;
  return solveMember({ ...options, plan }, prepare(data, plan, training), ridge, undefined).member;
}

function solveMember(
  { data, plan, training, engine }: Pick<LinearOptions, "data" | "training" | "engine"> & {
    readonly plan: MemberPlan;
  },
  { encoding, validation, linear }: PreparedRows,
  ridge: number,
  start: Float64Array | undefined,
): Solved {
  const { parameters, isSolved } = solveLinear(linear, ridge, start);
  const network = memberNetwork(plan, data, training.network, engine);
  network.classNames = data.training.classNames;
  const biases = parameters.length - data.training.outputs;
  network.weights[0]!.values.set(parameters.subarray(0, biases));
  network.biases[0]!.values.set(parameters.subarray(biases));
  const { fold, repeat } = plan;
  const member = { network, encoding, fold, repeat, epoch: 0 };
  const outputs = clip(outputsFor(network, validation), rangesOf(data.training));
  return { parameters, member, outputs, isSolved };
}

/** The rows of a member, encoded. */
interface PreparedRows extends Pick<MemberData, "encoding" | "validation"> {
  readonly linear: LinearData;
}

function prepare(data: FoldedData, plan: MemberPlan, training: MemberTraining): PreparedRows {
  const { encoding, training: rows, validation } = memberData(data, plan);
  const weighted = weighClasses(rows, training.options) as EncodedDataset;
  const kind = kindOf(training.network.outputActivation)!;
  return { encoding, validation, linear: linearData(weighted, kind) };
}

/** The rows without their zeros. */
function linearData(rows: EncodedDataset, kind: LinearOutputs): LinearData {
  const { size, features, outputs, weights } = rows;
  const starts = new Uint32Array(size + 1);
  const [indices, values]: [number[], number[]] = [[], []];
  const row = new Float32Array(features);
  for (let r = 0; r < size; r++) {
    rows.writeRow(r, row);
    for (let k = 0; k < features; k++) {
      if (row[k] === 0) continue;
      indices.push(k);
      values.push(row[k]!);
    }
    starts[r + 1] = values.length;
  }
  return {
    inputs: {
      columns: features,
      starts,
      indices: Uint32Array.from(indices),
      values: Float32Array.from(values),
    },
    targets: targetsOf(rows, Uint32Array.from({ length: size }, (_, r) => r)),
    weights,
    outputs,
    kind,
  };
}

const KINDS: readonly LinearOutputs[] = ["softmax", "sigmoid", "linear"];

/** What outputs are made by; `undefined` of functions by which the cost may have several minima. */
function kindOf(outputs: MemberTraining["network"]["outputActivation"]): LinearOutputs | undefined {
  const name = typeof outputs === "string" ? outputs : outputs?.name;
  return KINDS.find((kind) => kind === name);
}
