/** Data as a network takes it: its classes in the network's order, its features on the network's scale. @module */

import { describe, joinNames } from "../checks/texts.ts";
import { suggestion } from "../checks/meant.ts";
import { Dataset } from "../dataset.ts";
import type { QuantityScale } from "../problem/quantities.ts";
import type { Standardization } from "../numerics/standardization.ts";

/** What a network keeps of the data that it learned from. */
export interface DataInfo {
  /** The name of each class, if there are names. */
  readonly classNames?: readonly string[] | undefined;
  /** The standardization of raw inputs, if there is one. */
  readonly standardization?: Standardization | undefined;
  /** What the outputs stand for, if it learned from standardized quantities. */
  readonly quantities?: readonly QuantityScale[] | undefined;
}

/** Whether networks have the same classes, in the same order, and the same standardization. */
export function haveSameInfo(networks: readonly DataInfo[]): boolean {
  const texts = networks.map(({ classNames, standardization, quantities }) =>
    JSON.stringify([classNames, standardization, quantities])
  );
  return texts.every((text) => text === texts[0]);
}

/**
 * Matches the classes of a data set with a network's by their names, and standardizes raw features and quantities as the
 * network does.
 * @returns the data set itself if nothing is different
 * @throws {TypeError} if it is no data set, a class has a name that the network lacks, or the data has another
 * standardization
 */
export function matchClasses(
  data: Dataset,
  { classNames, standardization, quantities }: DataInfo,
): Dataset {
  if (!(data instanceof Dataset)) { // from JavaScript
    throw new TypeError(
      `Cannot use ${describe(data)} as data: expected a data set, ` +
        "which Dataset.from({ inputs, labels }) makes",
    );
  }
  if (standardization !== undefined) data = data.standardize(standardization);
  if (quantities !== undefined) data = data.standardizeTargets(quantities);
  const { classNames: names } = data;
  if (classNames === undefined || names === undefined) return data;
  if (names.length === classNames.length && names.every((name, k) => name === classNames[k])) {
    return data;
  }
  const strange = names.find((name) => !classNames.includes(name));
  if (strange !== undefined) {
    throw new TypeError(
      `Cannot find the class "${strange}" among the network's, ${joinNames(classNames)}` +
        suggestion(strange, classNames),
    );
  }
  return data.withClasses(classNames);
}
