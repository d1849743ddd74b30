/** What a table's target was found to be, and what the second pass makes of it. @module */

import type { OptionText } from "../option_text.ts";
import type { NamedStatistics } from "../refusals.ts";
import type { TableSource } from "../source.ts";
import type { TableTarget, TargetKind } from "../target/contract.ts";

/** What is known of the columns to be predicted. */
export interface TargetColumns {
  /** What the table is called in errors. */
  readonly source: string;
  /** The columns, one or several. */
  readonly columns: readonly NamedStatistics[];
  /** Which of the table's columns they are, from 0. */
  readonly places: readonly number[];
  /** A column of the table that surely has decimal commas, if there is one. */
  readonly withCommas: string | undefined;
  /** Whether it is said what they are. */
  readonly isSaid: boolean;
  /** Why they are what they are, as the end of a sentence. */
  readonly why: string;
  /** How sentences name the options. */
  readonly option: OptionText;
  /** Takes what a user should know, in sentences. */
  readonly warnings: string[];
}

/** What is to be predicted. */
export interface PlannedTarget {
  /** Which of its columns are read as numbers, from 0. */
  readonly numbers: readonly number[];
  /** What it is. */
  readonly kind: TargetKind;
  /** What it was taken for and why: `"species" is a class, since it has texts`. */
  readonly found: string;
  /** How a missing value is written that may be meant as another, as the end of a sentence; empty if there is none. */
  readonly missingNote: string;
  /**
   * Why no more rows can be split, in pieces of a sentence.
   *
   * @param rows how many there are
   */
  fewRowsNotes(rows: number): string[];
  /** Begins the second pass. */
  describe(source: TableSource): TargetDescriber;
}

/** Describes the target by the training rows. */
export interface TargetDescriber {
  /** Takes a training row, which has a target. */
  add(cells: readonly string[]): void;
  /** What a user should know after the last row, in sentences. */
  warnings(): string[];
  /**
   * What stands in the model file.
   *
   * @throws {SyntaxError} if numbers are too large to be squared in float64, or differ by too little
   */
  target(): TableTarget;
}
