/** The least accuracy that a run may have. @module */

import { parseReproduction } from "../../lib/config.ts";
import { UsageError } from "../cli/arguments.ts";
import { inPercent } from "../cli/format.ts";
import { round } from "../reproduce/statistics.ts";
import { explained, readJson } from "../run/config.ts";
import { isOfClasses, type Metrics } from "../run/run_folder.ts";
import { type Candidate, resultIn } from "./entry.ts";

/** The floor of a config that has none of its own. */
const DEFAULT = 0.95;

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
 * The floor: that of `--floor`, or else the published figure of the config less its tolerance, or else 95 %. What a committee
 * reaches is no floor for one network.
 *
 * @param text of `--floor`
 * @param path of `--config`
 * @throws {UsageError} if it is no fraction, or there is no such config
 */
export async function floorOf(text: string | undefined, path: string | undefined): Promise<Floor> {
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
    return { least: DEFAULT, from: "the default of --floor" };
  }
  return {
    least: round(figure - tolerance),
    figure: { split, epoch },
    from: `the published ${inPercent(figure)} % less its tolerance`,
  };
}

/** An accuracy of a run, and what it is of, in words. */
export interface Figure {
  readonly accuracy: number;
  readonly of: string;
}

/** The accuracy that has to reach a floor; none where a run predicts quantities or was not evaluated on the split. */
export function figureFor(
  { figure }: Floor,
  entry: Candidate,
  metrics: readonly Metrics[],
): Figure | undefined {
  if (figure === undefined) {
    const found = resultIn(entry);
    if (found === undefined || !isOfClasses(found.result)) return undefined;
    return { accuracy: found.result.accuracy, of: found.split };
  }
  const { split, epoch } = figure;
  const accuracies = metrics.flatMap(({ [split]: result }) =>
    result !== undefined && isOfClasses(result) ? [result.accuracy] : []
  );
  if (accuracies.length === 0) return undefined;
  const accuracy = epoch === "best" ? Math.max(...accuracies) : accuracies.at(-1)!;
  return { accuracy, of: `${split}, ${epoch} epoch` };
}
