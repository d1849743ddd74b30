/** The answers of a model to a split, computed. The page, which has no split in a file, does without. @module */

import { firstNetworkOf } from "../../../../lib/ensemble/trained_model.ts";
import { thresholdsOf } from "../../../run/decided.ts";
import { shownAs } from "../../problem/metrics.ts";
import { type Answered, answersTo, type Asked } from "./answered.ts";

/** The answers of a model, and what they are worth. */
export async function answeredBy(asked: Asked): Promise<Answered> {
  const { answerer, trained, names, decision, data } = asked;
  const { model: _, changed: __, distributions: ___, explains: ____, ...facts } = asked;
  const problem = shownAs(data);
  const { table } = names;
  return {
    ...facts,
    problem,
    table: table && (await import("../table/answered.ts")).tableAnswered(table, asked),
    thresholds: thresholdsOf(decision, names),
    activation: firstNetworkOf(trained[0]!).outputActivation.name,
    ...answersTo[problem](answerer, data, names, decision, facts),
  } as Answered;
}
