/** Finds out what the columns of a table are: numbers, categories, or nothing to learn from. @module */

import { groupBy } from "../../checks/group_by.ts";
import { byCodeUnit, joinNames, quoted } from "../../checks/texts.ts";
import { MAX_CLASSES } from "../../dataset/source.ts";
import { NONE, numberOf } from "../cells/cells.ts";
import { COLUMN_RULES } from "./guess/columns.ts";
import type { PlannedColumn, PlannedTarget, TableFacts } from "./guess/planned.ts";
import { remarksOn } from "./guess/remarks.ts";
import { planTarget } from "./guess/target.ts";
import { columnKinds } from "./kinds.ts";
import { MAX_CATEGORIES, MAX_LEVELS } from "../cells/limits.ts";
import type { OptionText, ResolvedOptions } from "./options.ts";
import { datesText, decimalsProblem, firstWithCommas } from "./refusals.ts";
import { firstRule } from "../cells/rule.ts";
import type { TableHead } from "../cells/source.ts";
import { ColumnStatistics } from "../cells/statistics.ts";
import { isoText, readDate } from "../values/dates.ts";
import { type NumberFormat, plainNumber } from "../values/number_format.ts";
import { type CellGuess, formatOf, orderOf } from "../values/readings.ts";

export interface TablePlan extends ColumnsPlan {
  readonly target: PlannedTarget;
  /** How columns are read, in sentences with an example: `"price" is read as numbers: "€143.04" is 143.04`. */
  readonly read: readonly string[];
  /** Warnings for the user, in sentences: which columns are left out, and why. */
  readonly warnings: readonly string[];
}

export function leftOutText(name: string, why: string): string {
  return `The column ${quoted(name)} is left out: ${why}`;
}

export function statisticsFor(
  { columns, decimalComma }: TableHead,
  { targets, folds }: Pick<ResolvedOptions, "targets" | "folds">,
): ColumnStatistics[] {
  const texts = folds !== 0 ? MAX_LEVELS : MAX_CATEGORIES;
  return columns.map((name, index) => {
    const limit = targets.includes(index) ? MAX_CLASSES : texts;
    return new ColumnStatistics(name, limit, decimalComma);
  });
}

/** What the columns besides the target are. */
export interface ColumnsPlan {
  readonly columns: readonly PlannedColumn[];
  /** Why nothing is learned from the other columns, by name. It does not list the columns of the options. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** Why the table is refused for a column, by name, in sentences. */
  readonly refused: ReadonlyMap<string, string>;
  /** Warnings of each column, by name, in sentences. */
  readonly remarks: ReadonlyMap<string, readonly string[]>;
}

/** Decides what the columns besides the target are, by {@linkcode COLUMN_RULES}. */
export function planColumns(
  { name: source }: Pick<TableHead, "name">,
  { plain: statistics, readings, guesses }: TableFacts,
  options: ResolvedOptions,
): ColumnsPlan {
  const { gaps, optionText: option } = options;
  const { targets, weights, split, groups, without } = options;
  const others = [...targets, weights, split, groups, ...without];
  const candidates = [...statistics.entries()].filter(([index]) => !others.includes(index));
  const withCommas = firstWithCommas(statistics);
  const isOnly = candidates.length === 1;
  const columns: PlannedColumn[] = [];
  const leftOut = new Map<string, string>();
  const refused = new Map<string, string>();
  const remarks = new Map<string, string[]>();
  const dates: ColumnStatistics[] = [];
  for (const [index, column] of candidates) {
    const { name } = column;
    const [reading, guess] = [readings.get(index), guesses.get(index)];
    const facts = { source, column, gaps, isOnly, withCommas, option, reading, guess };
    const { name: rule, then, sentence } = firstRule(COLUMN_RULES, facts);
    const text = sentence?.(facts) ?? "";
    if (rule === "dates") dates.push(column); // refused all at once
    else if (then === "refused") refused.set(name, text);
    else if (then === "left out") leftOut.set(name, text);
    else {
      const as = columnKinds[then].remarks;
      const isMerged = as === "categories" && guess !== undefined && reading === undefined &&
        column.texts > 0;
      const spellings = isMerged ? spellingsOf(column.values!) : undefined;
      const what = `The column ${quoted(name)}`;
      remarks.set(name, [
        ...as === undefined
          ? []
          : remarksOn([{ what, column, as, isGiven: false, isOnly, option, isMerged }]),
        ...text === "" ? [] : [text],
      ]);
      const hasNone = as === "categories" && column.hasNone;
      columns.push({ kind: then, name, index, reading, spellings, hasNone });
    }
  }
  const all = dates.map(({ name }) => [name, datesText(source, dates, option)] as const);
  return { columns, leftOut, refused: new Map([...all, ...refused]), remarks };
}

/**
 * Decides what the columns are; {@linkcode planTarget} does the target.
 * @throws {SyntaxError} if a column or the target is refused, or nothing can be learned
 */
export function planTable(
  head: TableHead,
  facts: TableFacts,
  options: ResolvedOptions,
): TablePlan {
  const { name: source } = head;
  const { plain: statistics, guesses } = facts;
  if (statistics[0]!.cells === 0) {
    throw new SyntaxError(`Cannot read ${source}: it has no rows below its header`);
  }
  const { weights, optionText: option } = options;
  const { columns, leftOut, refused, remarks } = planColumns(head, facts, options);
  for (const text of refused.values()) throw new SyntaxError(text);
  const warnings = statistics.flatMap(({ name }) => {
    const why = leftOut.get(name);
    return why === undefined ? remarks.get(name) ?? [] : [leftOutText(name, why)];
  });
  const target = planTarget(source, facts, options, warnings);
  const targets = options.targets.map((index, k): PlannedColumn => {
    const format = target.formats[k];
    const reading = format && { kind: "number", format } as const;
    return { kind: "number", name: statistics[index]!.name, index, reading };
  });
  const read = readingTexts([...columns, ...targets], guesses, option);
  const numbers = columns.filter(({ kind }) => columnKinds[kind].remarks === "numbers").map((
    { index },
  ) => index);
  numbers.push(...target.numbers);
  if (weights !== undefined) {
    const withCommas = firstWithCommas(statistics);
    const problem = decimalsProblem({ source, column: statistics[weights]!, withCommas });
    if (problem !== undefined) throw new SyntaxError(problem);
    numbers.push(weights);
  }
  warnings.push(...commaWarning(numbers.map((index) => statistics[index]!)));
  if (columns.length === 0) {
    const all = [...head.warnings ?? [], ...warnings];
    throw new SyntaxError(
      `Cannot learn from ${source}: besides the target no column is left to learn ` +
        `from${all.length === 0 ? "" : `. ${all.join(". ")}`}`,
    );
  }
  return { columns, target, leftOut, refused, read, remarks, warnings };
}

/** One warning that names the columns of numbers with decimal commas. */
function commaWarning(numbers: readonly ColumnStatistics[]): string[] {
  const found = numbers.filter(({ firstComma }) => firstComma !== undefined);
  if (found.length === 0) return [];
  const { text } = found[0]!.firstComma!;
  const [s, have] = found.length === 1 ? ["", "has"] : ["s", "have"];
  return [
    `The column${s} ${joinNames(found.map(({ name }) => quoted(name)))} ${have} decimal commas: ` +
    `${quoted(text)} is read as ${text.trim().replace(",", ".")}`,
  ];
}

/** What is the same in all spellings of a category: they differ by case or blanks alone. */
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

const MAX_SPELLINGS = 3;

/** How columns are read, with an example of each way; nothing of those whose cells are read as they stand. */
function readingTexts(
  columns: readonly PlannedColumn[],
  guesses: ReadonlyMap<number, CellGuess>,
  option: OptionText,
): string[] {
  const formats = groupBy(
    columns,
    ({ reading }) => JSON.stringify(formatOf(reading)) ?? "",
  );
  return columns.flatMap(({ name, index, reading, spellings, hasNone }) => {
    const guess = guesses.get(index);
    if (guess === undefined) return [];
    const [order, format] = [orderOf(reading), formatOf(reading)];
    if (order !== undefined) return [dateText(name, guess, order, option)];
    if (format === undefined) {
      const none = `${quoted(NONE)} in ${
        quoted(name)
      } is a category, as most other cells there are words`;
      return [...hasNone ? [none] : [], ...spellingText(name, spellings)];
    }
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
