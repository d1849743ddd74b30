/** The least accuracy that a run may have. @module */

import { type Config, parseReproduction } from "../../lib/config/mod.ts";
import { mnist } from "../../lib/digits/mod.ts";
import { inPercent } from "../cli/format.ts";
import type { MainMetric } from "../new_data/evaluate.ts";
import { readFloor } from "../new_data/floor.ts";
import { round } from "../problem/statistics.ts";
import { explained, readJson } from "../run/config.ts";
import type { Metrics } from "../run/run_folder.ts";
import { type Candidate, resultIn } from "./entry.ts";

/** The floor of MNIST for a config that has none; for other data there is no default. */
const MNIST_FLOOR = 0.95;

export interface Floor {
  /** An accuracy, a fraction, or R². */
  readonly least: number;
  /** The split and the epoch that have to reach it; by default the epoch kept, on test or else on validation. */
  readonly of?: {
    readonly split: "validation" | "test";
    readonly epoch: "last" | "best";
  };
  readonly from: string;
}

/**
 * The floor that is asked for: that of `--floor`, or else the published accuracy of the config less its tolerance. That of
 * an ensemble is no floor for one network.
 * @param text of `--floor`
 * @param path of `--config`
 * @returns `undefined` if there is neither
 * @throws {UsageError} if it is no number up to 1, or there is no such config
 */
export async function floorOf(
  text: string | undefined,
  path: string | undefined,
): Promise<Floor | undefined> {
  const least = readFloor(text);
  if (least !== undefined) return { least, from: "--floor" };
  const value = path === undefined ? {} : await readJson(path);
  const published = explained(path ?? "", [], () => parseReproduction(value));
  const { accuracy, error, tolerance = 0, split, epoch, committee } = published ?? {};
  const target = accuracy ?? (error === undefined ? undefined : 1 - error);
  if (target === undefined || split === undefined || epoch === undefined || committee) {
    return undefined;
  }
  return {
    least: round(target - tolerance),
    of: { split, epoch },
    from: `the published ${inPercent(target)} % less its tolerance`,
  };
}

/** The floor of a run's data where none is asked for; `undefined` of data other than MNIST. */
export function defaultFloor({ dataset }: Pick<Config, "dataset">): Floor | undefined {
  return dataset === mnist.name
    ? { least: MNIST_FLOOR, from: "the default of --floor" }
    : undefined;
}

/**
 * What is compared with a floor: the accuracy, or R² of quantities, and its split and epoch in words.
 * @returns `undefined` where the run was not evaluated on the split
 */
export function valueFor(
  { of }: Pick<Floor, "of">,
  entry: Candidate,
  metrics: readonly Metrics[],
): { readonly metric: MainMetric; readonly value: number; readonly of: string } | undefined {
  if (of === undefined) {
    const { split, result } = resultIn(entry) ?? {};
    const metric = result?.accuracy === undefined ? "r2" : "accuracy";
    const value = result?.[metric];
    return typeof value === "number" ? { metric, value, of: split! } : undefined;
  }
  const { split, epoch } = of;
  const accuracies = metrics.flatMap((line) => line[split]?.accuracy ?? []);
  if (accuracies.length === 0) return undefined;
  const value = epoch === "best" ? Math.max(...accuracies) : accuracies.at(-1)!;
  return { metric: "accuracy", value, of: `${split}, ${epoch} epoch` };
}
