/** What a run keeps of its epochs, as its files have it: the weights with all that an answer needs, and the results. @module */

import type { Config } from "../../lib/config.ts";
import { weightsSha256 } from "../../lib/network/weights.ts";
import { measuredModel } from "../../lib/ensemble/trained_model.ts";
import type { OpenData } from "../data/source.ts";
import { decidedResults } from "../run/decided.ts";
import { isToRefit } from "../run/early_end.ts";
import { decisionIn } from "../run/decision.ts";
import { distributionsText, intervalsText } from "../run/novelty.ts";
import { type Summary, weightsEpochOf } from "../run/run_folder.ts";
import type { Kept } from "./learner.ts";

/** What is kept, as the files of a run have it. */
export interface KeptFiles extends Kept {
  /** The content of the weights' file, with the trees that the model has by then. */
  readonly weights: () => Uint8Array<ArrayBuffer>;
  readonly sha256: string;
  /** The results by the thresholds that the model answers by. */
  readonly results: Pick<Summary, "validation" | "test" | "decision">;
}

/**
 * The files of what is kept.
 * @param run.epochs how many are whole
 * @param run.novelty the novelty detector as text; `undefined` where it would be too large
 */
export async function keptFiles(
  kept: Kept,
  run: {
    readonly config: Config;
    readonly data: OpenData;
    readonly epochs: number;
    readonly novelty: string | undefined;
  },
): Promise<KeptFiles> {
  const { model, answers, summary: { epoch, validation, test } } = kept;
  const { config, data, epochs, novelty } = run;
  const { table, quantities, input, labels } = data;
  const intervals = intervalsText(
    answers,
    data,
    isToRefit(config) ? { network: measuredModel(model), test: data.test } : undefined,
  );
  const decision = decisionIn(answers, data, config.dataset);
  const distributions = distributionsText(answers, data, decision);
  const metadata = {
    config: JSON.stringify(config),
    epoch: String(weightsEpochOf({ epoch, epochs })),
    ...table && { table: JSON.stringify(table) },
    ...!table && quantities && { quantities: JSON.stringify(quantities) },
    ...input && { input: JSON.stringify(input) },
    ...labels && { labels: JSON.stringify(labels) },
    ...novelty !== undefined && { novelty },
    ...intervals !== undefined && { intervals },
    ...decision !== undefined && { decision: JSON.stringify(decision) },
    ...distributions !== undefined && { distributions },
  };
  const results = decidedResults(
    { ...validation && { validation }, ...test && { test } },
    decision,
    data,
    (split) => split === "test" ? measuredModel(model) : answers,
  );
  const weights = () => model.toSafetensors(metadata);
  return { ...kept, weights, results, sha256: await weightsSha256(model) };
}
