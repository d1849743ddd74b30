/** The ensemble of trained members: what is decided out of fold, and what is left of the candidates. @module */

import { groupBy } from "../../checks/group_by.ts";
import type { Dataset } from "../../dataset.ts";
import type { Engine } from "../../engine/engine.ts";
import { FoldEnsemble, type FoldFamily, type FoldMember } from "./fold_ensemble.ts";
import { assign } from "../../network/parameters.ts";
import type { Checkpoint } from "../../train/checkpoint.ts";
import {
  type FoldedData,
  memberNetwork,
  type MemberPlan,
  rangesOf,
  withoutInputs,
} from "./members.ts";
import type { InputEncoding } from "../encode/input_encoding.ts";
import { costOf, mixingWeight } from "./mixture.ts";
import { type CandidateGroup, groupsOf, outOfFold } from "./rounds.ts";
import { bestEpoch, joinsInputs, type MemberTraining } from "./member_trainer.ts";

/** Members that were trained. */
export interface TrainedMembers {
  readonly data: FoldedData;
  readonly plans: readonly MemberPlan[];
  readonly training: MemberTraining;
  /** What each member remembers; `undefined` of those that have not begun. */
  readonly checkpoints: readonly (Checkpoint | undefined)[];
  /** The answers of each member's best epoch to its fold. */
  readonly outputs: readonly (Float32Array | undefined)[];
  /** How the rows of a member become its inputs. */
  readonly encodingOf: (member: number) => InputEncoding;
  /** The linear models, unless they are among the members that were trained. */
  readonly linear: FoldFamily | undefined;
}

/** Chooses the weight decay of each family and the weight between the encodings, and makes the ensemble. */
export function assembleFolds(trained: TrainedMembers, engine: Engine): FoldEnsemble {
  const { data, plans, training, outputs, linear } = trained;
  const { classNames } = data.training;
  const like = memberNetwork(plans[0]!, data, training.network, engine);
  like.classNames = classNames;
  const expected = withoutInputs(data.training);
  const groups = groupsOf(plans, outputs).map((group) => {
    const members = group.members.map((m) => ({ ...plans[m]!, outputs: outputs[m]! }));
    const answers = outOfFold(members, data.folds);
    return { ...group, answers, cost: costOf(answers, expected, like) };
  });
  const byFamily = groupBy(groups, ({ family }) => family.name);
  const best = [...byFamily.values()].map((some) => some.reduce((a, b) => b.cost < a.cost ? b : a));
  const [first, second] = best as unknown as [Answered, Answered];
  const weight = mixingWeight([first.answers, second.answers], expected, like);
  const weights = [weight, 1 - weight, 0];
  const families = best.map((group, k): FoldFamily => ({
    ...group.family,
    weightDecay: group.weightDecay,
    weight: weights[k]!,
    members: group.members.map((m) => memberOf(trained, m, classNames, engine)),
  }));
  return new FoldEnsemble([...families, ...linear ? [linear] : []], {
    ranges: rangesOf(data.training),
    joins: joinsInputs(plans[0]!, training.options),
  });
}

/** The candidate that became each member of an ensemble, by its number and in the members' order; −1 if none did. */
export function candidatesIn(
  { families }: Pick<FoldEnsemble, "families">,
  plans: readonly MemberPlan[],
): number[] {
  return families.flatMap(({ name, weightDecay, members }) =>
    members.map(({ fold, repeat }) =>
      plans.findIndex((plan) =>
        plan.family.name === name && plan.weightDecay === weightDecay && plan.fold === fold &&
        plan.repeat === repeat
      )
    )
  );
}

type Answered = CandidateGroup & { readonly answers: Float32Array };

function memberOf(
  { data, plans, training: { network: functions }, checkpoints, encodingOf }: TrainedMembers,
  m: number,
  classNames: Dataset["classNames"],
  engine: Engine,
): FoldMember {
  const plan = plans[m]!;
  const { best, history } = checkpoints[m]!;
  const network = memberNetwork(plan, data, functions, engine);
  network.classNames = classNames;
  assign(network, best!);
  const [encoding, { fold, repeat }] = [encodingOf(m), plan];
  return { network, encoding, fold, repeat, epoch: bestEpoch(history) };
}
