/** Small files that are made to take long or much, for readers whose bombs are not in `bombs.ts`: by reader, by what they ask for. */

import { gzipSync } from "node:zlib";
import { utf8 } from "../helpers/bytes.ts";
import { BOMBS } from "./bombs.ts";
import { DATABASES } from "./hostile_databases.ts";
import { PARQUET } from "./hostile_parquet.ts";
import { TARGETS } from "./targets.ts";

/** A file, and what reads it; `folder` is empty, and its own. */
export interface Hostile {
  readonly name: string;
  readonly file: () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
  readonly read: (file: Uint8Array<ArrayBuffer>, folder: string) => unknown;
}

type Files = { readonly [name: string]: () => Uint8Array<ArrayBuffer> };

const gzip = (text: string) => Uint8Array.from(gzipSync(text));

const CSV: Files = {
  "a quote that has no end": () => utf8(`a,b\n"${"x\n".repeat(10_000_000)}`),
  "a million columns": () => utf8(`${"a,".repeat(1_000_000)}\n1,2\n`),
  "a million quotes": () => utf8(`a,b\n${'"'.repeat(1_000_001)}\n`),
  "a million empty lines": () => utf8(`a,b\n${"\n".repeat(1_000_000)}1,2\n`),
};

const JSON_TABLES: Files = {
  "lists in lists": () => utf8("[".repeat(5_000_000)),
  "objects in objects": () => utf8(`[${'{"a":'.repeat(1_000_000)}`),
  "a column a row": () => utf8(`[${Array.from({ length: 20_000 }, (_, k) => `{"c${k}":1}`)}]`),
  "a line that has no end": () => utf8(`{"a":1}\n{"b":"${"x".repeat(30_000_000)}`),
  "gzip that unfolds": () => gzip(`{"a":"${"x".repeat(200_000_000)}"}`),
};

const FILES: { readonly [target: string]: Files } = {
  parquet: PARQUET,
  sqlite: DATABASES,
  csv: CSV,
  "json table": JSON_TABLES,
};

/** All of them, by reader: that of `targets.ts`, or `bombs`. */
export const HOSTILE: ReadonlyMap<string, readonly Hostile[]> = new Map<string, readonly Hostile[]>(
  [
    ["bombs", BOMBS],
    ...Object.entries(FILES).map(([target, files]): [string, Hostile[]] => {
      const { read } = TARGETS.find(({ name }) => name === target)!;
      return [target, Object.entries(files).map(([name, file]) => ({ name, file, read }))];
    }),
  ],
);
