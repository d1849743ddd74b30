/**
 * Which files of a data set are not there or not whole, and what is in the others; looks only at the disk.
 *
 * @module
 */

import type { CatalogueEntry, CatalogueFile } from "../../lib/digits/mnist.ts";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { quote } from "../cli/shell.ts";
import { FileError } from "../system/files.ts";

/** A file that has to be fetched, and why. */
export interface MissingFile {
  /** Its role in the data set. */
  readonly role: keyof CatalogueEntry["files"];
  /** What it should be. */
  readonly file: CatalogueFile;
  /** What is wrong with the file that is there; `undefined` if there is none. */
  readonly damage: string | undefined;
}

/**
 * The files of `entry` in `folder` that are absent, or of another size or SHA-256 than the catalogue says.
 *
 * @param options.into takes what the whole files hold, so that nothing comes between their check and their use
 * @throws {FileError} if a folder is in a file's place
 */
export async function missingFiles(
  entry: CatalogueEntry,
  folder: string,
  { signal, into }: {
    readonly signal?: AbortSignal;
    readonly into?: Map<MissingFile["role"], Uint8Array>;
  } = {},
): Promise<MissingFile[]> {
  const missing: MissingFile[] = [];
  for (
    const [role, file] of Object.entries(entry.files) as [MissingFile["role"], CatalogueFile][]
  ) {
    try {
      const held = into && new Uint8Array(file.bytes);
      const damage = await damageOf(join(folder, file.name), file, { signal, into: held });
      if (damage !== undefined) missing.push({ role, file, damage });
      else if (held !== undefined) into?.set(role, held);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      missing.push({ role, file, damage: undefined });
    }
  }
  return missing;
}

/**
 * Checks that nothing but absent files would be fetched: a whole file that is not the catalogue's may be the user's own.
 *
 * @param data the folder of all data sets, for the next command
 * @throws {FileError} if a file is there and is another
 */
export function checkAbsent(
  { name: dataset }: CatalogueEntry,
  folder: string,
  missing: readonly MissingFile[],
  data: string,
): void {
  const others = missing.filter(({ damage }) => damage !== undefined);
  if (others.length === 0) return;
  const place = data === "data" ? "" : ` --data ${quote(data)}`;
  const lines = others.map(({ file: { name }, damage }) => `  ${join(folder, name)}: ${damage}`);
  throw new FileError([
    `Cannot take ${folder} for ${dataset}: it holds other files than ${dataset}'s, which are left as they are:`,
    ...lines,
    `If they are yours, train on them: \`deno task train --idx ${quote(folder)}\``,
    `If they are damaged, fetch them anew: \`deno task fetch --dataset ${dataset}${place} --replace\``,
  ].join("\n"));
}

/** So many bytes are read at a time: 64 kB, the chunks of web streams, cost more than the hash. */
const CHUNK = 1 << 20;

/** What is wrong with a file; `into` takes its bytes. */
async function damageOf(
  path: string,
  { bytes, sha256 }: CatalogueFile,
  { signal, into }: { signal: AbortSignal | undefined; into: Uint8Array | undefined },
): Promise<string | undefined> {
  const { isDirectory, size } = await Deno.stat(path);
  if (isDirectory) throw new FileError(`Cannot use ${path}: it is a folder, a file is wanted`);
  if (size !== bytes) return `it has ${size} bytes and should have ${bytes}`;
  using file = await Deno.open(path);
  const hash = createHash("sha256");
  const again = new Uint8Array(into === undefined ? CHUNK : 0);
  for (let start = 0; start < bytes;) {
    signal?.throwIfAborted();
    const chunk = into?.subarray(start, start + CHUNK) ?? again;
    const read = await file.read(chunk);
    if (read === null) break;
    hash.update(chunk.subarray(0, read));
    start += read;
  }
  return hash.digest("hex") === sha256 ? undefined : "its SHA-256 is not the one it should have";
}
