/** Data as a network knows it: its classes in the network's order, its features on the network's scale. @module */

import { describe } from "../checks/options.ts";
import { suggestion } from "../checks/suggestion.ts";
import { Dataset } from "../dataset.ts";
import { listed } from "../dataset/lists.ts";
import type { Standardization } from "../numerics/standardization.ts";

/** What a network knows of the data that it learned from. */
export interface DataInfo {
  /** The name of each class, if they are known. */
  readonly classNames?: readonly string[] | undefined;
  /** By what inputs are standardized, if they are. */
  readonly standardization?: Standardization | undefined;
}

/**
 * A data set as a network knows it: classes are matched by name, and features that are as they were are standardized.
 *
 * @returns the data set itself if nothing is different
 * @throws {TypeError} if it is no data set, a class has a name that the network lacks, or the data is standardized
 * otherwise
 */
export function matchClasses(data: Dataset, { classNames, standardization }: DataInfo): Dataset {
  if (!(data instanceof Dataset)) { // from JavaScript
    throw new TypeError(
      `Cannot use ${
        describe(data)
      } for data: a data set is wanted: Dataset.from({ inputs, labels }) makes one`,
    );
  }
  if (standardization !== undefined) data = data.standardize(standardization);
  const { classNames: names } = data;
  if (classNames === undefined || names === undefined) return data;
  if (names.length === classNames.length && names.every((name, k) => name === classNames[k])) {
    return data;
  }
  const strange = names.find((name) => !classNames.includes(name));
  if (strange !== undefined) {
    throw new TypeError(
      `Cannot find the class "${strange}" among the network's, ${listed(classNames)}` +
        suggestion(strange, classNames),
    );
  }
  return data.withClasses(classNames);
}
