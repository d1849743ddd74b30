/** The best run of a sweep beside its baseline on the test part, at which no other run looks. @module */

import { outputsFor, truthOf } from "../../lib/evaluate/mod.ts";
import type { SweepPlan, SweepSummary, TestComparison } from "./plan/mod.ts";
import { openRunData } from "../run/run_data.ts";
import { readNetwork } from "../run/read_network.ts";
import { trialPath } from "../run/run_name.ts";

/** The run of the baseline that has the seed of the best run; `undefined` if a sweep has none, or no best run. */
export function baselineRun({ baseline, best, trials }: SweepSummary): string | undefined {
  if (baseline === undefined || best === null) return undefined;
  const seed = trials[best.trial - 1]!.runs.find(({ run }) => run === best.run)!.seed;
  return trials[baseline - 1]!.runs.find((run) => run.seed === seed)?.run;
}

/**
 * Evaluates both on the test part, each once.
 * @param data the folder of the data sets
 * @returns `undefined` for a sweep that is not complete, or has no baseline
 * @throws {Error} if the data is not there, or not what the runs learned from
 */
export async function compareOnTest(
  folder: string,
  { trials }: SweepPlan,
  summary: SweepSummary,
  data: string,
): Promise<TestComparison | undefined> {
  const { complete, best } = summary;
  const other = baselineRun(summary);
  if (!complete || best === null || other === undefined) return undefined;
  const { config } = trials[best.trial - 1]!.runs.find(({ run }) => run === best.run)!;
  const paths = [best.run, other].map((run) => trialPath(folder, run));
  const { test } = await openRunData(paths, config!, data);
  const [own, baseline] = await Promise.all(paths.map(async (path) => {
    const { network } = await readNetwork(path);
    return outputsFor(network, test);
  })) as [Float32Array, Float32Array];
  const truth = truthOf({ test: own }, test, {
    test: Uint32Array.from({ length: test.size }, (_, row) => row),
    baselines: [{
      ...{ name: "recipe", phrase: "the recipe", test: baseline },
      ...{ advice: "use that", kept: "the best trial" },
    }],
  });
  const { metric, testRows } = truth;
  const [rival] = truth.baselines;
  const { difference, costDifference } = rival!;
  return {
    ...{ metric, testRows },
    best: { test: truth.test, cost: truth.cost },
    baseline: { test: rival!.test, cost: rival!.cost },
    ...{ difference, costDifference },
    verdict: best.run === other ? "The recipe is the best of them: use that." : truth.verdict,
  };
}
