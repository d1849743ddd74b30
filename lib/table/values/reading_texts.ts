/** How columns are read, in sentences. @module */

import { groupBy } from "../../checks/group_by.ts";
import { joinNames } from "../../checks/texts.ts";
import { NONE, numberOf, quoted } from "../cells.ts";
import type { PlannedColumn } from "../guess/planned.ts";
import type { OptionText } from "../option_text.ts";
import { isoText, readDate } from "./dates.ts";
import { type NumberFormat, plainNumber } from "./number_format.ts";
import type { CellGuess } from "./readings.ts";

/** The most spellings that a sentence lists. */
const MAX_SPELLINGS = 3;

/** How columns are read, with an example of each way; nothing of those whose cells are read as they stand. */
export function readingTexts(
  columns: readonly PlannedColumn[],
  guesses: ReadonlyMap<number, CellGuess>,
  option: OptionText,
): string[] {
  const formats = groupBy(
    columns,
    ({ reading }) => reading?.kind === "number" ? JSON.stringify(reading.format) : "",
  );
  return columns.flatMap(({ name, index, reading, spellings, hasNone }) => {
    const guess = guesses.get(index);
    if (guess === undefined) return [];
    if (reading?.kind === "date") return [dateText(name, guess, reading.order, option)];
    if (reading?.kind !== "number") {
      const none = `${quoted(NONE)} in ${
        quoted(name)
      } is a category, as most other cells there are words`;
      return [...hasNone ? [none] : [], ...spellingText(name, spellings)];
    }
    const { format } = reading;
    const alike = formats.get(JSON.stringify(format))!;
    return alike[0]!.index === index ? numberText(alike, guess.numbers.example, format) : [];
  });
}

function numberText(
  columns: readonly PlannedColumn[],
  example: string | undefined,
  format: NumberFormat,
): string[] {
  if (example === undefined) return [];
  const names = joinNames(columns.map(({ name }) => quoted(name)));
  const value = numberOf(plainNumber(example, format));
  const are = columns.length === 1 ? "is" : "are";
  return [`${names} ${are} read as numbers: ${quoted(example)} is ${value}`];
}

function dateText(
  name: string,
  { dates: { example, twofold, fitsBoth }, isStated }: CellGuess,
  order: "dmy" | "mdy",
  option: OptionText,
): string {
  const shown = twofold ?? example;
  if (shown === undefined) return `${quoted(name)} is read as dates`;
  const is = `${quoted(shown)} is ${isoText(readDate(shown, order))}`;
  return twofold !== undefined && fitsBoth && !isStated
    ? `${quoted(name)} is read as dates, the day first: ${is}; ` +
      `${option("as", "mdy", name)} reads the month first`
    : `${quoted(name)} is read as dates: ${is}`;
}

function spellingText(name: string, spellings: ReadonlyMap<string, string> = new Map()): string[] {
  if (spellings.size === 0) return [];
  const pairs = [...spellings].map(([text, value]) => `${quoted(text)} is ${quoted(value)}`);
  const more = pairs.length - MAX_SPELLINGS;
  const rest = more > 0 ? ` and ${more} more` : "";
  return [
    `${quoted(name)} has spellings that are read alike: ` +
    `${pairs.slice(0, MAX_SPELLINGS).join(", ")}${rest}`,
  ];
}
