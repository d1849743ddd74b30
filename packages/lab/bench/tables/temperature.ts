/** Probabilities of classes made flatter or steeper by one number. @module */

import { exp, log } from "../../../../lib/numerics/mod.ts";

const { max, sqrt } = Math;

/** Probabilities below the least normal float32 count as that, so that their logarithms are finite. */
const MIN_PROBABILITY = 1.1754943508222875e-38;

/** A temperature is between a twentieth and twenty. */
const MOST = 20;

/** How often the range of temperatures is halved: its ratio of 400 then is one of 1 + 10⁻¹⁴. */
const HALVINGS = 50;

/**
 * The temperature with the least log loss (Guo, Pleiss, Sun and Weinberger 2017, “On Calibration of Modern Neural Networks”,
 * section 4.2), by bisection: the log loss is convex in 1 / T, so that its derivative changes sign once.
 * @param probabilities [rows, classes]
 * @param labels [rows] the class of each row
 * @returns from 1/20 to 20; 1 leaves probabilities as they are, a larger one makes them flatter
 * @throws {RangeError} if there are no rows
 */
export function fitTemperature(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): number {
  const classes = probabilities.length / labels.length;
  if (!(classes > 1)) {
    throw new RangeError(
      `Cannot fit a temperature: expected the probabilities of two or more classes for each of ` +
        `some rows, got ${probabilities.length} for ${labels.length} rows`,
    );
  }
  const logits = Float64Array.from(probabilities, logOf);
  let [low, high] = [1 / MOST, MOST];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = sqrt(low * high);
    if (slope(logits, labels, classes, 1 / middle) > 0) low = middle;
    else high = middle;
  }
  return sqrt(low * high);
}

/**
 * Divides the logarithms of probabilities by a temperature, and makes probabilities of them again.
 * @param probabilities [rows, classes]
 * @returns [rows, classes]; with a temperature of 1 a copy
 */
export function temper(
  probabilities: Float32Array,
  classes: number,
  temperature: number,
): Float32Array {
  if (temperature === 1) return probabilities.slice();
  const powers = Float64Array.from(probabilities, (p) => exp(logOf(p) / temperature));
  const tempered = new Float32Array(probabilities.length);
  for (let start = 0; start < powers.length; start += classes) {
    let sum = 0;
    for (let k = start; k < start + classes; k++) sum += powers[k]!;
    for (let k = start; k < start + classes; k++) tempered[k] = powers[k]! / sum;
  }
  return tempered;
}

/** The derivative of the log loss by β = 1 / T: Σ (Σ pₖ·zₖ − z of the class), where p is the softmax of β·z. */
function slope(
  logits: Float64Array,
  labels: ArrayLike<number>,
  classes: number,
  beta: number,
): number {
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    const start = row * classes;
    let most = -Infinity;
    for (let k = start; k < start + classes; k++) most = max(most, logits[k]!);
    let [sum, mean] = [0, 0];
    for (let k = start; k < start + classes; k++) {
      const power = exp(beta * (logits[k]! - most));
      sum += power;
      mean += power * logits[k]!;
    }
    total += mean / sum - logits[start + labels[row]!]!;
  }
  return total;
}

function logOf(p: number): number {
  return log(max(p, MIN_PROBABILITY));
}
