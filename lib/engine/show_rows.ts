/** What `console.log` and `JSON.stringify` show of matrices and rows of data. @module */

import { rangeOf, short, shortest, showAs, tableOf } from "../numerics/show.ts";

const NAMES = { matrix: "Matrix", dense: "DenseRows", sparse: "SparseRows" } as const;

/** A matrix or rows of data, wherever they are. */
type Rows =
  & { readonly rows: number; readonly columns: number; readonly values: Float32Array }
  & (
    | { readonly kind: "matrix" | "dense" }
    | { readonly kind: "sparse"; readonly starts: Uint32Array; readonly indices: Uint32Array }
  );

/** The element at a row and a column. */
function elementsOf(rows: Rows): (row: number, column: number) => number {
  const { values, columns } = rows;
  if (rows.kind !== "sparse") return (r, c) => values[r * columns + c]!;
  const { starts, indices } = rows;
  return (r, c) => {
    const found = indices.subarray(starts[r], starts[r + 1]).indexOf(c);
    return found < 0 ? 0 : values[starts[r]! + found]!;
  };
}

/** The shape, the range of the elements, and the elements; of a large matrix those in the corners. */
function rowsText(shown: Rows): string {
  const { kind, rows, columns, values } = shown;
  const stored = kind === "sparse" ? shown.starts[rows]! : rows * columns;
  const element = elementsOf(shown);
  return `${NAMES[kind]} [${rows}, ${columns}]${kind === "sparse" ? `, ${stored} not zero` : ""}` +
    rangeOf(values.subarray(0, stored)) + tableOf(rows, columns, (r, c) => short(element(r, c)));
}

/** Each row as a list: `matrix` and `dataRows` read them, to the same bits. */
function rowsJson(rows: Rows): number[][] {
  const element = elementsOf(rows);
  return Array.from(
    { length: rows.rows },
    (_, r) => Array.from({ length: rows.columns }, (_, c) => shortest(element(r, c))),
  );
}

/** Has rows, or all that have them as their prototype, printed with their numbers, and written as lists. */
export function showRows<T extends object>(rows: T): T {
  return showAs(rows, (rows) => rowsText(rows as T & Rows), (rows) => rowsJson(rows as T & Rows));
}
