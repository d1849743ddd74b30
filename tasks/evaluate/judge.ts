/** Evaluates networks whose answers are right or wrong. @module */

import { type ClassEvaluation, ofClasses } from "../../lib/evaluate.ts";
import { type Classifier, evaluate } from "../../mod.ts";
import { percent } from "../cli/format.ts";
import { ensembleOf } from "../run/open_network.ts";
import type { Evaluated, Outcome } from "./evaluated.ts";

/** An evaluation, together and of each member of an ensemble alone. */
interface Judged {
  /** What was evaluated. */
  readonly networks: Classifier;
  readonly evaluation: ClassEvaluation;
  /** The evaluation for programs, with that of each member. */
  readonly json: Outcome["json"];
  /** That of each member, for people. */
  readonly alone: Pick<Outcome, "alone">;
}

/** Evaluates networks together, and each member of an ensemble alone. */
export async function judge(given: Evaluated): Promise<Judged> {
  const { opened, ensemble, split } = given;
  const networks = await given.answering(ensemble);
  const evaluation = ofClasses(evaluate(networks, split));
  if (opened.length === 1) return { networks, evaluation, json: { ...evaluation }, alone: {} };
  const runs = [];
  for (const member of opened) {
    const answers = await given.answering(ensembleOf([member]));
    const { correct, accuracy, cost } = ofClasses(evaluate(answers, split));
    runs.push({ run: member.run, epoch: member.epoch, correct, accuracy, cost });
  }
  const alone = runs.map(({ accuracy }) => `${percent(accuracy)} alone`);
  return { networks, evaluation, json: { runs, ...evaluation }, alone: { alone } };
}
