/** Finds out how the numbers of a column are written, cell after cell. @module */

import { lasting } from "../cells/statistics.ts";
import {
  fits,
  hoursOf,
  isShare,
  MARKS,
  type Marks,
  type NumberFormat,
  numberParts,
  truthOf,
} from "./number_format.ts";

/** The ways to write digits with a comma before the decimals, a bit each. */
const COMMA_WAYS = MARKS.reduce(
  (ways, { decimal }, way) => decimal === "," ? ways | 1 << way : ways,
  0,
);

const ALL_WAYS = (1 << MARKS.length) - 1;

/** Fewer different numbers with a letter behind each may well be names, such as 2WD and 4WD. */
const MIN_JOINED = 10;

/** Units that may stand behind a digit without a space, and are then no part of a name. */
const USUAL_UNITS = new Set(
  ("kg g mg lb lbs oz t km m cm mm mi ft in yd l L ml cl dl h min s ms d kW kWh W V A Hz kHz MHz " +
    "GHz B kB KB MB GB TB px pt ppm hPa bar K k kcal kJ J mph rpm cc sqft").split(" "),
);

/** The way in which all cells of a column are written, as far as they were seen. */
export class NumberGuess {
  /** The ways in which all cells so far are numbers, a bit each. */
  #ways = ALL_WAYS;
  #isDecimal = true;
  /** Whether a number has a mark, and whether one has none. */
  #hasMarks = false;
  #hasUnmarked = false;
  #isHours = true;
  #isTruth = true;
  /** The unit of the cells that have one; two are one too many. */
  readonly #units = new Set<string>();
  #withoutUnit = 0;
  #isJoined = false;
  /** Different numbers with a letter behind them. */
  readonly #joined = new Set<string>();
  #example: string | undefined;
  /** The first plain number with a point. */
  #marked: string | undefined;

  /** Takes a cell that `numberOf` reads. */
  addPlain(cell: string): void {
    if (Number(cell) !== 0) this.#withoutUnit++; // 0 is 0 %
    if (this.#isTruth && truthOf(cell) === undefined) this.#isTruth = false;
    if (!cell.includes(".")) {
      this.#hasUnmarked = true;
      return;
    }
    this.#hasMarks = true;
    this.#marked ??= lasting(cell);
    // A point decides nothing more once it stands before the decimals.
    if ((this.#ways & COMMA_WAYS) === 0) return;
    this.#restrict(cell.trim().replace(/^[-+]/, ""));
  }

  /** Takes another cell that is not missing. */
  addText(cell: string): void {
    if (!this.#isDecimal && !this.#isHours && !this.#isTruth) return;
    this.#example ??= lasting(cell);
    if (this.#isTruth && truthOf(cell) === undefined) this.#isTruth = false;
    if (this.#isHours && Number.isNaN(hoursOf(cell))) this.#isHours = false;
    if (!this.#isDecimal) return;
    const parts = numberParts(cell);
    if (parts === undefined) {
      this.#isDecimal = false;
      return;
    }
    if (/[.,]/.test(parts.number)) this.#hasMarks = true;
    else this.#hasUnmarked = true;
    this.#restrict(parts.number);
    if (parts.unit === "") this.#withoutUnit++;
    else if (this.#units.size < 3) this.#units.add(lasting(parts.unit));
    if (!parts.isJoined || USUAL_UNITS.has(parts.unit)) return;
    this.#isJoined = true;
    if (this.#joined.size < MIN_JOINED) this.#joined.add(lasting(parts.number));
  }

  /** Keeps the ways in which this number is written. */
  #restrict(number: string): void {
    for (let way = 0; way < MARKS.length; way++) {
      if ((this.#ways & 1 << way) !== 0 && !fits(number, way)) this.#ways &= ~(1 << way);
    }
    if (this.#ways === 0) this.#isDecimal = false;
  }

  /** Two units of a column that is of numbers otherwise; per cents beside numbers without a sign are such too. */
  get mixedUnits(): readonly string[] | undefined {
    if (!this.#isDecimal || this.#example === undefined) return undefined;
    const units = [...this.#units];
    if (units.length > 1) return units.slice(0, 2);
    return units.some(isShare) && this.#withoutUnit > 0 ? [units[0]!, ""] : undefined;
  }

  /** The decimal mark that all numbers have; `undefined` where both are possible, or none is seen. */
  get decimalMark(): "." | "," | undefined {
    if (!this.#isDecimal || !this.#hasMarks) return undefined;
    const [first, ...others] = new Set(this.#possible.map(({ decimal }) => decimal));
    return others.length === 0 ? first : undefined;
  }

  get #possible(): readonly Marks[] {
    return MARKS.filter((_, way) => (this.#ways & 1 << way) !== 0);
  }

  /** A cell that a plain reader does not read, or reads as another number. */
  get example(): string | undefined {
    return this.#example ?? this.#marked;
  }

  /**
   * The format by which all cells are numbers; `undefined` if there is none, or plain numbers need none.
   *
   * 1,234 may be 1234 or 1.234. The other columns decide; else 1234 where other numbers have no mark, such as 950; else the
   * table's `usual` mark.
   * @param mark the decimal mark of the other columns, if they have one
   * @param usual that of such tables: a comma where it does not separate cells
   */
  format(mark: "." | "," | undefined, usual: "." | ","): NumberFormat | undefined {
    const isDecimal = this.#isDecimal && this.mixedUnits === undefined && !this.#mayBeNames();
    if (isDecimal) {
      const likely = mark ?? (this.#hasUnmarked ? "." : usual);
      const possible = this.#possible;
      const found = this.#example === undefined && possible.includes(MARKS[0]!)
        ? mark === "," && this.#hasMarks
          ? possible.find(({ thousands }) => thousands === ".")
          : undefined
        : possible.find(({ decimal }) => decimal === likely) ?? possible[0];
      const [unit] = this.#units;
      if (found !== undefined) {
        return { as: "decimal", ...found, ...unit !== undefined && { unit } };
      }
    }
    if (this.#example === undefined) return undefined;
    if (this.#isHours && this.#withoutUnit === 0) return { as: "hours" };
    return this.#isTruth ? { as: "truth" } : undefined;
  }

  #mayBeNames(): boolean {
    return this.#isJoined && this.#joined.size < MIN_JOINED;
  }
}
