/** The formats of tables whose cells have types, each known by how its files begin. @module */

import { isJson } from "./csv/text.ts";
import type { FileBytes, TypedOptions, TypedTable } from "./typed_table.ts";

/** A format with types: how its files begin, and what reads them, which is loaded only then. */
export interface Format {
  readonly name: string;
  /** What a file of it is, in errors. */
  readonly kind: string;
  readonly starts: readonly (readonly number[])[];
  readonly open: (file: FileBytes, options: TypedOptions) => Promise<TypedTable>;
}

/** The bytes of a text. */
export const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

/** Those whose files begin with bytes of their own. */
const FORMATS: readonly Format[] = [
  {
    name: "Parquet",
    kind: "Parquet file",
    starts: [ascii("PAR1")],
    open: async (file) => (await import("./parquet.ts")).openParquet(file),
  },
  {
    name: "XLSX",
    kind: "workbook",
    starts: [ascii("PK\x03\x04")],
    open: async (file, options) => (await import("./xlsx.ts")).openXlsx(file, options),
  },
  {
    name: "Arrow",
    kind: "Arrow file",
    starts: [ascii("ARROW1"), [0xff, 0xff, 0xff, 0xff]], // a file, and a stream
    open: async (file) => (await import("./arrow.ts")).openArrow(file),
  },
];

const JSON_FORMAT: Format = {
  name: "JSON",
  kind: "JSON file",
  starts: [],
  open: async (file) => (await import("./json.ts")).openJson(file),
};

/**
 * The format of a file by its first bytes, or `undefined` for CSV.
 * @param more formats besides those that browsers read too
 */
export function typedFormatOf(
  start: Uint8Array,
  more: readonly Format[] = [],
): Format | undefined {
  return binaryFormatOf(start, more) ??
    (isJson(new TextDecoder().decode(start)) ? JSON_FORMAT : undefined);
}

/** The format of a file that is no text. */
export function binaryFormatOf(
  start: Uint8Array,
  more: readonly Format[] = [],
): Format | undefined {
  return [...FORMATS, ...more].find(({ starts }) =>
    starts.some((bytes) => bytes.every((byte, k) => start[k] === byte))
  );
}
