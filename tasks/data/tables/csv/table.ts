/** A file of text with delimiters as a table, wherever its bytes are. Runs on the web platform. @module */

import {
  type CsvColumns,
  type CsvOptions,
  type CsvSource,
  CsvText,
  findColumns,
  unnamed,
} from "../../../../lib/table/csv/table.ts";
import type { TableRows } from "../../../../lib/table/cells/source.ts";
import { watched } from "../../../system/streams.ts";
import { decodedText } from "../encoding.ts";
import { textOf, unpacked } from "./text.ts";

export type { CsvOptions };

/** Where the bytes of a table come from: a file on disk, or one that a visitor dropped on a page. */
export interface BytesSource {
  readonly name: string;
  /** The bytes from the first on, each time it is called. */
  open(): Promise<ReadableStream<Uint8Array>>;
}

export class CsvTable extends CsvText {
  readonly #source: BytesSource;
  readonly #options: CsvOptions;

  constructor(source: BytesSource, found: CsvColumns, options: CsvOptions) {
    super(textIn(source), found);
    this.#source = source;
    this.#options = options;
  }

  /** Finds the delimiter and the columns, see {@linkcode findColumns}. */
  static async from(
    source: BytesSource,
    options: CsvOptions = {},
    known: readonly string[] = [],
  ): Promise<CsvTable> {
    const { name } = source;
    const { open, note } = await decodedText(
      name,
      async () => await unpacked(await source.open(), name),
    );
    const text = { name, open };
    const found = await findColumnsIn(text, options, known);
    const warnings = [...note === undefined ? [] : [note], ...found.warnings];
    return new CsvTable(text, { ...found, warnings }, options);
  }

  /** What may be wrong if a column is not found. */
  get hint(): string | undefined {
    if (this.#options.header === false) {
      return "with dataset.header=false its first line is a row, and the columns are called column 1, column 2 and so on";
    }
    if (!this.header) {
      return "its first line has a number and is taken for a row: --set dataset.header=true if it has names";
    }
    if (this.columns.length === 1) {
      return "its first line is one field: remove it if it is a title, or set what separates fields, for example " +
        "--set 'dataset.delimiter=;'";
    }
    const isTitle = this.columns.every((name, k) => k === 0 || name === unnamed(k));
    return isTitle
      ? "its first line has one name and no others: remove it if it is a title"
      : undefined;
  }

  /**
   * Reads the rows, see {@linkcode CsvText.open}.
   * @param onBytes called with each piece of the file's bytes
   */
  watch(onBytes: (bytes: Uint8Array) => void): AsyncGenerator<TableRows, void, void> {
    return super.open(textIn(this.#source, onBytes).open());
  }
}

/** The text of a file. */
function textIn(
  source: BytesSource,
  onBytes: (bytes: Uint8Array) => void = () => {},
): CsvSource {
  const { name } = source;
  return {
    name,
    async *open() {
      yield* textOf((await source.open()).pipeThrough(watched(onBytes)), name);
    },
  };
}

/** Finds the delimiter and the columns of a file, see {@linkcode findColumns}. */
export async function findColumnsIn(
  source: BytesSource,
  options: CsvOptions,
  known: readonly string[],
): Promise<CsvColumns> {
  return await findColumns(textIn(source), options, known);
}
