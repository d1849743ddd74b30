/** What a table's columns and its target were found to be, and what the second pass makes of them. @module */

import type { TableColumn } from "../columns.ts";
import type { OptionText } from "../options.ts";
import type { MarkedColumn } from "../refusals.ts";
import type { TableSource } from "../../cells/source.ts";
import type { ColumnStatistics } from "../../cells/statistics.ts";
import type { NumberFormat } from "../../values/number_format.ts";
import type { CellGuess, ColumnReading } from "../../values/readings.ts";
import type { TargetKind } from "../../../options/table.ts";
import type { TableTarget } from "../target.ts";

/** A column that features are to be made of. */
export interface PlannedColumn {
  readonly kind: Exclude<TableColumn["kind"], "level">;
  readonly name: string;
  /** Which of the table's columns it is, from 0. */
  readonly index: number;
  /** How its cells are read, where that is not as they stand. */
  readonly reading?: ColumnReading | undefined;
  /** The spellings of categories that stand for others. */
  readonly spellings?: ReadonlyMap<string, string> | undefined;
  /** Whether None is a word among its categories. */
  readonly hasNone?: boolean | undefined;
}

export interface TableFacts {
  /** Of each column, as its cells stand. */
  readonly statistics: readonly ColumnStatistics[];
  /** Of each column, where numbers with a format count as if they were written in decimal. */
  readonly plain: readonly ColumnStatistics[];
  /** How columns are read, where that is not as they stand. */
  readonly readings: ReadonlyMap<number, ColumnReading>;
  /** What cells may be; empty where plain numbers and categories alone are read. */
  readonly guesses: ReadonlyMap<number, CellGuess>;
}

/** The columns to be predicted, as the first pass found them. */
export interface TargetFacts extends Pick<MarkedColumn, "source" | "withCommas"> {
  readonly columns: readonly [ColumnStatistics, ...ColumnStatistics[]];
  /** What they are, if an option states it. */
  readonly kind: TargetKind | undefined;
  readonly option: OptionText;
  /** [columns] How numbers are written, where that is not plain decimal. */
  readonly formats: readonly (NumberFormat | undefined)[];
}

export interface TargetColumns extends TargetFacts {
  /** Which of the table's columns they are, from 0. */
  readonly indices: readonly number[];
  /** Why they are what they are, as the end of a sentence. */
  readonly why: string;
}

export interface PlannedTarget extends Pick<TargetFacts, "formats"> {
  /** Which of its columns are read as numbers, from 0. */
  readonly numbers: readonly number[];
  readonly kind: TargetKind;
  /** What it is and why: `"species" is a class, since it has texts`. */
  readonly found: string;
  /** How a missing value is written that may be meant as another, as the end of a sentence; empty if there is none. */
  readonly missingNote: string;
  /** Why so many rows cannot be split, in pieces of a sentence. */
  fewRowsNotes(rows: number): string[];
  /** Begins the second pass. */
  describe(source: TableSource): TargetDescriber;
}

interface TargetDescriber {
  add(cells: readonly string[]): void;
  /** Warnings for the user after the last row, in sentences. */
  warnings(): string[];
  /**
   * What stands in the model file.
   * @throws {SyntaxError} if numbers are too large to be squared in float64, or differ by too little
   */
  target(): TableTarget;
}
