/** The missing values of a table: which rows they leave out, and how they are read. @module */

import { quoted } from "../../checks/texts.ts";
import { isMissing } from "../cells/cells.ts";
import type { MissingValueRule } from "../../options/table.ts";
import { columnKinds } from "./kinds.ts";
import type { ColumnKind } from "./kinds/contract.ts";
import type { PlannedColumn } from "./guess/planned.ts";
import type { OptionText } from "./options.ts";
import type { Rule } from "../cells/rule.ts";

const MAX_NAMED_COLUMNS = 5;

/** Whether a cell is a missing value of its column, as a text among dates is. */
function lacksValue(cell: string, column: PlannedColumn): boolean {
  return isMissing(cell, column.hasNone) ||
    columnKinds[column.kind].lacks?.(cell, column) === true;
}

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
      if (!lacksValue(cells[this.#columns[c]!.index]!, this.#columns[c]!)) continue;
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
    return this.become.some(({ as }) => as === "category")
      ? `${option("gaps", "mean")} or ${option("gaps", "category")}`
      : option("gaps", "mean");
  }

  /** What missing values become in the columns that have some, and among what. */
  get become(): ColumnKind<never>["missing"][] {
    const kinds = Object.entries(columnKinds);
    return kinds.filter(([name]) =>
      this.#columns.some(({ kind }, c) => kind === name && this.#with[c]! > 0)
    ).map(([, { missing }]) => missing);
  }

  /** The column without which most rows are kept, and how many more, if it keeps any. */
  get mostKept(): { readonly name: string; readonly rows: number } | undefined {
    const most = this.#alone.reduce((a, count, b) => count > this.#alone[a]! ? b : a, 0);
    const rows = this.#alone[most]!;
    if (rows === 0 || this.#columns.length === 1) return undefined;
    return { name: this.#columns[most]!.name, rows };
  }

  /** The columns with how many of their values are missing, the most first. */
  get byColumn(): string {
    const byCount = [...this.#columns.keys()].filter((c) => this.#with[c]! > 0)
      .toSorted((a, b) => this.#with[b]! - this.#with[a]!);
    const named = byCount.slice(0, MAX_NAMED_COLUMNS)
      .map((c) => `${quoted(this.#columns[c]!.name)} (${this.#with[c]})`).join(", ");
    const more = byCount.length - MAX_NAMED_COLUMNS;
    return more > 0 ? `${named} and ${more} more` : named;
  }
}

interface RowFacts {
  readonly rows: number;
  readonly withoutTarget: number;
  /** How a missing target is written that may be meant as another, as the end of a sentence. */
  readonly missingNote: string;
  readonly missing: MissingValues;
  readonly gaps: MissingValueRule;
  readonly option: OptionText;
}

/** Above this share of dropped rows a warning names the column whose removal keeps most of them. */
const LARGE_LOSS = 1 / 3;

/** The rules of warnings: rows that are left out, and missing values. All that apply count. */
export const ROW_RULES: readonly Rule<RowFacts>[] = [
  {
    name: "rows without a target",
    when: ({ withoutTarget }) => withoutTarget > 0,
    sentence: ({ rows, withoutTarget, missingNote }) =>
      `${withoutTarget} of ${rows} rows are left out: they have no target${missingNote}`,
  },
  {
    name: "missing values that leave rows out",
    when: ({ missing, gaps }) => gaps === "drop" && missing.rows > 0,
    sentence: ({ rows, missing, option }) =>
      `${missing.rows} of ${rows} rows are left out: they have missing values in ` +
      `${missing.byColumn}; ${missing.keeping(option)} keeps them`,
  },
  {
    name: "missing values that lose more than a third of the rows",
    when: ({ rows, missing, gaps }) => gaps === "drop" && missing.rows > LARGE_LOSS * rows,
    sentence: ({ missing: { mostKept }, option }) =>
      `More than a third of the rows are lost to missing values${
        mostKept ? `: ${option("without", mostKept.name)} keeps ${mostKept.rows} more` : ""
      }`,
  },
  {
    name: "missing values that are read as others",
    when: ({ missing, gaps }) => gaps !== "drop" && missing.rows > 0,
    sentence: ({ rows, missing, gaps, option }) => {
      const values = missing.cells === 1 ? "1 value is" : `${missing.cells} values are`;
      const { become } = missing;
      const means = new Set(become.filter(({ as }) => as === "mean").map(({ among }) => among));
      const all = [
        ...means.size > 0
          ? [`missing ${[...means].join(" and ")} are filled with the column mean`]
          : [],
        ...become.filter(({ as }) => as !== "mean").map(({ as, among }) =>
          `missing ${among} ${
            as !== "category"
              ? `have ${as}`
              : gaps === "category"
              ? "get a category of their own"
              : "belong to no category"
          }`
        ),
      ].join(", ");
      return `${values} missing in ${missing.rows} of ${rows} rows, ${missing.byColumn}: ${all}; ` +
        `use ${option("gaps", "drop")} to skip ${missing.rows === 1 ? "this row" : "these rows"}`;
    },
  },
];
