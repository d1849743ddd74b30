/** A run for `verify`: the content of its files, the data, and its network's results. @module */

import type { Config } from "../../lib/config.ts";
import type { RecordedAnswers } from "../../lib/ensemble/recorded.ts";
import { evaluate } from "../../lib/evaluate.ts";
import type { TrainedModel } from "../../lib/ensemble/trained_model.ts";
import type { OpenData } from "../data/source.ts";
import type { Final } from "../run/final.ts";
import { type EvaluatedModel, evaluatedModel } from "../run/evaluated_model.ts";
import { resultOf } from "../run/result.ts";
import type { RunNetwork } from "../run/read_network.ts";
import type { Result, Run } from "../run/run_folder.ts";

export const EVALUATED = ["validation", "test"] as const;

export type Results = { readonly [Split in typeof EVALUATED[number]]?: Result };

/** The content of files of a run, read at the same moment as the others. */
export interface Contents {
  readonly config: string;
  readonly metrics: Uint8Array;
  readonly checkpoint: Uint8Array | undefined;
  readonly final: Final | undefined;
  readonly report: string | undefined;
}

export interface VerifiedRun extends Pick<Run, "config" | "metrics" | "summary"> {
  readonly path: string;
  readonly contents: Contents;
  readonly opened: RunNetwork;
  readonly splits: OpenData;
  /** What answers to validation. */
  readonly answers: EvaluatedModel;
  readonly results: Results;
}

/** A network's results on the splits that a config evaluates; over folds always out of fold. */
export async function resultsOf(
  network: TrainedModel,
  config: Config,
  splits: OpenData,
): Promise<Results> {
  const evaluated = EVALUATED.filter((split) =>
    splits.folded === undefined
      ? config.evaluate.includes(split)
      : split === "validation" || config.evaluate.includes(split) && splits.test.size > 0
  );
  const measure = splits.folded &&
    (await import("../train/fold_learner.ts")).measureOf(config.dataset, splits);
  return Object.fromEntries(
    evaluated.map((name) => {
      const answerer = evaluatedModel(network, name, splits.folded);
      const measured = name === "validation"
        ? measure?.((answerer as RecordedAnswers).outputs, splits[name])
        : undefined;
      const found = { ...evaluate(answerer, splits[name]), measured };
      return [name, resultOf(found, splits.quantities)];
    }),
  );
}
