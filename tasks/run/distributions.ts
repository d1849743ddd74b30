/** What the metadata of a run's weights hold of how its data are distributed, by which later data are seen to drift. @module */

import {
  brightnessOf,
  distributionsOf,
  meaningOf,
  type OutputMeaning,
} from "../../lib/table/drift/distributions.ts";
import type { Decision } from "../../lib/table/decide/mod.ts";
import type { Quantity } from "../../lib/table/mod.ts";
import type { Answerer } from "./fold_answers.ts";
import type { TableSplits } from "./novelty.ts";

/** Splits, and what is known of their data. */
export interface DescribedSplits extends TableSplits {
  /** User data that is no table has them. */
  readonly origins?: object | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly quantities?: readonly Quantity[] | undefined;
}

/**
 * The text of `distributions`; none of the catalogue's data sets, which do not change.
 * @param answerer what answers to validation
 */
export function distributionsText(
  answerer: Answerer,
  splits: DescribedSplits,
  decision?: Decision,
): string | undefined {
  const { training, validation, table, distributions, origins } = splits;
  if ((distributions ?? origins) === undefined) return undefined;
  const arePictures = (training.shape?.length ?? 0) >= 2;
  const columns = distributions ?? (arePictures ? [brightnessOf(training)] : []);
  const meaning = table === undefined ? namesIn(splits) : meaningOf(table);
  return JSON.stringify(distributionsOf(answerer, validation, columns, { ...meaning, decision }));
}

/** What the outputs of a network that learned from no table stand for. */
function namesIn(
  { training, labels, quantities }: Pick<DescribedSplits, "training" | "labels" | "quantities">,
): OutputMeaning {
  const { classNames, outputs, classes } = training;
  const count = Math.max(outputs, classes);
  const names = labels ?? classNames ?? quantities?.map(({ name }) => name) ??
    Array.from({ length: count }, (_, k) => String(k));
  return { names, quantities };
}
