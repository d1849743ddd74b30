/** New data with labels: the examples that can be judged, how many cannot, and their drift. @module */

import { joinNames } from "../../../lib/checks/texts.ts";
import type { Config } from "../../../lib/config.ts";
import type { Dataset } from "../../../lib/dataset.ts";
import type { Ensemble } from "../../../lib/ensemble.ts";
import type { Distributions } from "../../../lib/measure/drift/distributions.ts";
import type { Drift } from "../../../lib/measure/drift/drift_counter.ts";
import { counted } from "../../cli/format.ts";
import type { ExampleLocations, OpenData } from "../../data/source.ts";
import type { OpenNetwork } from "../../run/open_network.ts";

/** How many examples there are, and why some cannot be judged. */
export interface NewCounts {
  readonly all: number;
  /** Those with a label and a prediction. */
  readonly judged: number;
  readonly withoutLabel: number;
  /** Those of a class that the model did not learn, which it cannot name. */
  readonly unknownClass: number;
  /** Those with a label, and without a prediction. */
  readonly withoutPrediction: number;
  /** Those unlike the training data; `null` if the model file does not hold what these are like. */
  readonly novel: number | null;
}

export interface NewData {
  readonly split: Dataset;
  readonly facts: Pick<OpenData, "classes" | "labels" | "quantities" | "table">;
  readonly counts: NewCounts;
  /** Of the rows with a label that cannot be judged: the unit of each, where rows belong together, and the weight. */
  readonly wrong?: { readonly units?: Uint32Array; readonly weights?: readonly number[] };
  /** Some of the classes that the model did not learn. */
  readonly unknownClasses: readonly string[];
  /** `undefined` if the model file does not hold the distributions of the training data. */
  readonly drift: Drift | undefined;
  /** By what most of the rows without a prediction fail, in sentences. */
  readonly notes: readonly string[];
  readonly locations: ExampleLocations;
  readonly hashes: Readonly<Record<string, string>>;
}

export interface NewDataSource {
  readonly opened: readonly OpenNetwork[];
  readonly ensemble: Ensemble;
  /** With the path of the new data. */
  readonly dataset: Exclude<Config["dataset"], string>;
  readonly signal: AbortSignal;
}

/** The most unknown classes that are named. */
export const MAX_NAMED_CLASSES = 5;

/** Of a model file without the distributions of its training data. */
export const NO_DISTRIBUTIONS: Distributions = {
  version: 1,
  rows: 0,
  columns: [],
  answered: 0,
  answers: [],
};

/**
 * That no example can be judged.
 * @param noun what an example is called
 * @param target the names of the target, quoted
 * @param classes that the model learned, if it did
 */
export function noneJudged(
  file: string,
  { counts, unknownClasses }: Pick<NewData, "counts" | "unknownClasses">,
  { noun, target, classes }: {
    noun: string;
    target: string;
    classes: readonly string[] | undefined;
  },
): Error {
  const { all, withoutLabel, unknownClass, withoutPrediction } = counts;
  const reasons = [
    withoutLabel > 0 && `${withoutLabel} without ${target}`,
    unknownClass > 0 && `${unknownClass} of classes that it did not learn, such as ` +
      `${JSON.stringify(unknownClasses[0])}`,
    withoutPrediction > 0 && `${withoutPrediction} without a prediction`,
  ].filter((reason) => reason !== false);
  const known = classes === undefined ? "" : `; its classes are ${joinNames(classes)}`;
  return new Error(
    `Cannot evaluate on ${file}: of ${counted(all, noun)} none can be judged: ` +
      `${reasons.join(", ")}${known}`,
  );
}
