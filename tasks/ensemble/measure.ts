/** Weighs and evaluates an ensemble and its members. @module */

import { evaluate } from "../../mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { type Ensemble, ensembleWeights, RecordedAnswers } from "../../lib/ensemble/mod.ts";
import { disagreementOf, spreadOf } from "../../lib/evaluate/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { entryOf, type OpenData } from "../datasets/open_data.ts";
import type { EnsembleFile, Weighing } from "../run/open_ensemble.ts";
import { ensembleAnswererOf } from "../run/fold_answers.ts";
import { ensembleOf } from "../run/open_network.ts";
import { resultOf } from "../run/result.ts";
import { asMember } from "../problem/members.ts";
import type { Member } from "./members.ts";

export interface MeasuredEnsemble {
  readonly ensemble: Ensemble;
  readonly file: EnsembleFile;
}

/**
 * Weighs members and evaluates them alone and together. Weights are chosen on the validation split; on the test split the
 * ensemble is evaluated once, with its weights.
 * @throws {UsageError} if validation is to weigh members that have learned from it, or is empty
 */
export function measureEnsemble(
  members: readonly Member[],
  data: OpenData,
  weighing: Weighing,
): MeasuredEnsemble {
  checkValidation(members, data, weighing);
  const alone = members.map((member) => ensembleOf([member]));
  const [validation, test] = (["validation", "test"] as const).map((split) =>
    alone.map((member) => {
      const answerer = ensembleAnswererOf(member, split, data.folded); // out of fold, if there are folds
      return answerer instanceof RecordedAnswers
        ? answerer
        : RecordedAnswers.of(answerer, data[split]);
    })
  ) as [RecordedAnswers[], RecordedAnswers[]];
  const resultOn = (split: "validation" | "test", answers: RecordedAnswers) =>
    resultOf(evaluate(answers, data[split]), data.quantities);

  const equal = members.map(() => 1);
  const { weights: best } = ensembleWeights(validation, data.validation);
  const weights = weighing === "equal" ? equal : best;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const results = members.map(({ name, config: { seed }, weightsSha256 }, k) => ({
    run: name,
    seed,
    weightsSha256,
    weight: weights[k]! / total,
    validation: resultOn("validation", validation[k]!),
    test: resultOn("test", test[k]!),
  }));
  const file: EnsembleFile = {
    weights: weighing,
    members: results,
    validation: {
      equal: resultOn("validation", RecordedAnswers.mean(validation, equal)),
      validation: resultOn("validation", RecordedAnswers.mean(validation, best)),
    },
    test: resultOn("test", RecordedAnswers.mean(test, weights)),
    spread: {
      validation: spreadOf(results.map((member) => asMember(member.validation).value)),
      test: spreadOf(results.map((member) => asMember(member.test).value)),
    },
    disagreement: data.validation.problem.hasAccuracy
      ? disagreementOf(validation.map(({ outputs }) => outputs), data.validation)
      : null,
    data: { ...data.hashes },
  };
  return { ensemble: ensembleOf(members, weights), file };
}

function checkValidation(
  [first]: readonly Member[],
  { validation }: OpenData,
  weighing: Weighing,
): void {
  if (validation.size === 0) {
    throw new UsageError("Cannot compare members: their validation split has no examples");
  }
  const { config } = first!;
  if (weighing === "equal" || !learnedFromValidation(config)) return;
  const most = entryOf(config)!.split.training;
  throw new UsageError(
    `Cannot weigh members by validation: of their ${config.trainingSize} training images those from ${most} on are the ` +
      "validation split; expected --weights equal",
  );
}

/** Whether a config's training images include those of the validation split. */
export function learnedFromValidation(config: Config): boolean {
  return config.trainingSize > (entryOf(config)?.split.training ?? Infinity);
}
