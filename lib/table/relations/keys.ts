/** Persons and things without a column: two columns whose values together repeat far more often than chance has it. @module */

import {
  jointLevels,
  type Levels,
  levelsAt,
  MAX_MORE_PAIRS,
  repeatedShare,
  rowsOfWholeLevels,
} from "./columns.ts";

/** The fewest values of a column of a key, and the most, as a share of the rows. */
const [MIN_VALUES, MAX_SHARE] = [10, 0.8];

/** How much more often than by chance rows agree in both columns. */
const MIN_LIFT = 10;

/** The most columns that are paired, those with most values, and the most keys. */
const [MAX_COLUMNS, MAX_KEYS] = [30, 2];

/** Two columns that together name what comes again. */
export interface Key {
  readonly names: readonly [string, string];
  readonly levels: Levels;
}

/**
 * Finds pairs of columns, such as the height and the age of a patient, the most repeated first.
 * @param columns the levels of each by name
 * @param most the most rows that are looked at
 */
export function keysIn(columns: ReadonlyMap<string, Levels>, most: number): Key[] {
  const usable = [...columns].filter(([, { codes, sizes }]) =>
    sizes.length >= MIN_VALUES && sizes.length <= MAX_SHARE * codes.length
  ).sort(([, a], [, b]) => b.sizes.length - a.sizes.length).slice(0, MAX_COLUMNS);
  const found: { names: [string, string]; share: number; lift: number }[] = [];
  for (const [i, [first, a]] of usable.entries()) {
    const rows = rowsOfWholeLevels(a, most);
    const own = levelsAt(a, rows);
    for (const [second, b] of usable.slice(i + 1)) {
      const other = levelsAt(b, rows);
      const joint = jointLevels(own, other);
      const count = joint.sizes.length;
      const single = MAX_MORE_PAIRS * Math.max(own.sizes.length, other.sizes.length);
      if (count <= single || count > rows.length / 1.5 || count < MIN_VALUES) continue;
      const all = b.codes.length * (b.codes.length - 1) / 2;
      const lift = pairsIn(joint) / (pairsIn(own) * pairsIn(b) / all + 1e-9);
      const share = repeatedShare(joint);
      if (share >= 0.5 && lift >= MIN_LIFT) found.push({ names: [first, second], share, lift });
    }
  }
  const rounded = (share: number) => Math.floor(100 * share + 0.5);
  return found.sort((a, b) => rounded(b.share) - rounded(a.share) || b.lift - a.lift)
    .slice(0, MAX_KEYS).map(({ names }) => ({
      names,
      levels: jointLevels(columns.get(names[0])!, columns.get(names[1])!),
    }));
}

/** How many pairs of rows have the same level. */
function pairsIn({ sizes }: Levels): number {
  return sizes.reduce((sum, size) => sum + size * (size - 1) / 2, 0);
}
