/** The least accuracy that a run may have. @module */

import { type Config, parseReproduction } from "../../lib/config.ts";
import { mnist } from "../../lib/digits/mnist.ts";
import { UsageError } from "../cli/arguments.ts";
import { inPercent } from "../cli/format.ts";
import { round } from "../problem/statistics.ts";
import { explained, readJson } from "../run/config.ts";
import type { Metrics } from "../run/run_folder.ts";
import { type Candidate, resultIn } from "./entry.ts";

/** The floor of MNIST where a config has none of its own: of other data nobody knows what can be reached. */
const OF_MNIST = 0.95;

/** A least accuracy, and what it is of. */
export interface Floor {
  /** A fraction. */
  readonly least: number;
  /** The split and the epoch that have to reach it; if left out, the epoch kept, on test or else on validation. */
  readonly figure?: {
    readonly split: "validation" | "test";
    readonly epoch: "last" | "best";
  };
  /** Where it comes from, in words. */
  readonly from: string;
}

/**
 * The floor that is asked for: that of `--floor`, or else the published figure of the config less its tolerance. What a
 * ensemble reaches is no floor for one network.
 *
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
    throw new UsageError(`Cannot read --floor "${text}": it is a fraction from 0 to 1, as 0.95 is`);
  }
  const value = path === undefined ? {} : await readJson(path);
  const published = explained(path ?? "", [], () => parseReproduction(value));
  const { accuracy, error, tolerance = 0, split, epoch, committee } = published ?? {};
  const figure = accuracy ?? (error === undefined ? undefined : 1 - error);
  if (figure === undefined || split === undefined || epoch === undefined || committee) {
    return undefined;
  }
  return {
    least: round(figure - tolerance),
    figure: { split, epoch },
    from: `the published ${inPercent(figure)} % less its tolerance`,
  };
}

/** The floor of a run's data where none is asked for; `undefined` of data other than MNIST. */
export function defaultFloor({ dataset }: Pick<Config, "dataset">): Floor | undefined {
  return dataset === mnist.name ? { least: OF_MNIST, from: "the default of --floor" } : undefined;
}

/** An accuracy of a run, and what it is of, in words. */
export interface Figure {
  readonly accuracy: number;
  readonly of: string;
}

/** The accuracy that has to reach a floor, or would have to if there were one; none where a run predicts quantities or was not evaluated on the split. */
export function figureFor(
  { figure }: Pick<Floor, "figure">,
  entry: Candidate,
  metrics: readonly Metrics[],
): Figure | undefined {
  if (figure === undefined) {
    const { split, result } = resultIn(entry) ?? {};
    return result?.accuracy === undefined ? undefined : { accuracy: result.accuracy, of: split! };
  }
  const { split, epoch } = figure;
  const accuracies = metrics.flatMap((line) => line[split]?.accuracy ?? []);
  if (accuracies.length === 0) return undefined;
  const accuracy = epoch === "best" ? Math.max(...accuracies) : accuracies.at(-1)!;
  return { accuracy, of: `${split}, ${epoch} epoch` };
}
