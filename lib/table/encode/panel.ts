/** Times of rows, and the units that come again at each: stores over weeks are a panel. @module */

import type { TableColumn } from "../columns/columns.ts";
import { jointLevels, type Levels, levelsOf } from "../relations/columns.ts";
import { isNamedAsEntity, MIN_LEVELS } from "../relations/thresholds.ts";
import { comesAgain, haveOneRow, recurrenceOf } from "../relations/recurrence.ts";
import type { Part } from "../split/split.ts";

/** The time of each row of a part. */
export interface RowTimes extends Readonly<Record<Part, Float64Array>> {
  /** If rows are of units that come again. */
  readonly panel?: Panel | undefined;
}

/** Which rows are of one unit. */
export interface Panel {
  /** The columns of units: one, or two that together name a unit, such as a store and a product. */
  readonly columns: readonly string[];
  /** [rows] The number of each row's unit. */
  readonly units: Readonly<Record<Part, Uint32Array>>;
}

/** A column that may be one of units, and the texts of its cells as numbers. */
interface Candidate {
  readonly name: string;
  readonly index: number;
  readonly numbers: Map<string, number>;
  /** [parts][rows] */
  readonly units: readonly number[][];
}

/** Looks for the column of units, one row after the other. */
export class PanelSearch {
  readonly #candidates: readonly Candidate[];

  /**
   * @param inputs the columns that the model learns from
   * @param names of all columns of the table
   */
  constructor(inputs: readonly TableColumn[], names: readonly string[]) {
    this.#candidates = inputs
      .filter(({ name, kind }) =>
        kind === "category" || kind === "level" || kind === "number" && isNamedAsEntity(name)
      ).map(({ name }) => ({
        name,
        index: names.indexOf(name),
        numbers: new Map(),
        units: [[], [], []],
      }));
  }

  /** Takes the next row of a part, by the part's number. */
  add(part: number, cells: readonly string[]): void {
    for (const { index, numbers, units } of this.#candidates) {
      const text = cells[index]!.trim();
      let number = numbers.get(text);
      if (number === undefined) numbers.set(text, number = numbers.size);
      units[part]!.push(number);
    }
  }

  /**
   * The column with most units that come again in the training rows; or two such columns, if units of one have several rows at a
   * time, and pairs have not.
   * @param times [training rows]
   * @param each gives what is made of each part's number
   */
  panel(
    times: Float64Array,
    each: (of: (part: number) => Uint32Array) => Panel["units"],
  ): Panel | undefined {
    const found = this.#candidates.flatMap(({ name, units }) => {
      const levels = levelsOf(units[0]!);
      if (levels.sizes.length < MIN_LEVELS || !areAgain(name, levels, times)) return [];
      return [{ columns: [name], units, levels }];
    }).sort((a, b) => b.levels.sizes.length - a.levels.sizes.length);
    const [first] = found;
    if (first === undefined) return undefined;
    const { columns, units } = haveOneRow(first.levels, times)
      ? first
      : this.#pair(found, times) ?? first;
    return { columns, units: each((part) => Uint32Array.from(units[part]!)) };
  }

  /** The two columns whose pairs come again with one row at a time; the first ones of those with most units. */
  #pair(found: readonly Units[], times: Float64Array): Units | undefined {
    for (const [k, a] of found.entries()) {
      for (const b of found.slice(k + 1)) {
        const levels = jointLevels(a.levels, b.levels);
        if (!haveOneRow(levels, times) || !areAgain("", levels, times)) continue;
        const numbers = new Map<string, number>();
        const units = a.units.map((part, p) =>
          part.map((number, row) => {
            const pair = `${number} ${b.units[p]![row]!}`;
            if (!numbers.has(pair)) numbers.set(pair, numbers.size);
            return numbers.get(pair)!;
          })
        );
        return { columns: [...a.columns, ...b.columns], units, levels };
      }
    }
    return undefined;
  }
}

/** Columns whose units come again. */
interface Units {
  readonly columns: readonly string[];
  /** [parts][rows] */
  readonly units: readonly (readonly number[])[];
  /** Those of the training rows. */
  readonly levels: Levels;
}

/** Whether units have rows over all of the time. */
function areAgain(name: string, levels: Levels, times: Float64Array): boolean {
  const recurrence = recurrenceOf(levels, times);
  const levelRows = times.length / levels.sizes.length;
  return recurrence !== undefined &&
    comesAgain(name, recurrence, { levelRows, isCalendar: true });
}
