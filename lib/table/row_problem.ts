/** Why a row of a table has no prediction. @module */

import { quoted } from "./cells.ts";
import { CellError, type RowEncoder } from "./encode.ts";

/** What is wrong with a row. */
export interface RowProblem {
  /** The name of the column; `undefined` if it is of none. */
  readonly column: string | undefined;
  /** What is wrong there, such as `"age" is missing`. */
  readonly reason: string;
}

/**
 * Writes the features of a row, see {@linkcode RowEncoder.encode}.
 *
 * @returns why it has none; `undefined` if it has
 */
export function encodeOrProblem(
  encoder: RowEncoder,
  ...row: Parameters<RowEncoder["encode"]>
): RowProblem | undefined {
  try {
    const column = encoder.encode(...row);
    return column === undefined ? undefined : { column, reason: `${quoted(column)} is missing` };
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    const { column, reason } = error;
    return { column, reason };
  }
}
