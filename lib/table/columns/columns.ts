/** The description of a table that a network learned from: enough to make inputs of new rows. @module */

import type { MissingValueRule } from "../../options/table.ts";
import { NONE } from "../cells/cells.ts";
import { type ClassTarget, type QuantityTarget, rulesOf } from "./target.ts";
import type { DateOrder, DatePart } from "../values/dates.ts";
import type { NumberFormat } from "../values/number_format.ts";

/** What every column has. */
export interface DescribedColumn<Kind extends string> {
  /** What the column has. */
  readonly kind: Kind;
  /** The name in the table's header. */
  readonly name: string;
  /**
   * What becomes of a missing value. Among numbers and dates `"category"` means the mean; among texts `"mean"` means none of the
   * values, or no word.
   */
  readonly gaps: MissingValueRule;
  /**
   * Whether rows were split by this column among others, so that rows of new groups are what the model is for: a text that no
   * training row had is no reason for a remark. In version 2 alone.
   */
  readonly ofGroup?: true;
  /** Other texts than the usual ones that are missing values, without spaces around them. In version 2 alone. */
  readonly missingValues?: readonly string[];
}

/** A column of numbers, standardized as (x − mean) / deviation: one feature. */
export interface NumberColumn extends DescribedColumn<"number"> {
  /** The mean of the training rows, float64. */
  readonly mean: number;
  /** The standard deviation of the training rows, over n: more than 0, and 1 where they are all the same. */
  readonly deviation: number;
  /** Whether there is a second feature: 1 where the value is missing and 0 elsewhere. In version 2 alone. */
  readonly indicator?: true;
  /** How the numbers are written, where that is not plain decimal: €1,234.50, 20%, 8:05 pm, yes. In version 2 alone. */
  readonly format?: NumberFormat;
}

/** A column of texts. */
export interface TextColumn<Kind extends string> extends DescribedColumn<Kind> {
  /** The values of the training rows, sorted by code unit; an empty one stands for missing values. */
  readonly values: readonly string[];
  /** Other spellings of the values, which differ by case or blanks: the value of each. In version 2 alone. */
  readonly spellings?: Readonly<Record<string, string>>;
}

/**
 * A column of many texts: one feature, the index of the text among the values from 1; 0 is another text. What a network takes
 * of it are means of the target, see `encode/levels.ts`. In version 2 alone.
 */
export type LevelColumn = TextColumn<"level">;

/** A column of texts, one-hot: a feature for each value. Another value is 0 in all of them. */
export type CategoryColumn = TextColumn<"category">;

/** A column of dates: a feature for each number of them that varies, standardized as (x − mean) / deviation. In version 2 alone. */
export interface DateColumn extends DescribedColumn<"date"> {
  /** Which of two numbers that fit both is the day. */
  readonly order: DateOrder;
  /** The earliest day of the training rows, from which days are counted: days since 1970. */
  readonly first: number;
  /** The numbers that a date becomes, with their mean and standard deviation over n in the training rows. */
  readonly parts: readonly {
    readonly part: DatePart;
    readonly mean: number;
    readonly deviation: number;
  }[];
}

/** A column of free text: a feature for each of some words, 1 where the text has it and 0 elsewhere. In version 2 alone. */
export interface WordsColumn extends DescribedColumn<"words"> {
  /** The words in small letters, the commonest of the training rows first. */
  readonly words: readonly string[];
}

/** A column that features are made of. */
export type TableColumn = NumberColumn | CategoryColumn | LevelColumn | DateColumn | WordsColumn;

/** A column that may not be known before the answer is. */
export interface Leak {
  /** Its name in the table. */
  readonly name: string;
  /**
   * What is suspicious: it gives nearly everything (`"answer"`), it gives more than half and no other column comes near
   * (`"alone"`), or whether it is filled gives much (`"filled"`).
   */
  readonly kind: "answer" | "alone" | "filled";
  /** R² for classes or ranks, out of fold, from this column alone. */
  readonly share: number;
  /** R² of the next column. */
  readonly next: number;
}

/** All that is needed to make a network's inputs of a row, and to read its outputs. It is plain JSON. */
export interface TableDescription {
  /** The version of this form: 2 if a column or a quantity has what version 1 has not. */
  readonly version: 1 | 2;
  /** The columns that features are made of, in their order. */
  readonly columns: readonly TableColumn[];
  /** What is predicted. */
  readonly target: ClassTarget | QuantityTarget;
  /** The names of the training table's other columns, which may stand in a row. */
  readonly leftOut?: readonly string[];
  /** The columns that give the target away in the training rows; absent if there are none. */
  readonly leaks?: readonly Leak[];
  /** The column of weights, by which metrics are weighted; absent where rows count alike. */
  readonly weights?: string;
}

/** Whether None is a word in a column: one of its texts. Elsewhere it is a missing value, as in all files of version 0.1. */
export function hasNone(column: TableColumn): boolean {
  return "values" in column &&
    (column.values.includes(NONE) || Object.hasOwn(column.spellings ?? {}, NONE));
}

/** The names of the target's columns. */
export function targetNamesOf(table: Pick<TableDescription, "target">): readonly string[] {
  return rulesOf(table).names;
}

/** The names in a row that no answer depends on: of the target's columns, and of those that training left out. */
export function knownNamesOf(table: Pick<TableDescription, "target" | "leftOut">): string[] {
  return [...targetNamesOf(table), ...table.leftOut ?? []];
}
