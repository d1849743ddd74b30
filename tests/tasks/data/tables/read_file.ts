/** A file of a table, written and read in tests. */

import { join } from "@std/path";
import { openTable, type OpenTableOptions } from "../../../../tasks/data/tables/open_table.ts";

/** All that is read of a table. */
export interface ReadFile {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly sha256: string;
}

/** Reads a table from its first row to its last, twice, since it has to be the same. */
export async function readFile(
  path: string | readonly string[],
  options: OpenTableOptions = {},
): Promise<ReadFile> {
  const table = await openTable(path, options);
  let rows: (readonly string[])[] = [];
  let lines: number[] = [];
  for (let pass = 0; pass < 2; pass++) {
    [rows, lines] = [[], []];
    for await (const batch of table.open()) {
      rows.push(...batch.rows);
      lines.push(...Array.from(batch.lines));
    }
  }
  const { columns, warnings, notes, sha256 } = table;
  return { columns, rows, lines, warnings, notes, sha256: sha256! };
}

/** Reads a table of these bytes or this text. */
export async function readContent(
  content: Uint8Array | string,
  options: OpenTableOptions = {},
): Promise<ReadFile> {
  const folder = await Deno.makeTempDir({ prefix: "inkling_" });
  try {
    const path = join(folder, "table");
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(path, bytes);
    return await readFile(path, options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
