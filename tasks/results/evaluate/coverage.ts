/** Sets of classes, and intervals of quantities, that hold what is right as often as is promised. @module */

import { type Blocks, paragraph, table } from "../../../lib/document/blocks.ts";
import { classScores, classSet, conformalBound, shareOf } from "../../../lib/table/decide/mod.ts";
import type { Predictions } from "../../../lib/evaluate/mod.ts";
import { UsageError } from "../../cli/arguments.ts";
import { inPercent, percent } from "../../cli/format.ts";
import { intervalText, isBroken, type OutOfFold } from "./out_of_fold.ts";
import { predictionsOf } from "./predictions.ts";

export type SetsResult = ReturnType<typeof setsOf>;

/**
 * The sets of the rows of a split, by the answers out of fold.
 * @throws {UsageError} if too few rows promise
 */
export function setsOf(coverage: number, outOfFold: OutOfFold, predictions: Predictions) {
  const { outputs, labels } = predictionsOf(outOfFold.networks, outOfFold.data);
  const scores = classScores(outputs, labels);
  const bound = conformalBound(scores, coverage, undefined, outOfFold.hasFolds);
  const without = outOfFold.crossFit((rows) => conformalBound(scores, coverage, rows));
  if (bound === undefined || without(0) === undefined) {
    throw new UsageError(
      `--coverage: ${labels.length} rows are too few for ${percent(coverage, 0)}`,
    );
  }
  const promised = shareOf(
    scores.filter((score, row) => score <= without(row)!).length,
    scores.length,
  );
  const { classes } = predictions;
  const sizes = Array.from({ length: classes + 1 }, (_, size) => ({ size, rows: 0, held: 0 }));
  for (const [row, label] of predictions.labels.entries()) {
    const set = classSet(predictions.outputs.subarray(row * classes, (row + 1) * classes), bound);
    const counted = sizes[set.length]!;
    counted.rows++;
    if (set.includes(label)) counted.held++;
  }
  const held = sizes.reduce((sum, size) => sum + size.held, 0);
  const kept = shareOf(held, predictions.labels.length);
  return {
    ...{ coverage, leastProbability: 1 - bound, promised, kept },
    holds: !isBroken(promised, kept, "lower"),
    sizes: sizes.filter(({ rows }) => rows > 0),
  };
}

/** The sets, and a table by their sizes. */
export function setsBlocks(sets: SetsResult, split: string): Blocks {
  const { leastProbability, holds, sizes } = sets;
  const all = sizes.reduce((sum, { rows }) => sum + rows, 0);
  return [
    paragraph(
      `${setsSentence(sets, split)}. They have the classes with a probability of ` +
        `${leastProbability.toFixed(4)} or more.` +
        (holds ? "" : " The promise does not hold here: fewer are held, by more than chance."),
    ),
    table({
      label: "Sets by how many classes they have",
      head: ["classes in the set", "rows", "rows %", "class held"],
      rows: sizes.map(({ size, rows, held }) => [
        ...[String(size), String(rows), inPercent(rows / all)],
        String(held),
      ]),
    }),
  ];
}

/** How often sets are to hold the class, and do, as a sentence without a full stop. */
export function setsSentence(
  { coverage, promised, kept }: Pick<SetsResult, "coverage" | "promised" | "kept">,
  split: string,
): string {
  const share = (value: number) => percent(value);
  return `Sets hold the class of about ${percent(coverage, 0)} of rows: promised ` +
    `${intervalText(promised, share)}, on ${split} ${intervalText(kept, share)}`;
}
