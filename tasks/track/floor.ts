/** The least accuracy that a run may have. @module */

import { type Config, parseReproduction } from "../../lib/config/mod.ts";
import { mnist } from "../../lib/digits/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { inPercent } from "../cli/format.ts";
import { round } from "../problem/statistics.ts";
import { explained, readJson } from "../run/config.ts";
import type { Metrics } from "../run/run_folder.ts";
import { type Candidate, resultIn } from "./entry.ts";

/** The floor of MNIST for a config that has none; for other data there is no default. */
const MNIST_FLOOR = 0.95;

export interface Floor {
  /** A fraction. */
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
 * @throws {UsageError} if it is no fraction, or there is no such config
 */
export async function floorOf(
  text: string | undefined,
  path: string | undefined,
): Promise<Floor | undefined> {
  if (text !== undefined) {
    const least = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
    if (least >= 0 && least <= 1) return { least, from: "--floor" };
    throw new UsageError(
      `--floor: expected a fraction from 0 to 1, got "${text}"; for example 0.95`,
    );
  }
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
 * The accuracy that is compared with a floor, and its split and epoch in words.
 * @returns `undefined` where a run predicts quantities or was not evaluated on the split
 */
export function accuracyFor(
  { of }: Pick<Floor, "of">,
  entry: Candidate,
  metrics: readonly Metrics[],
): { readonly accuracy: number; readonly of: string } | undefined {
  if (of === undefined) {
    const { split, result } = resultIn(entry) ?? {};
    return result?.accuracy === undefined ? undefined : { accuracy: result.accuracy, of: split! };
  }
  const { split, epoch } = of;
  const accuracies = metrics.flatMap((line) => line[split]?.accuracy ?? []);
  if (accuracies.length === 0) return undefined;
  const accuracy = epoch === "best" ? Math.max(...accuracies) : accuracies.at(-1)!;
  return { accuracy, of: `${split}, ${epoch} epoch` };
}
