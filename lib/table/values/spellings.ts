/** Spellings of one category: texts that differ by case or blanks alone. @module */

import { groupBy } from "../../checks/group_by.ts";
import { byCodeUnit } from "../columns.ts";

/** What is the same of all spellings of a text. */
export function foldedText(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
}

/**
 * The spellings that stand for others: each with the commonest one of its group, the first by code unit of several such.
 * @param values with how many cells have each
 * @returns nothing where all texts differ by more
 */
export function spellingsOf(values: ReadonlyMap<string, number>): Map<string, string> {
  const groups = groupBy(values.keys(), foldedText);
  const spellings = new Map<string, string>();
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    group.sort((a, b) => values.get(b)! - values.get(a)! || byCodeUnit(a, b));
    for (const other of group.slice(1)) spellings.set(other, group[0]!);
  }
  return spellings;
}
