/** The parameters of trials: all combinations, at random, or spread evenly. @module */

import { exp, log } from "../numerics/elementary.ts";
import { RandomStream, shuffle } from "../numerics/random.ts";

const { floor, max, min } = Math;

/** The values that a parameter may have: those of a list, or the numbers of a range. */
export type ParameterSpace =
  | { readonly values: readonly unknown[] }
  | {
    readonly min: number;
    readonly max: number;
    readonly distribution: "uniform" | "logUniform" | "int";
  };

type Parameters = Record<string, unknown>;
type Spaces = Readonly<Record<string, ParameterSpace>>;

export function gridSize(spaces: Spaces): number {
  return Object.values(spaces).reduce((size, space) => size * sizeOf(space), 1);
}

/**
 * Draws the parameters of trials. Those of a trial depend on the seed and its number alone.
 *
 * - `grid`: all combinations, the last parameter changes from trial to trial.
 * - `random`: each on its own (Bergstra and Bengio, “Random search for hyper-parameter optimization”, JMLR 13, 2012).
 * - `quasiRandom`: spread evenly over all of the space, see {@linkcode HaltonCoordinate}.
 */
export function drawTrials(
  method: "grid" | "random" | "quasiRandom",
  spaces: Spaces,
  trials: number,
  seed: number,
): Parameters[] {
  const entries = Object.entries(spaces);
  if (method === "grid") {
    return Array.from({ length: trials }, (_, trial) => combination(entries, trial));
  }
  const coordinates = method === "quasiRandom"
    ? entries.map((_, dimension) => new HaltonCoordinate(dimension, seed))
    : undefined;
  return Array.from({ length: trials }, (_, trial) => {
    const random = new RandomStream(seed, "sweep", trial);
    return Object.fromEntries(
      entries.map(([path, space], dimension) => [
        path,
        valueAt(space, coordinates?.[dimension]?.at(trial) ?? random.uniform()),
      ]),
    );
  });
}

function combination(
  entries: readonly (readonly [string, ParameterSpace])[],
  trial: number,
): Parameters {
  let rest = trial;
  const reversed = entries.toReversed().map(([path, space]) => {
    const size = sizeOf(space);
    const k = rest % size;
    rest = floor(rest / size);
    return [path, "values" in space ? space.values[k] : space.min + k] as const;
  });
  return Object.fromEntries(reversed.reverse());
}

function sizeOf(space: ParameterSpace): number {
  return "values" in space ? space.values.length : space.max - space.min + 1;
}

/** The value of a parameter for a number `u` in [0, 1). */
function valueAt(space: ParameterSpace, u: number): unknown {
  if ("values" in space) return space.values[floor(u * space.values.length)];
  const { min, max, distribution } = space;
  switch (distribution) {
    case "int":
      return min + floor(u * (max - min + 1));
    case "uniform":
      return short(min + u * (max - min), space);
    case "logUniform":
      return short(min * exp(u * log(max / min)), space);
  }
}

/** The significant digits of drawn numbers: enough for a parameter, and short enough to read. */
const DIGITS = 4;

function short(value: number, { min: least, max: most }: { min: number; max: number }): number {
  return max(least, min(most, Number(value.toPrecision(DIGITS))));
}

/** The first random stream of the permutations; those of trials are below it. */
const FIRST_PERMUTATION_STREAM = 2147483648;

export class HaltonCoordinate {
  readonly #base: number;
  /** The permutation of each digit, the most significant first. */
  readonly #permutations: readonly Uint32Array[];

  constructor(dimension: number, seed: number) {
    this.#base = prime(dimension);
    const random = new RandomStream(seed, "sweep", FIRST_PERMUTATION_STREAM + dimension);
    const permutations: Uint32Array[] = [];
    for (let size = 1; size < 2 * TWO_TO_THE_BITS / this.#base; size *= this.#base) {
      const permutation = Uint32Array.from({ length: this.#base }, (_, digit) => digit);
      shuffle(permutation, random);
      permutations.push(permutation);
    }
    this.#permutations = permutations;
  }

  /** The coordinate of point `index`, from 0: a number in [0, 1). */
  at(index: number): number {
    let [value, unit, rest] = [0, 1, index];
    for (const permutation of this.#permutations) {
      unit /= this.#base;
      value += permutation[rest % this.#base]! * unit;
      rest = floor(rest / this.#base);
    }
    return min(value, MAX_BELOW_ONE);
  }
}

/** The prime number of an index: 2, 3, 5, … */
function prime(index: number): number {
  let found = 0;
  for (let n = 2;; n++) {
    let divisor = 2;
    while (divisor * divisor <= n && n % divisor !== 0) divisor++;
    if (divisor * divisor > n && found++ === index) return n;
  }
}

const TWO_TO_THE_BITS = 9007199254740992; // 53, as a number in [0, 1) has
const MAX_BELOW_ONE = 1 - 1 / TWO_TO_THE_BITS;
