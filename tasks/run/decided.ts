/** What a summary has of the thresholds by which a model answers, and of its results by them. @module */

import type { Classifier } from "../../lib/evaluate.ts";
import type { Decision } from "../../lib/measure/decide/decide.ts";
import { decidedEvaluation } from "../../lib/measure/decide/evaluation.ts";
import type { OpenData } from "../data/source.ts";
import { resultOf } from "./result.ts";
import type { AnsweredFrom, Result, Summary } from "./run_folder.ts";

/** The splits of a summary. */
const SPLITS = ["validation", "test"] as const;

type Results = { readonly [Split in typeof SPLITS[number]]?: Result };

/** The thresholds of a model by name; none of one that answers without. */
export function thresholdsOf(
  decision: Decision | undefined,
  { labels, classes }: Pick<OpenData, "labels" | "classes">,
): AnsweredFrom[] {
  const { threshold, thresholds = threshold ? [threshold] : [] } = decision ?? {};
  const names = labels ?? classes;
  return thresholds.map(({ positive, from }) => ({
    name: names?.[positive] ?? String(positive),
    from,
  }));
}

/**
 * The results of a model as its summary has them: by its thresholds, if it has any.
 * @param results at a threshold of one half; a split that was not evaluated is absent
 * @param answersOf what answers to a split
 */
export function decidedResults(
  results: Results,
  decision: Decision | undefined,
  data: Pick<OpenData, "labels" | "classes" | "validation" | "test">,
  answersOf: (split: keyof Results) => Omit<Classifier, "cost">,
): Pick<Summary, "validation" | "test" | "decision"> {
  const thresholds = thresholdsOf(decision, data);
  const found = SPLITS.filter((split) => results[split] !== undefined);
  const of = (resultIn: (split: keyof Results) => Result) =>
    Object.fromEntries(found.map((split) => [split, resultIn(split)]));
  const atHalf = of((split) => results[split]!);
  if (thresholds.length === 0) return atHalf;
  return {
    ...of((split) =>
      resultOf(
        decidedEvaluation(results[split]!, decision, answersOf(split), data[split]),
        undefined,
      )
    ),
    decision: { thresholds, atHalf: atHalf as NonNullable<Summary["decision"]>["atHalf"] },
  };
}
