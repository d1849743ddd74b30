/** The types of rows and labels of a model, found from the rows that it learned from. @module */

/** A row to predict: any of the columns that the rows had which a model learned from. */
export type RowLike<R> = { readonly [Name in keyof R]?: R[Name] | null | undefined };

/** The names of the classes of a target: the texts of its values, if these are literals. */
export type LabelOf<Value> = unknown extends Value ? string
  : Value extends string | number | boolean ? `${Value}`
  : Value extends Date ? string
  : never;

/** A row that is no list of rows. */
export type OneRow<In> = In & { readonly [Symbol.iterator]?: never };
