/** The colors of classes: a class has the same one wherever the page draws it. @module */

/** How many colors the style sheet has. */
export const COLORS = 6;

/**
 * Gives each of some classes a color, as its number in the style sheet.
 *
 * @param classes at most as many as there are colors
 * @param before the colors so far: a class that has one keeps it
 */
export function colorsOf(
  classes: readonly number[],
  before: ReadonlyMap<number, number> = new Map(),
): ReadonlyMap<number, number> {
  const taken = new Set(classes.map((k) => before.get(k)));
  const free = Array.from({ length: COLORS }, (_, color) => color).filter((c) => !taken.has(c));
  return new Map(classes.map((k) => [k, before.get(k) ?? free.shift()!]));
}
