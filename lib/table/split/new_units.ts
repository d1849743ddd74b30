/** Which new rows belong together: those of a group, or of a block of time, as the rows that a model learned from. @module */

import { quoted } from "../../checks/texts.ts";
import { isMissing } from "../cells/cells.ts";
import type { TableHead } from "../cells/source.ts";
import type { TableOptions } from "../columns/options.ts";
import { timesOf } from "./dealing.ts";
import { groupUnits, NO_TIME, timeUnits } from "./units.ts";

/** How the rows that a model learned from were split. */
export type RowSplit = Pick<TableOptions, "splitBy" | "splitAfter" | "as">;

/** The units of new rows, one row after the other. */
export class NewUnits {
  readonly #head: TableHead;
  /** What rows are split by, in words; `undefined` where they are by themselves. */
  readonly #what: string | undefined;
  /** The columns that the new rows lack. */
  readonly #missing: readonly string[];
  readonly #indices: readonly number[];
  readonly #isTime: boolean;
  readonly #as: RowSplit["as"];
  /** Of each row the cells of its group or its time, and its line. */
  readonly #rows: { readonly cells: readonly string[]; readonly line: number }[] = [];

  /**
   * Finds the columns that rows were split by.
   * @param head the table of new rows, which may have them
   */
  constructor(head: TableHead, { splitBy = [], splitAfter, as }: RowSplit) {
    const columns = typeof splitAfter === "string" ? [splitAfter] : [splitBy].flat();
    this.#head = head;
    this.#as = as;
    this.#isTime = splitAfter !== undefined;
    this.#indices = columns.map((name) => head.columns.indexOf(name));
    this.#missing = columns.filter((name) => !head.columns.includes(name));
    const isSplit = columns.length > 0 || this.#isTime;
    this.#what = isSplit ? columns.map(quoted).join(" and ") || "their order" : undefined;
  }

  /** Adds a row; returns its number, from 0. */
  add(cells: readonly string[], line: number): number {
    return this.#rows.push({ cells: this.#indices.map((index) => cells[index] ?? ""), line }) - 1;
  }

  /**
   * The number of each row's unit, in the order in which they were added; `undefined` where rows count by themselves.
   * @returns also a sentence on it, without a full stop
   */
  result(): { readonly units?: Uint32Array; readonly text?: string } {
    if (this.#what === undefined) return {};
    const rows = `intervals are based on rows, and too short if rows belong together`;
    if (this.#missing.length > 0) {
      const names = this.#missing.map(quoted).join(" and ");
      return { text: `Training was split by ${this.#what}, but ${names} is not here: ${rows}` };
    }
    const values = this.#isTime ? this.#times() : this.#groups();
    if (values === undefined) {
      return { text: `Training was split after ${this.#what}, which has no times here: ${rows}` };
    }
    const [units] = this.#isTime ? timeUnits([values]) : groupUnits([values]);
    const count = new Set(units).size;
    const kind = this.#isTime ? `blocks of time by ${this.#what}` : `groups by ${this.#what}`;
    return {
      units: units!,
      text:
        `Rows that belong together count as one: intervals are based on ${count} ${kind}, not ` +
        `on ${this.#rows.length} rows`,
    };
  }

  /** A number for each group; a row without a group is one of its own. */
  #groups(): Float64Array {
    const numbers = new Map<string, number>();
    return Float64Array.from(this.#rows, ({ cells }, row) => {
      const key = cells.some((cell) => isMissing(cell))
        ? `row ${row}`
        : JSON.stringify(cells.map((cell) => cell.trim()));
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
  }

  /** The times of the rows, or their lines; `undefined` if the column has other texts than times. */
  #times(): Float64Array | undefined {
    const [index] = this.#indices;
    if (index === undefined) return Float64Array.from(this.#rows, ({ line }) => line);
    const name = this.#head.columns[index]!;
    const { scan, valueOf } = timesOf({ ...this.#head, columns: [name] }, 0, this.#as?.[name]);
    for (const { cells } of this.#rows) scan?.(cells);
    try {
      const times = Float64Array.from(this.#rows, ({ cells, line }) => valueOf(cells, line));
      return times.every((time) => time === NO_TIME) ? undefined : times;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}
