/** What the training rows have in a column, and its description. @module */

import { isMissing, quoted } from "./cells.ts";
import { byCodeUnit } from "./columns.ts";
import type { CategoryColumn, MissingValueRule, TableColumn } from "./columns.ts";
import type { PlannedColumn } from "./guess/planned.ts";
import { MAX_ONE_HOT } from "./limits.ts";
import { Moments, scaleOf } from "./moments.ts";
import type { TableSource } from "./source.ts";
import { lasting } from "./statistics.ts";
import { DateMoments } from "./values/date_parts.ts";
import { formattedNumber } from "./values/number_format.ts";
import { WordCounts } from "./values/words.ts";

/** What the training rows have in a column. */
export type Found = Moments | Set<string> | DateMoments | WordCounts;

/** Begins to find what the training rows have in a column. */
export function beginFinding({ kind, reading }: PlannedColumn): Found {
  switch (kind) {
    case "number":
      return new Moments();
    case "category":
      return new Set();
    case "date":
      return new DateMoments(reading?.kind === "date" ? reading.order : "dmy");
    case "words":
      return new WordCounts();
  }
}

/** Takes the cell of a training row. */
export function take(
  found: Found,
  cell: string,
  { reading, spellings, hasNone }: PlannedColumn,
  decimalComma: boolean | undefined,
): void {
  if (found instanceof Set) {
    const value = isMissing(cell, hasNone) ? "" : spellings?.get(cell) ?? cell;
    if (!found.has(value)) found.add(lasting(value));
  } else if (isMissing(cell)) return;
  else if (found instanceof Moments) {
    const format = reading?.kind === "number" ? reading.format : undefined;
    found.add(formattedNumber(cell, format, decimalComma));
  } else found.add(cell);
}

/** How many words of a text are read, and some of them. */
export function wordsText(column: TableColumn): string[] {
  if (column.kind !== "words") return [];
  const { name, words } = column;
  const some = words.slice(0, 3).map(quoted).join(", ");
  return [
    `${quoted(name)} is read as ${words.length === 1 ? "1 word" : `${words.length} words`}, ` +
    `such as ${some}: the commonest that 1 % to 90 % of the training rows have`,
  ];
}

/** That some cells of a column are no dates. */
export function unreadText(name: string, found: Found): string[] {
  if (!(found instanceof DateMoments) || found.unread === 0) return [];
  const { unread, firstUnread } = found;
  const [rows, they] = unread === 1
    ? ["1 training row has no date", "it counts as a missing value"]
    : [`${unread} training rows have no dates`, "they count as missing values"];
  return [`${rows} in ${quoted(name)}, such as ${quoted(firstUnread!)}: ${they}`];
}

/** Why nothing is learned from a column. */
export function nothingText(found: Found): string {
  if (found instanceof DateMoments && found.count > 0) {
    return "every training row has the same date";
  }
  if (found instanceof WordCounts && found.texts > 0) {
    return "no word is in 1 % to 90 % of its texts, and in 5 at least";
  }
  return "no training row has a value there";
}

/**
 * The description of a column; nothing if no training row has a value there.
 * @param options whether there are folds, and whether values are often missing among numbers
 */
export function columnOf(
  source: TableSource,
  { name, reading, spellings }: PlannedColumn,
  found: Found,
  gaps: MissingValueRule,
  { isFolded, isOften }: { isFolded: boolean; isOften: boolean },
): TableColumn | undefined {
  if (found instanceof Set) {
    const values = [...found].filter((value) => value !== "" || gaps === "category");
    if (values.length === 0) return undefined;
    const kind = isFolded && values.length > MAX_ONE_HOT ? "level" : "category";
    return { kind, name, values: values.sort(byCodeUnit), gaps, ...spelled(values, spellings) };
  }
  if (found instanceof DateMoments) return found.column(name, gaps);
  if (found instanceof WordCounts) {
    const words = found.chosen;
    return words.length === 0 ? undefined : { kind: "words", name, words, gaps };
  }
  if (found.count === 0) return undefined;
  const indicator = isOften && gaps !== "drop" && { indicator: true as const };
  const format = reading?.kind === "number" && { format: reading.format };
  return { kind: "number", name, ...scaleOf(source, name, found), gaps, ...indicator, ...format };
}

/** The spellings of values, where there are some. */
function spelled(
  values: readonly string[],
  spellings: ReadonlyMap<string, string> = new Map(),
): Pick<CategoryColumn, "spellings"> {
  const known = new Set(values);
  const some = [...spellings].filter(([, value]) => known.has(value));
  return some.length === 0
    ? {}
    : { spellings: Object.fromEntries(some.sort(([a], [b]) => byCodeUnit(a, b))) };
}
