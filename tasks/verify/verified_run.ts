/** A run for `verify`: the content of its files, the data, and its network's results. @module */

import { evaluate, type Network } from "../../mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import type { OpenData } from "../datasets/open_data.ts";
import { problemOf } from "../problem/metrics.ts";
import { askOfResult, type OfResult } from "../problem/results.ts";
import type { Final } from "../run/final.ts";
import { resultOf } from "../run/result.ts";
import type { ClassResult, Result, Run, RunNetwork, Summary } from "../run/run_folder.ts";
import type { Checks } from "./checks.ts";

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
  readonly results: Results;
}

/** A network's results on the splits that a config evaluates. */
export function resultsOf(network: Network, config: Config, splits: OpenData): Results {
  const evaluated = EVALUATED.filter((split) => config.evaluate.includes(split));
  return Object.fromEntries(
    evaluated.map((name) => [name, resultOf(evaluate(network, splits[name]), splits.quantities)]),
  );
}

/** Checks a recomputed result; that of a blas run needs only to be near. */
export function checkResult(
  checks: Checks,
  claim: string,
  { engine }: Pick<Summary, "engine">,
  claimed: Result | undefined,
  found: Result | undefined,
): void {
  if (engine === "blas" && claimed !== undefined && found !== undefined && isNear(claimed, found)) {
    checks.check(`${claim}, within the rounding of blas`, claimed, claimed);
  } else checks.check(claim, claimed, found);
}

/** The tolerance of a result of blas, as a fraction of the examples and of each error. */
const BLAS_TOLERANCE = { examples: 1e-3, errors: 1e-4 };

function areNearCounts(claimed: ClassResult, found: ClassResult): boolean {
  return Math.abs(claimed.correct - found.correct) <= BLAS_TOLERANCE.examples * found.size &&
    claimed.accuracy === claimed.correct / claimed.size;
}

function isNearError(claimed: number, found: number): boolean {
  return Math.abs(claimed - found) <= BLAS_TOLERANCE.errors * found;
}

const nearness: OfResult<boolean> = {
  classification: areNearCounts,
  multiLabel: areNearCounts,
  regression(claimed, found) {
    const isNearR2 = claimed.r2 === null || found.r2 === null
      ? claimed.r2 === found.r2
      : isNearError(1 - claimed.r2, 1 - found.r2);
    return isNearR2 && isNearError(claimed.mae, found.mae) && isNearError(claimed.rmse, found.rmse);
  },
};

/** Whether two results are the same but for rounding. */
function isNear(claimed: Result, found: Result): boolean {
  return claimed.size === found.size && isNearError(claimed.cost, found.cost) &&
    problemOf(claimed) === problemOf(found) && askOfResult(nearness, claimed, found);
}
