/** Sets of classes that contain the right one as often as is promised. @module */

import { onRows } from "../../data/names.ts";
import { type Block, type Blocks, paragraph, table } from "../../../lib/document/blocks.ts";
import type { MetricInterval } from "../../../lib/measure/metric_interval.ts";
import type { Predictions } from "../../../lib/evaluate/predictions.ts";
import { boundOf, classSet, type DecisionSets } from "../../../lib/measure/decide/decide.ts";
import { countsAny, fitSets, shareOf } from "../../../lib/measure/decide/fit.ts";
import { UsageError } from "../../cli/arguments.ts";
import { inPercent, percent } from "../../cli/format.ts";
import { isBroken, type OutOfFold, percentInterval, POOLED } from "./out_of_fold.ts";
import { predictionsOf } from "./predictions.ts";

/** What sets promise, and what the rows of a split had. */
interface Coverage {
  readonly promised: MetricInterval;
  readonly kept: MetricInterval;
  readonly holds: boolean;
}

/** The coverage of all rows and of each class. */
export interface SetsResult extends Coverage {
  readonly coverage: number;
  readonly classes: readonly ClassCoverage[];
  /** Whether each class has a bound by its own rows. */
  readonly isByClass: boolean;
  /** The rows by the size of their set. */
  readonly sizes: readonly {
    readonly size: number;
    readonly rows: number;
    readonly held: number;
  }[];
}

/** The coverage of a class; absent where it has no rows. */
interface ClassCoverage extends Partial<Coverage> {
  /** The least probability with which it is in a set. */
  readonly leastProbability: number;
  /** How many rows of the split are of the class. */
  readonly rows: number;
}

/**
 * The sets of the rows of a split, by the answers out of fold.
 * @throws {UsageError} if too few rows promise
 */
export function setsOf(
  coverage: number,
  { networks, data, foldOf }: OutOfFold,
  predictions: Predictions,
): SetsResult {
  const { outputs: probabilities, labels, weights } = predictionsOf(networks, data);
  const sets = fitSets({ probabilities, labels, foldOf, weights }, coverage);
  if (sets === undefined) {
    throw new UsageError(
      `--coverage: ${labels.length} rows are too few for ${percent(coverage, 0)}`,
    );
  }
  return keptSets(sets, predictions);
}

/** What sets promise, beside what they contain on the rows of a split. */
export function keptSets(
  { coverage, bound, promised, classes: promises }: DecisionSets,
  { outputs, labels, classes, weights }: Predictions,
): SetsResult {
  const sizes = Array.from(
    { length: classes + 1 },
    (_, size) => ({ size, rows: 0, held: 0 }),
  );
  const ofClass = Array.from({ length: classes }, () => [] as number[]);
  const isHeld = Array.from(labels, (label, row) => {
    const set = classSet(outputs.subarray(row * classes, (row + 1) * classes), bound);
    const held = Number(set.includes(label));
    const counted = sizes[set.length]!;
    counted.rows++;
    counted.held += held;
    ofClass[label]!.push(row);
    return held;
  });
  const coverageOf = (promised: MetricInterval, rows: readonly number[]): Coverage => {
    const own = weights && rows.map((row) => weights[row]!);
    const kept = shareOf(rows.map((row) => isHeld[row]!), own);
    return { promised, kept, holds: !isBroken(promised, kept, "lower") };
  };
  return {
    coverage,
    isByClass: typeof bound !== "number",
    ...coverageOf(promised, [...labels.keys()]),
    classes: promises.map((promised, k) => {
      const rows = ofClass[k]!;
      return {
        leastProbability: 1 - boundOf(bound, k),
        rows: rows.length,
        ...promised !== null && countsAny(rows, weights) && coverageOf(promised, rows),
      };
    }),
    sizes: sizes.filter(({ rows }) => rows > 0),
  };
}

/** The sets, a table by class, and one by their sizes. */
export function setsBlocks(sets: SetsResult, names: readonly string[], split: string): Blocks {
  const { sizes } = sets;
  const all = sizes.reduce((sum, { rows }) => sum + rows, 0);
  return [
    paragraph(setsSentence(sets, split)),
    classCoverageTable(sets, names, split),
    table({
      label: "Sets by how many classes they have",
      head: ["classes in the set", "rows", "rows %", "class held"],
      rows: sizes.map(({ size, rows, held }) => [
        String(size),
        String(rows),
        inPercent(rows / all),
        String(held),
      ]),
    }),
  ];
}

/** How often the sets of each class contain it. */
export function classCoverageTable(
  { classes }: SetsResult,
  names: readonly string[],
  split: string,
): Block {
  const share = (interval: MetricInterval | undefined) =>
    interval === undefined ? "–" : percentInterval(interval);
  return table({
    label: "How often sets contain each class",
    head: ["class", "from a probability of", "promised", onRows(split), "rows"],
    rows: classes.map(({ leastProbability, promised, kept, holds, rows }, k) => [
      names[k] ?? String(k),
      leastProbability.toFixed(4),
      share(promised),
      `${share(kept)}${holds === false ? ", broken" : ""}`,
      String(rows),
    ]),
  });
}

/** How often sets are to contain the class, and do. */
export function setsSentence(
  { coverage, promised, kept, holds, isByClass }: SetsResult,
  split: string,
): string {
  const of = isByClass ? "the rows of each class" : "rows";
  return `Sets contain the right class for about ${percent(coverage, 0)} of ${of}: promised ` +
    `${percentInterval(promised)}, ${onRows(split)} ${percentInterval(kept)}` +
    (holds ? "." : ": the promise does not hold here, by more than chance.") +
    (isByClass ? "" : POOLED);
}
