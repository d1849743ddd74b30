/** Several files as one table: their rows one after the other, in the order of the columns of the first. @module */

import { createHash } from "node:crypto";
import { basename } from "@std/path";
import { joinNames } from "../../lib/checks/mod.ts";
import type { TableRows } from "../../lib/table/mod.ts";
import { watched } from "../system/streams.ts";
import { CellHash, PLAIN_WRITING, type TableFile } from "./table_file.ts";
import { TypedFile } from "./typed_file.ts";

/** Files that are one table. */
export class SeveralFiles implements TableFile {
  readonly name: string;
  readonly format: string;
  readonly delimiter: string;
  readonly header = true;
  readonly writing = PLAIN_WRITING;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly #parts: readonly TableFile[];
  #sha256: string | undefined;

  private constructor(parts: readonly TableFile[], files: Readonly<Record<string, string>>) {
    const [first] = parts as [TableFile];
    this.name = `${first.name} and ${parts.length - 1} more`;
    this.format = first.format;
    this.delimiter = parts.find((part) => part.decimalComma)?.delimiter ?? ",";
    this.warnings = [...new Set(parts.flatMap(({ warnings }) => warnings))];
    this.notes = parts.flatMap(({ notes }) => notes);
    this.files = files;
    this.#parts = parts;
  }

  /**
   * Joins files, two at least.
   * @throws {SyntaxError} if one has other columns than the first, or only some have decimal commas
   */
  static async of(parts: readonly TableFile[]): Promise<SeveralFiles> {
    for (const part of parts) checkColumns(parts[0]!, part);
    checkCommas(parts);
    const hashes: [string, string][] = [];
    const names = parts.map(({ name }) => basename(name));
    for (const [k, { name }] of parts.entries()) {
      const isTwice = names.indexOf(names[k]!) !== names.lastIndexOf(names[k]!);
      hashes.push([isTwice ? name : names[k]!, await sha256OfFile(name)]);
    }
    return new SeveralFiles(parts, Object.fromEntries(hashes));
  }

  get columns(): readonly string[] {
    return this.#parts[0]!.columns;
  }

  get texts(): ReadonlySet<string> {
    return new Set(this.#parts.flatMap(({ texts = new Set() }) => [...texts]));
  }

  get decimalComma(): boolean {
    return this.#parts.some(({ decimalComma }) => decimalComma);
  }

  get sha256(): string | undefined {
    return this.#sha256;
  }

  /** Reads the rows. Their lines count on from file to file, as in a CSV file of all. */
  async *open(): AsyncGenerator<TableRows, void, void> {
    const { columns } = this;
    // A column has times if it has one in any file.
    const timed = new Set(
      this.#parts.flatMap((part) => part instanceof TypedFile ? [...part.timed] : []),
    );
    const hash = new CellHash(columns);
    let line = 2;
    for (const part of this.#parts) {
      const order = columns.map((name) => part.columns.indexOf(name));
      const isSame = order.every((index, c) => index === c);
      for await (
        const { rows } of part instanceof TypedFile ? part.open(timed) : part.open()
      ) {
        const batch = {
          rows: isSame ? rows : rows.map((cells) => order.map((index) => cells[index]!)),
          lines: rows.map((_, r) => line + r),
        };
        line += rows.length;
        hash.add(batch);
        yield batch;
      }
    }
    this.#sha256 ??= hash.digest();
  }
}

/** @throws {SyntaxError} if a file lacks a column of the first, or has another */
function checkColumns(first: TableFile, other: TableFile): void {
  const missing = first.columns.filter((name) => !other.columns.includes(name));
  const more = other.columns.filter((name) => !first.columns.includes(name));
  if (missing.length + more.length === 0) return;
  const differences = [
    ...missing.length > 0 ? [`it lacks ${joinNames(missing)}`] : [],
    ...more.length > 0 ? [`it also has ${joinNames(more)}`] : [],
  ];
  throw new SyntaxError(
    `Cannot read ${other.name} with ${first.name} as one table: expected the same columns, but ` +
      differences.join(", and "),
  );
}

/** @throws {SyntaxError} if 1,5 is a number in one CSV file, and a text in another */
function checkCommas(parts: readonly TableFile[]): void {
  const files = parts.filter((part) => !(part instanceof TypedFile));
  const other = files.find(({ decimalComma }) => decimalComma !== files[0]!.decimalComma);
  if (other === undefined) return;
  throw new SyntaxError(
    `Cannot read ${other.name} with ${files[0]!.name} as one table: expected the same delimiter, ` +
      `got ${JSON.stringify(other.delimiter)} and ${JSON.stringify(files[0]!.delimiter)}`,
  );
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  const { readable } = await Deno.open(path);
  for await (const _ of readable.pipeThrough(watched((chunk) => hash.update(chunk)))) {
    /* hashed */
  }
  return hash.digest("hex");
}
