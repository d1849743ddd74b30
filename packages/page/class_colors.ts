/** The colors of classes: a class has the same one wherever the page draws it. @module */

/** How many colors the style sheet has. */
export const COLORS = 6;

/** Gives each class a color, by its number in the style sheet; what it had `before` it keeps. */
export function colorsOf(
  classes: readonly number[],
  before: ReadonlyMap<number, number> = new Map(),
): ReadonlyMap<number, number> {
  const taken = new Set(classes.map((k) => before.get(k)));
  const free = Array.from({ length: COLORS }, (_, color) => color).filter((c) => !taken.has(c));
  return new Map(classes.map((k) => [k, before.get(k) ?? free.shift()!]));
}
