/** What a choice is worth on rows that did not make it. @module */

/**
 * Makes a choice for each fold by the rows of all others (cross-fitting), so that what it comes to on the fold's own rows is
 * not flattered by them.
 * @param foldOf [rows] the fold of each row, from 0
 * @param choose makes the choice by some rows
 * @returns the choice for each row
 */
export function crossFit<Choice>(
  foldOf: ArrayLike<number>,
  choose: (rows: Uint32Array) => Choice,
): (row: number) => Choice {
  const all = Uint32Array.from(foldOf, (_, row) => row);
  const choices = new Map<number, Choice>();
  for (const fold of new Set(Array.from(foldOf))) {
    choices.set(fold, choose(all.filter((row) => foldOf[row] !== fold)));
  }
  return (row) => choices.get(foldOf[row]!)!;
}
