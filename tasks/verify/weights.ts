/** Checks `weights.safetensors`: its tensors by their hash, its metadata by computing them again. @module */

import inkling from "../../deno.json" with { type: "json" };
import { metadataOf, weightsSha256 } from "../../lib/network/weights.ts";
import { firstNetworkOf, measuredModel } from "../../lib/ensemble/trained_model.ts";
import { isToRefit } from "../run/early_end.ts";
import { decisionIn } from "../run/decision.ts";
import { distributionsText, intervalsText, noveltyText } from "../run/novelty.ts";
import { FILES } from "../run/run_folder.ts";
import type { Checks } from "./checks.ts";
import type { Learned } from "./learned.ts";
import { hasOtherStatistics, withoutIntervals } from "./statistics.ts";
import type { VerifiedRun } from "./verified_run.ts";

/** What versions describe otherwise: of another one it is checked where it is the same. */
const DESCRIPTIONS: readonly string[] = ["table", "novelty", "distributions"];

export async function checkWeights(
  checks: Checks,
  run: VerifiedRun,
  { folds }: Learned,
): Promise<void> {
  const { contents, summary, opened: { network, epoch, metadata }, answers, splits } = run;
  const file = FILES.weights;
  checks.check(
    "config.json is the config in weights.safetensors",
    JSON.parse(contents.config),
    JSON.parse(metadata["config"]!),
  );
  if (folds === undefined) {
    checks.checkEpoch("summary.json describes the weights' epoch", summary.epoch, epoch);
  } else folds.checkWeights(checks);
  checks.check("weightsSha256", summary.weightsSha256, await weightsSha256(network));

  // readNetwork has compared them with the config, but takes defaults instead of missing ones.
  const { activation, outputActivation, cost, seed } = metadataOf(firstNetworkOf(network));
  const functions = { activation, outputActivation, cost, ...folds === undefined && { seed } };
  for (const [key, found] of Object.entries(functions)) {
    checks.check(`${key} in ${file}`, metadata[key], found);
  }
  const { training: { classNames, standardization }, table, quantities, input, labels } = splits;
  const isOlder = summary.versions.inkling !== inkling.version || hasOtherStatistics(summary);
  const decision = decisionIn(answers, splits, run.config.dataset);
  const made: { [key: string]: string | undefined } = {
    classNames: classNames && JSON.stringify(classNames),
    standardization: standardization && JSON.stringify(standardization),
    table: table && JSON.stringify(table),
    quantities: table ? undefined : quantities && JSON.stringify(quantities),
    input: input && JSON.stringify(input),
    labels: labels && JSON.stringify(labels),
    novelty: noveltyText(splits),
    intervals: intervalsText(
      answers,
      splits,
      isToRefit(run.config) ? { network: measuredModel(network), test: splits.test } : undefined,
    ),
    decision: decision && JSON.stringify(decision),
    distributions: distributionsText(answers, splits, decision),
  };
  for (const [key, found] of Object.entries(made)) {
    const claimed = metadata[key];
    const isOther = isOlder && DESCRIPTIONS.includes(key) && claimed !== found;
    if (key === "decision" && claimed && found && hasOtherStatistics(summary)) {
      const [then, again] = [claimed, found].map((text) => withoutIntervals(JSON.parse(text)));
      checks.check(`${key} in ${file} but its intervals, made again`, then, again);
      checks.leave(file, key);
      continue;
    }
    if (claimed === undefined && found !== undefined || isOther) checks.leave(file, key);
    else if (claimed !== found || found !== undefined) {
      checks.check(`${key} in ${file}, made again`, claimed, found);
    }
  }
  const keys = ["activation", "outputActivation", "cost", "seed", "config", "epoch"];
  keys.push("costVersion"); // of runs that 0.2.0-dev.2 began: always 2
  if (folds !== undefined) keys.push("folds");
  checks.checkKeys(file, metadata, [...keys, ...Object.keys(made)]);
}
