/** Weights of classes: what is rare counts as much as what is common. @module */

import { suggestion } from "../checks/meant.ts";
import type { Dataset } from "../dataset.ts";

/** How much the examples of each class count: the same for all classes together, or by name or number of the class. */
export type ClassWeights = "balanced" | Readonly<Record<string, number>>;

/**
 * A data set whose examples count as their classes do, on top of their own weights: a product in float64, rounded once.
 *
 * `"balanced"` is n / (K·n꜀) for a class of n꜀ of the n examples, K the number of classes (King and Zeng 2001; as in
 * scikit-learn, which counts those alone that have examples), so that every class counts as much as any other.
 * @returns the data itself without weights of classes; a class that they do not name counts 1
 * @throws {TypeError} if the data has no labels, or no class of a name
 * @throws {RangeError} if a weight is not 0 or more
 */
export function weighClasses(
  data: Dataset,
  { classWeights }: { classWeights?: ClassWeights | null },
): Dataset {
  if (!classWeights) return data;
  const { labels, size } = data;
  if (labels.length === 0) {
    throw new TypeError("Cannot weigh the classes of data of targets");
  }
  const factors = classWeights === "balanced" ? balanced(data) : byName(data, classWeights);
  const weights = new Float32Array(size);
  for (let k = 0; k < size; k++) weights[k] = (data.weights?.[k] ?? 1) * factors[labels[k]!]!;
  return data.weighted(weights);
}

function balanced({ labels, classes, size }: Dataset): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]!++;
  return counts.map((count) => size / (classes * count));
}

function byName(
  { classes, classNames }: Dataset,
  weights: Readonly<Record<string, number>>,
): Float64Array {
  const names = classNames ?? Array.from({ length: classes }, (_, k) => String(k));
  const factors = new Float64Array(classes).fill(1);
  for (const [name, weight] of Object.entries(weights)) {
    const label = names.indexOf(name);
    if (label === -1) {
      throw new TypeError(
        "Cannot weigh the class " +
          `"${name}"${suggestion(name, names) || `: there are ${names.slice(0, 12).join(", ")}`}`,
      );
    }
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(
        `Cannot weigh the class "${name}" by ${weight}: expected a number from 0 up`,
      );
    }
    factors[label] = weight;
  }
  return factors;
}
