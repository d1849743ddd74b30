/**
 * The ensemble that a search comes to: selected greedily from the families of the recipe, the linear model and all trials that were
 * trained on all folds. How much a family counts out of fold is chosen on the other folds alone. @module
 */

import type { Dataset } from "../../dataset.ts";
import { rowsOf, rowsWhere } from "../../dataset/split.ts";
import type { Engine } from "../../engine/engine.ts";
import { countFolds } from "../../ensemble/trained_model.ts";
import type { RecordedAnswers } from "../../ensemble/recorded.ts";
import { meanDifference, type PairedDifference } from "../../measure/distributions.ts";
import { rowScores } from "../../measure/row_scores.ts";
import { assign } from "../../network/parameters.ts";
import { selectGreedily } from "../../search/selection.ts";
import { FoldEnsemble, type FoldFamily, type FoldMember } from "./fold_ensemble.ts";
import type { TrainedTrial } from "./halving.ts";
import type { MemberTraining } from "./member_trainer.ts";
import { type FoldedData, memberNetwork, memberRows, withoutInputs } from "./members.ts";
import { costOf } from "./mixture.ts";
import { outOfFold } from "./rounds.ts";
import { trialMember } from "./trials.ts";

/** What there is to select from. */
export interface SelectedFrom {
  /** That of the recipe. */
  readonly ensemble: FoldEnsemble;
  readonly data: FoldedData;
  readonly training: MemberTraining;
  readonly engine: Engine;
  readonly seed: number;
  readonly recipe: number;
  /** What members of the recipe have answered to the rows that they did not learn from. */
  readonly outOfFold: (some: FoldEnsemble) => RecordedAnswers;
  readonly trials: readonly TrainedTrial[];
}

/** What was selected. */
export interface Selected {
  readonly ensemble: FoldEnsemble;
  /** By trial, how much it counts. */
  readonly weights: readonly number[];
  /** The cost out of fold, by weights that are chosen on the other folds. */
  readonly cost: number;
  /** That of the recipe's ensemble. */
  readonly recipeCost: number;
  /** By how much the cost of a row is less than by the recipe. */
  readonly gain: PairedDifference;
  /** What the members of an ensemble of these families have answered to the rows that they did not learn from. */
  readonly outOfFold: (some: FoldEnsemble) => RecordedAnswers;
}

/** A family before it is chosen, and its answers out of fold [rows, outputs]. */
interface Candidate {
  readonly family: () => FoldFamily;
  readonly answers: Float32Array;
}

/**
 * Selects an ensemble on all rows, and for each fold on the rows of the others.
 * @throws {RangeError} if rows are split more than once: trials are trained on the first split alone
 */
export function selectFamilies(from: SelectedFrom): Selected {
  const { ensemble, data, trials } = from;
  const { training, folds: [foldOf] } = data;
  if (data.folds.length > 1) {
    throw new RangeError(`Cannot search over folds that are repeated ${data.folds.length} times`);
  }
  const known = new Map<FoldMember, Float32Array>();
  const candidates = [
    ...ensemble.families.map((family) => recipeCandidate(from, family, known)),
    ...trials.map((trial) => trialCandidate(from, trial, known)),
  ];
  const answers = candidates.map(({ answers }) => answers);
  const expected = withoutInputs(training);
  const all = selectGreedily(answers, (some) => costOf(some, expected, ensemble)).weights;
  const byFold = Array.from({ length: countFolds(data) }, (_, fold) => {
    const others = rowsWhere(foldOf!, (own) => own !== fold);
    const some = expected.select(others);
    const own = answers.map((all) => rowsOf(all, training.outputs, others) as Float32Array);
    return selectGreedily(own, (answers) => costOf(answers, some, ensemble)).weights;
  });
  const families = candidates.flatMap(({ family }, k): FoldFamily[] => {
    const weights = byFold.map((weights) => weights[k]!);
    const counts = all[k]! > 0 || weights.some((weight) => weight > 0);
    const isLinear = ensemble.families[k]?.name === "linear"; // simpler models are compared with it
    return counts || isLinear ? [{ ...family(), weight: all[k]!, weights }] : [];
  });
  const { ranges, joins } = ensemble;
  const selected = new FoldEnsemble(families, { ranges, joins });
  selected.classNames = ensemble.classNames;
  const answersOf = (some: FoldEnsemble) => {
    const members = some.families.flatMap(({ members }) => members);
    const given = members.map((member) => known.get(member)!);
    return some.outOfFold(training, data.folds, given);
  };
  const nested = answersOf(selected);
  const before = from.outOfFold(ensemble).outputs;
  return {
    ensemble: selected,
    weights: all.slice(ensemble.families.length),
    cost: costOf(nested.outputs, expected, ensemble),
    recipeCost: costOf(before, expected, ensemble),
    gain: gainOf(nested.outputs, before, training),
    outOfFold: answersOf,
  };
}

/** A family of the recipe's ensemble. */
function recipeCandidate(
  { ensemble, data: { training, folds }, outOfFold }: SelectedFrom,
  family: FoldFamily,
  known: Map<FoldMember, Float32Array>,
): Candidate {
  const { ranges, joins } = ensemble;
  const { outputs: answers } = outOfFold(
    new FoldEnsemble([{ ...family, weight: 1 }], { ranges, joins }),
  );
  for (const member of family.members) {
    const rows = rowsWhere(folds[0]!, (fold) => fold === member.fold);
    known.set(member, rowsOf(answers, training.outputs, rows) as Float32Array);
  }
  return { family: () => family, answers };
}

/** The family of a trial, whose networks are made if it is chosen. */
function trialCandidate(
  { data, training, engine, seed, recipe }: SelectedFrom,
  { trial, members }: TrainedTrial,
  known: Map<FoldMember, Float32Array>,
): Candidate {
  const plans = members.map((_, fold) => trialMember(trial, fold, { seed, recipe }));
  const family = (): FoldFamily => ({
    ...plans[0]!.family,
    weightDecay: trial.weightDecay,
    weight: 0,
    members: members.map(({ parameters, epoch, outputs }, fold) => {
      const network = memberNetwork(plans[fold]!, data, training.network, engine);
      network.classNames = data.training.classNames;
      assign(network, parameters);
      const { encoding } = memberRows(data, plans[fold]!);
      const member = { network, encoding, fold, repeat: 0, epoch };
      known.set(member, outputs);
      return member;
    }),
  });
  const answered = members.map(({ outputs }, fold) => ({ fold, repeat: 0, outputs }));
  return { family, answers: outOfFold(answered, data.folds) };
}

/** By how much answers cost less, row by row. */
function gainOf(answers: Float32Array, before: Float32Array, data: Dataset): PairedDifference {
  const rows = Uint32Array.from({ length: data.size }, (_, row) => row);
  const [now, then] = [answers, before].map((some) => rowScores(some, data, rows).costs);
  const { weights, units } = data;
  return meanDifference(then!.map((cost, r) => cost - now![r]!), { weights, units });
}
