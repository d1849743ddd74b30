/** Which files of a data set are missing or not whole, and the bytes of the others. @module */

import { quote } from "../../lib/checks/texts.ts";
import type { CatalogueEntry, CatalogueFile } from "../../lib/digits/mnist.ts";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { FileError } from "../system/files.ts";
import { PROGRAM } from "../system/installation.ts";
import { openFile } from "../system/open_file.ts";

export interface MissingFile {
  readonly role: keyof CatalogueEntry["files"];
  readonly file: CatalogueFile;
  /** What is wrong with the file on the disk; `undefined` if there is none. */
  readonly damage: string | undefined;
}

/**
 * The files of `entry` in `folder` that are absent, or whose size or SHA-256 differs from the catalogue's.
 * @param options.into takes the bytes of whole files, so that no other process can change them after their check
 * @throws {FileError} if a folder has the name of a file
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
  const files = Object.entries(entry.files) as [MissingFile["role"], CatalogueFile][];
  for (const [role, file] of files) {
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

/** Throws a `FileError` if a file is not the catalogue's: it may be user data, and is kept. */
export function checkAbsent(
  { name: dataset }: CatalogueEntry,
  folder: string,
  missing: readonly MissingFile[],
  data: string,
): void {
  const others = missing.filter(({ damage }) => damage !== undefined);
  if (others.length === 0) return;
  const option = data === "data" ? "" : ` --data ${quote(data)}`;
  const lines = others.map(({ file: { name }, damage }) => `  ${join(folder, name)}: ${damage}`);
  throw new FileError([
    `Cannot fetch ${dataset} into ${folder}: it holds files that are not ${dataset}'s, and they are kept:`,
    ...lines,
    `If they are yours, train on them: \`${PROGRAM} train --idx ${quote(folder)}\``,
    `If they are damaged, fetch them again: \`${PROGRAM} fetch --dataset ${dataset}${option} --replace\``,
  ].join("\n"));
}

/** Bytes that are read at a time: smaller chunks, such as the 64 kB of web streams, cost more than the hash. */
const CHUNK_BYTES = 1 << 20;

/** What is wrong with a file; `into` takes its bytes. */
async function damageOf(
  path: string,
  { bytes, sha256 }: CatalogueFile,
  { signal, into }: { signal: AbortSignal | undefined; into: Uint8Array | undefined },
): Promise<string | undefined> {
  const { isDirectory, size } = await Deno.stat(path);
  if (isDirectory) throw new FileError(`Cannot use ${path}: expected a file, got a folder`);
  if (size !== bytes) return `expected ${bytes} bytes, got ${size}`;
  using file = await openFile(path);
  const hash = createHash("sha256");
  const again = new Uint8Array(into === undefined ? CHUNK_BYTES : 0);
  for (let start = 0; start < bytes;) {
    signal?.throwIfAborted();
    const chunk = into?.subarray(start, start + CHUNK_BYTES) ?? again;
    const read = await file.read(chunk);
    if (read === null) break;
    hash.update(chunk.subarray(0, read));
    start += read;
  }
  return hash.digest("hex") === sha256 ? undefined : "its SHA-256 is not the catalogue's";
}
