/** The missing values of a table: which rows are left out for them, what keeps those, and how the values are read. @module */

import { isMissing, quoted } from "./cells.ts";
import type { PlannedColumn } from "./guess.ts";
import type { OptionText } from "./option_text.ts";
import type { ResolvedOptions } from "./options.ts";

/** The most columns with missing values that a warning names. */
const MAX_NAMED_COLUMNS = 5;

/** Above this share of dropped rows a warning names the column whose removal keeps most of them. */
const LARGE_LOSS = 1 / 3;

/** Counts the missing values, the rows that have some, and by column. */
export class MissingValues {
  rows = 0;
  cells = 0;
  readonly #columns: readonly PlannedColumn[];
  /** [columns] How many rows have none in the column. */
  readonly #with: Float64Array;
  /** [columns] How many rows have none in this column alone: they are kept without it. */
  readonly #alone: Float64Array;

  constructor(columns: readonly PlannedColumn[]) {
    this.#columns = columns;
    this.#with = new Float64Array(columns.length);
    this.#alone = new Float64Array(columns.length);
  }

  /** Counts a row, and returns whether it has missing values. */
  add(cells: readonly string[]): boolean {
    let found = 0;
    let last = 0;
    for (let c = 0; c < this.#columns.length; c++) {
      if (!isMissing(cells[this.#columns[c]!.index]!)) continue;
      this.#with[c]!++;
      found++;
      last = c;
    }
    if (found > 0) this.rows++;
    if (found === 1) this.#alone[last]!++;
    this.cells += found;
    return found > 0;
  }

  /** The options that keep the rows. A missing number is the mean, whatever the option. */
  keeping(option: OptionText): string {
    return this.#are("category")
      ? `${option("gaps", "mean")} or ${option("gaps", "category")}`
      : option("gaps", "mean");
  }

  /**
   * Warnings of what becomes of the rows, in sentences without a full stop.
   * @param rows how many the table has
   */
  report(
    rows: number,
    { gaps, optionText }: Pick<ResolvedOptions, "gaps" | "optionText">,
  ): string[] {
    if (this.rows === 0) return [];
    if (gaps === "drop") return this.#dropped(rows, optionText);
    const [values, they, count, these] = [
      this.cells === 1 ? "1 value is" : `${this.cells} values are`,
      ...this.cells === 1 ? ["it", "counts"] : ["they", "count"],
      this.rows === 1 ? "this row" : "these rows",
    ];
    const own = gaps === "category" ? "a separate category" : "none of the categories";
    const what = !this.#are("category")
      ? "the mean"
      : !this.#are("number")
      ? own
      : `the mean in columns of numbers and ${own} in the others`;
    return [
      `${values} missing in ${this.rows} of ${rows} rows, ${this.#byColumn()}: ${they} ${count} as ` +
      `${what}; ${optionText("gaps", "drop")} leaves ${these} out`,
    ];
  }

  /** Which rows are left out, and what keeps them. */
  #dropped(rows: number, option: OptionText): string[] {
    const sentences = [
      `${this.rows} of ${rows} rows are left out: they have missing values in ${this.#byColumn()}; ` +
      `${this.keeping(option)} keeps them`,
    ];
    if (this.rows > LARGE_LOSS * rows) {
      const most = this.#alone.reduce((a, count, b) => count > this.#alone[a]! ? b : a, 0);
      const kept = this.#alone[most]!;
      sentences.push(
        `More than a third of the rows are lost for missing values${
          kept === 0 || this.#columns.length === 1
            ? ""
            : `: ${option("without", this.#columns[most]!.name)} keeps ${kept} more`
        }`,
      );
    }
    return sentences;
  }

  /** Whether values are missing in columns of a kind. */
  #are(kind: PlannedColumn["kind"]): boolean {
    return this.#columns.some((column, c) => column.kind === kind && this.#with[c]! > 0);
  }

  /** The columns with how many of their values are missing, the most first. */
  #byColumn(): string {
    const byCount = [...this.#columns.keys()].filter((c) => this.#with[c]! > 0)
      .toSorted((a, b) => this.#with[b]! - this.#with[a]!);
    const named = byCount.slice(0, MAX_NAMED_COLUMNS)
      .map((c) => `${quoted(this.#columns[c]!.name)} (${this.#with[c]})`).join(", ");
    const more = byCount.length - MAX_NAMED_COLUMNS;
    return more > 0 ? `${named} and ${more} more` : named;
  }
}
