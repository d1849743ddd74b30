/** The formats of tables whose cells have types, each known by how its files begin. @module */

import { quote } from "../../../lib/checks/texts.ts";
import { isJson } from "./csv/text.ts";
import { type FileBytes, refused, type TypedOptions, type TypedTable } from "./typed_table.ts";

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

/** A format that is not read. Its files are known, to say what writes them in one that is. */
function left(
  files: string,
  starts: Format["starts"],
  help: (path: string) => string,
): Format {
  return {
    name: files,
    kind: files,
    starts,
    open: ({ name }) => Promise.reject(refused(name, `${files} are not read; ${help(name)}`)),
  };
}

function writeParquet(library: string, read: string, write: string): (path: string) => string {
  return (path) => {
    const parquet = `${path.replace(/\.(?:arrows?|feather|ipc)$/i, "")}.parquet`;
    const [from, to] = [path, parquet].map((name) => JSON.stringify(name));
    const program = `import ${library}; ${library}.${read}(${from}).${write}(${to})`;
    return `write it as Parquet, and name that file: \`python3 -c ${quote(program)}\``;
  };
}

function unpack(command: string, out: string): (path: string) => string {
  return (path) => {
    const to = path.replace(/\.(?:lz4|zst)$/i, "");
    const other = to === path ? `${path}.unpacked` : to;
    return `unpack it, and name that file: \`${command} ${quote(path)} ${out}${quote(other)}\``;
  };
}

const LEFT: readonly Format[] = [
  left(
    "Arrow and Feather files",
    [ascii("ARROW1"), ascii("FEA1")],
    writeParquet("pandas", "read_feather", "to_parquet"),
  ),
  left(
    "streams of Arrow",
    [[0xff, 0xff, 0xff, 0xff]],
    writeParquet("polars", "read_ipc_stream", "write_parquet"),
  ),
  left("files that are compressed by LZ4", [[4, 0x22, 0x4d, 0x18]], unpack("lz4 -d", "")),
  left(
    "files that are compressed by Zstandard",
    [[0x28, 0xb5, 0x2f, 0xfd]],
    unpack("zstd -d", "-o "),
  ),
];

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
  ...LEFT,
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

/** The format of a file that is not text. */
export function binaryFormatOf(
  start: Uint8Array,
  more: readonly Format[] = [],
): Format | undefined {
  return [...FORMATS, ...more].find(({ starts }) =>
    starts.some((bytes) => bytes.every((byte, k) => start[k] === byte))
  );
}
