/** What one pass over a table finds in a column, in memory that does not grow with the rows. @module */

import { quoted } from "../../checks/texts.ts";
import {
  hasComma,
  isCode,
  isDate,
  isMissing,
  isRounded,
  mayBeDate,
  mayBeThousands,
  NONE,
  numberOf,
  USUAL_MARKS,
} from "./cells.ts";

interface NotedCell {
  readonly text: string;
  /** The line of the file that its row begins on, from 1. */
  readonly line: number;
}

/** The values that are kept of a column that has too many. */
const MAX_KEPT_VALUES = 20;

/** Counts of what the cells of a column are: what it is guessed from. */
export class ColumnStatistics {
  cells = 0;
  missing = 0;
  numbers = 0;
  dates = 0;
  /** How many are numbers with a comma in them, but none that was read as a number. */
  commas = 0;
  least: number = Number.POSITIVE_INFINITY;
  largest: number = Number.NEGATIVE_INFINITY;
  /** Whether every number so far is the one before it and 1: the column counts the rows. */
  counting = true;
  /** Whether every number is written as a date without hyphens is. */
  datesAlone = true;
  firstFraction: NotedCell | undefined;
  /** The first number that is written as a code: 01067. */
  firstCode: NotedCell | undefined;
  /** The first whole number that float64 cannot hold. */
  firstRounded: NotedCell | undefined;
  /** The first cell that is neither a number nor missing. */
  firstText: NotedCell | undefined;
  /** The first few different ones of such cells. */
  readonly someTexts = new Set<string>();
  /** How many cells are each of the usual marks for a missing value, beside numbers or dates. */
  readonly marks = new Map<string, number>();
  /** How many other texts have no digit: with one the column is of texts. */
  #words = 0;
  /** The first missing value that is no empty cell, such as NA. */
  firstMissing: NotedCell | undefined;
  firstComma: NotedCell | undefined;
  /** Whether the comma of every number that has one may separate its thousands. */
  thousands = true;
  /** The first number with a point, where others may have a comma. */
  firstPoint: NotedCell | undefined;
  /** Whether the point of every such number may separate its thousands. */
  pointThousands = true;
  /** Whether a value came twice before there were more than the limit. */
  repeats = false;
  /** Whether None is a word of its own: a missing value until {@linkcode keepNone}. */
  hasNone = false;
  /** How many cells are None, by their spaces; the first of them, and the first missing value that is another text. */
  readonly #nones = new Map<string, number>();
  #firstNone: NotedCell | undefined;
  #otherMissing: NotedCell | undefined;
  #previous = NaN;
  /** How many different values are counted. */
  readonly limit: number;
  #values: Map<string, number> | undefined = new Map();
  #some: readonly string[] = [];
  #merged: readonly [string, string] | undefined;
  /** How many values were compared for it. */
  #compared = 0;

  /** @param limit how many different values are counted */
  constructor(
    readonly name: string,
    limit: number,
    readonly decimalComma: boolean = false,
  ) {
    this.limit = limit;
  }

  /** Each value with how many cells have it; `undefined` once there are more than the limit. */
  get values(): ReadonlyMap<string, number> | undefined {
    return this.#values;
  }

  /** The values that are not missing; of more than the limit the first few. */
  get someValues(): readonly string[] {
    return this.#values === undefined ? this.#some : [...this.#values.keys()];
  }

  /**
   * Two different numbers that are the same in float64. They are sought among the values, or
   * among the first of more than the limit.
   */
  get merged(): readonly [string, string] | undefined {
    if (this.#values !== undefined && this.#values.size !== this.#compared) {
      this.#compared = this.#values.size;
      this.#merged = mergedAmong(this.#values.keys(), this.decimalComma);
    }
    return this.#merged;
  }

  /** Whether it has marks, and its other cells may be numbers or dates. */
  get mayHaveMarks(): boolean {
    return this.marks.size > 0 && this.#words === 0;
  }

  /** How many cells are neither a number nor missing. */
  get texts(): number {
    return this.cells - this.missing - this.numbers;
  }

  get filled(): number {
    return this.cells - this.missing;
  }

  /** Whether it is of numbers alone that float64 holds. */
  get isMeasured(): boolean {
    return this.texts === 0 && roundingReason(this) === undefined;
  }

  /** Whether at least half of the filled cells are numbers, those with commas too. */
  get isMostlyNumbers(): boolean {
    return 2 * (this.numbers + this.commas) >= this.filled;
  }

  /** Whether most of the filled cells are words: neither numbers nor dates. */
  get isMostlyWords(): boolean {
    return 2 * (this.texts - this.dates - this.commas) > this.filled;
  }

  /** Takes None for a word, after the last cell. */
  keepNone(): void {
    if (this.#firstNone === undefined) return;
    this.hasNone = true;
    this.firstMissing = this.#otherMissing;
    if (this.#firstNone.line < this.firstText!.line) this.firstText = this.#firstNone;
    for (const [cell, count] of this.#nones) {
      this.missing -= count;
      if (this.#values === undefined) continue;
      this.#addValue(cell);
      this.#values?.set(cell, count);
      if (count > 1) this.repeats = true;
    }
  }

  add(cell: string, line: number): void {
    this.cells++;
    if (isMissing(cell)) {
      this.missing++;
      this.counting = false;
      const text = cell.trim();
      if (text === "") return;
      this.firstMissing ??= noted(cell, line);
      if (text !== NONE) this.#otherMissing ??= noted(cell, line);
      else {
        this.#firstNone ??= noted(cell, line);
        this.#nones.set(cell, (this.#nones.get(cell) ?? 0) + 1);
      }
      return;
    }
    const value = numberOf(cell, this.decimalComma);
    if (value === value) {
      this.#addNumber(value);
      if (value !== Math.trunc(value)) this.firstFraction ??= noted(cell, line);
      if (this.firstCode === undefined && isCode(cell)) this.firstCode = noted(cell, line);
      if (this.datesAlone && !mayBeDate(cell)) this.datesAlone = false;
      if (this.firstRounded === undefined && isRounded(cell)) {
        this.firstRounded = noted(cell, line);
      }
      if (this.firstRounded !== undefined) this.counting = false; // which the number after it may be equal to
      if (this.decimalComma) this.#noteMark(cell, line);
    } else this.#addText(cell, line);
    if (this.#values !== undefined) this.#addValue(cell);
  }

  #addNumber(value: number): void {
    this.numbers++;
    if (value < this.least) this.least = value;
    if (value > this.largest) this.largest = value;
    if (this.counting && this.numbers > 1 && value !== this.#previous + 1) this.counting = false;
    this.#previous = value;
  }

  #noteMark(cell: string, line: number): void {
    if (cell.includes(",")) {
      this.firstComma ??= noted(cell, line);
      this.thousands &&= mayBeThousands(cell);
    } else if (cell.includes(".")) {
      this.firstPoint ??= noted(cell, line);
      this.pointThousands &&= mayBeThousands(cell);
    }
  }

  #addText(cell: string, line: number): void {
    this.counting = false;
    this.firstText ??= noted(cell, line);
    if (this.someTexts.size < MAX_KEPT_VALUES && !this.someTexts.has(cell)) {
      this.someTexts.add(lasting(cell));
    }
    if (isDate(cell)) this.dates++;
    else if (hasComma(cell)) this.commas++;
    else if (this.#words === 0 && !/\d/.test(cell)) this.#addWord(lasting(cell.trim()));
  }

  #addWord(text: string): void {
    if (USUAL_MARKS.has(text)) this.marks.set(text, (this.marks.get(text) ?? 0) + 1);
    else this.#words++;
  }

  #addValue(cell: string): void {
    const values = this.#values!;
    const count = values.get(cell);
    if (count !== undefined) {
      values.set(cell, count + 1);
      this.repeats = true;
    } else if (values.size === this.limit) {
      this.#some = [...values.keys()].slice(0, MAX_KEPT_VALUES);
      this.#merged = this.merged;
      this.#values = undefined;
    } else values.set(lasting(cell), 1);
  }
}

function noted(cell: string, line: number): NotedCell {
  return { text: lasting(cell), line };
}

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });

/** Slices of fewer characters are copies in V8: they have no room for a reference to the long text. */
const SHORTEST_SLICE = 13;

/** A copy of a text: a slice of a long text would keep all of that text in memory. */
export function lasting(text: string): string {
  return text.length < SHORTEST_SLICE ? text : decoder.decode(encoder.encode(text));
}

/** Why a column's numbers are codes, as the end of a sentence; `undefined` if they are quantities. */
export function codesReason(statistics: ColumnStatistics): string | undefined {
  const { firstCode, firstFraction, least } = statistics;
  const rounded = roundingReason(statistics);
  if (rounded !== undefined) return rounded;
  if (firstFraction !== undefined || firstCode === undefined || least < 0) return undefined;
  const { text, line } = firstCode;
  return `${quoted(text)} on line ${line} begins with a zero, as codes do: ` +
    "numbers are written without";
}

/**
 * Why a column's numbers are codes since float64 does not hold them: whole numbers, none with a fraction, that it has to round,
 * or numbers that it merges.
 */
export function roundingReason(
  { firstFraction, firstRounded, merged }: ColumnStatistics,
): string | undefined {
  if (firstRounded !== undefined && firstFraction === undefined) {
    const { text, line } = firstRounded;
    return `${quoted(text)} on line ${line} has more digits than float64 holds, as ids have: ` +
      "numbers are written with at most 15";
  }
  return merged && `float64 cannot tell ${quoted(merged[0])} from ${quoted(merged[1])}`;
}

/** A number in decimal, with a point or a comma. */
const PARTS = /^([-+]?)(\d*)(?:[.,](\d*))?(?:e([-+]?\d+))?$/i;

/** A number in one spelling, whatever its signs, zeros, point and exponent: `12e-1` of 1.2, +1.20 and 01.2e0. */
export function canonicalNumber(cell: string): string {
  const [, sign, whole, fraction = "", exponent = "0"] = PARTS.exec(cell.trim())!;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const short = digits.replace(/0+$/, "");
  if (short === "") return "0";
  const power = Number(exponent) - fraction.length + digits.length - short.length;
  return `${sign === "-" ? "-" : ""}${short}e${power}`;
}

/** Numbers of so many digits are all different in float64. */
const EXACT_DIGITS = 15;

/** The most digits that `toPrecision` writes. */
const MAX_DIGITS = 100;

/**
 * Whether a number has digits that float64 does not hold: written with as many, the float64 has others. So 17 digits or more
 * that a program wrote of a float64 are held.
 */
function hasLostDigits(canonical: string, value: number): boolean {
  const digits = canonical.indexOf("e") - Number(canonical.startsWith("-"));
  return digits > EXACT_DIGITS &&
    (digits > MAX_DIGITS || canonicalNumber(value.toPrecision(digits)) !== canonical);
}

/**
 * The first of some texts that is another number than one before it and the same in float64, where one of the two has digits
 * that float64 does not hold; and that one before it.
 */
export function mergedAmong(
  texts: Iterable<string>,
  decimalComma: boolean,
): readonly [string, string] | undefined {
  const met = new Map<number, string>();
  for (const text of texts) {
    const value = numberOf(text, decimalComma);
    if (Number.isNaN(value)) continue;
    const other = met.get(value);
    if (other === undefined) {
      met.set(value, text);
      continue;
    }
    const [a, b] = [canonicalNumber(other), canonicalNumber(text)];
    if (a !== b && (hasLostDigits(a, value) || hasLostDigits(b, value))) return [other, text];
  }
  return undefined;
}
