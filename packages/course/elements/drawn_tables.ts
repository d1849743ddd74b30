/** Tables of two columns and a class, drawn by random numbers: what a network can and cannot separate. @module */

import { RandomStream } from "../../../mod.ts";

/** Two columns and a class. */
export interface PlaneTable {
  /** The names of the two columns. */
  readonly columns: readonly [string, string];
  /** [examples, 2] */
  readonly inputs: readonly (readonly [number, number])[];
  /** The number of each example's class. */
  readonly labels: readonly number[];
  /** The names of the classes. */
  readonly classNames: readonly string[];
}

/** A random direction of length 1, without sine and cosine, which are not the same everywhere. */
function direction(random: RandomStream): [number, number] {
  const [u, v] = [random.normal(), random.normal()];
  const length = Math.sqrt(u * u + v * v);
  return [u / length, v / length];
}

/** A point of the class k. */
type Draw = (random: RandomStream, k: number) => [number, number];

const noisy = (random: RandomStream, x: number, y: number, noise: number): [number, number] => [
  x + noise * random.normal(),
  y + noise * random.normal(),
];

/** Each table: its number of classes, and how a point is drawn. */
const DRAWN: { readonly [name: string]: readonly [classes: number, draw: Draw] } = {
  moons: [2, (random, k) => {
    const [u, v] = direction(random);
    return k === 0
      ? noisy(random, u, Math.abs(v) - 0.25, 0.13)
      : noisy(random, 1 + u, 0.25 - Math.abs(v), 0.13);
  }],
  rings: [2, (random, k) => {
    const [u, v] = direction(random);
    const radius = k === 0 ? 0.5 : 1.4;
    return noisy(random, radius * u, radius * v, 0.16);
  }],
  xor: [2, (random, k) => {
    const [x, y] = [0.12 + random.uniform(), 0.12 + random.uniform()];
    const sign = random.below(2) === 0 ? 1 : -1;
    return [sign * x, (k === 0 ? sign : -sign) * y];
  }],
  blobs: [3, (random, k) => noisy(random, [-1, 1, 0][k]!, [-0.6, -0.6, 1][k]!, 0.48)],
};

/** The names of the tables. */
export const DRAWN_TABLES: readonly string[] = Object.keys(DRAWN);

/**
 * Draws a table; its classes take turns.
 * @param name one of {@linkcode DRAWN_TABLES}
 */
export function drawTable(name: string, examples = 200, seed = 1): PlaneTable {
  const [classes, draw] = DRAWN[name]!;
  const random = new RandomStream(seed, "data");
  const labels = Array.from({ length: examples }, (_, k) => k % classes);
  return {
    columns: ["x", "y"],
    inputs: labels.map((k) => draw(random, k)),
    labels,
    classNames: Array.from({ length: classes }, (_, k) => String.fromCharCode(65 + k)),
  };
}
