/** The types of rows and labels of a model, found from the rows that it learned from. @module */

import type { ClassLabel } from "../../problem/answers.ts";

/** A row to predict: any of the columns that the rows had which a model learned from. */
export type RowLike<R> = { readonly [Name in keyof R]?: R[Name] | null | undefined };

/** The classes of a target: its values, and the text of a date. */
export type LabelOf<Value> = unknown extends Value ? ClassLabel
  : Value extends ClassLabel ? Value
  : Value extends Date ? string
  : never;

/** A row that is not a list of rows. */
export type OneRow<In> = In & { readonly [Symbol.iterator]?: never };
