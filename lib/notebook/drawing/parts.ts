/** What drawings share. @module */

import { type Blocks, type Picture, pictures } from "../../document/blocks.ts";
import { short } from "../../numerics/show.ts";

/** What is drawn of a value. */
export interface Drawing {
  /** What stands for it where nothing is drawn. Default: the value as text */
  readonly text?: string;
  /** The blocks, once their pictures are made; their numbers are read at once. */
  readonly blocks: Blocks | Promise<Blocks>;
}

/** The most pictures, and the most numbers of all of them. */
export const [MAX_PICTURES, MAX_LEVELS] = [20, 48_000];

/** So few pictures are large. */
const MAX_LARGE = 5;

/** Pictures, as large as their number allows. */
export function picturesBlock(all: readonly Picture[]): Blocks {
  return pictures(all.length > MAX_LARGE ? "close" : "cards", all);
}

/** The least and the most of the finite numbers as text. */
export function rangeText(values: ArrayLike<number>): string {
  const { least, most } = endsOf(values);
  return most >= least ? `${short(least)} to ${short(most)}` : "none is finite";
}

/** The least and the most of the finite numbers. */
export function endsOf(
  values: ArrayLike<number>,
): { readonly least: number; readonly most: number } {
  let [least, most] = [Infinity, -Infinity];
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { least, most };
}
