/** Which rows of a table are left out, and what keeps them. @module */

import { isGap, quoted } from "./cells.ts";
import type { PlannedColumn } from "./guess.ts";
import type { OptionText } from "./option_text.ts";

/** So many columns with gaps are told by name. */
const MAX_TOLD = 5;

/** Where more than this share of the rows is lost, that is told, with the column without which the most are kept. */
const LARGE_LOSS = 1 / 3;

/** Counts the rows that are left out for their gaps, and by the columns of these gaps. */
export class GapCounts {
  /** How many rows have gaps. */
  rows = 0;
  readonly #columns: readonly PlannedColumn[];
  /** [columns] How many rows have a gap in the column. */
  readonly #with: Float64Array;
  /** [columns] How many rows have a gap in this column alone: they are kept without it. */
  readonly #alone: Float64Array;

  /** Begins without rows. */
  constructor(columns: readonly PlannedColumn[]) {
    this.#columns = columns;
    this.#with = new Float64Array(columns.length);
    this.#alone = new Float64Array(columns.length);
  }

  /** Takes a row, and says whether it has gaps. */
  add(cells: readonly string[]): boolean {
    let found = 0;
    let last = 0;
    for (let c = 0; c < this.#columns.length; c++) {
      if (!isGap(cells[this.#columns[c]!.place]!)) continue;
      this.#with[c]!++;
      found++;
      last = c;
    }
    if (found > 0) this.rows++;
    if (found === 1) this.#alone[last]!++;
    return found > 0;
  }

  /** The options that keep rows with gaps: among numbers a gap is the mean, also where it is to be a category. */
  keeping(option: OptionText): string {
    const texts = this.#columns.some(({ kind }, c) => kind === "category" && this.#with[c]! > 0);
    return texts
      ? `${option("gaps", "mean")} or ${option("gaps", "category")}`
      : option("gaps", "mean");
  }

  /**
   * Tells of the rows that are left out, in sentences without a full stop.
   *
   * @param rows how many the table has
   */
  told(rows: number, option: OptionText): string[] {
    if (this.rows === 0) return [];
    const byCount = [...this.#columns.keys()].filter((c) => this.#with[c]! > 0)
      .toSorted((a, b) => this.#with[b]! - this.#with[a]!);
    const columns = byCount.slice(0, MAX_TOLD)
      .map((c) => `${quoted(this.#columns[c]!.name)} (${this.#with[c]})`).join(", ");
    const more = byCount.length > MAX_TOLD ? ` and ${byCount.length - MAX_TOLD} more` : "";
    const sentences = [
      `${this.rows} of ${rows} rows are left out: they have gaps in ${columns}${more}; ` +
      `${this.keeping(option)} keeps them`,
    ];
    if (this.rows > LARGE_LOSS * rows) {
      const most = byCount.reduce((a, b) => this.#alone[b]! > this.#alone[a]! ? b : a);
      const kept = this.#alone[most]!;
      sentences.push(
        `More than a third of the rows are lost for gaps${
          kept === 0 || this.#columns.length === 1
            ? ""
            : `: ${option("without", this.#columns[most]!.name)} keeps ${kept} more`
        }`,
      );
    }
    return sentences;
  }
}
