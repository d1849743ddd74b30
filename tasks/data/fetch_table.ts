/** `fetch --table URL`: brings a table into `data/`, where `train --table` reads it. @module */

import { createHash } from "node:crypto";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { UsageError } from "../cli/arguments.ts";
import { bytes } from "../cli/format.ts";
import { Progress } from "../cli/progress.ts";
import { explain } from "../system/explain.ts";
import { FileError, removeStalePartials, sha256OfFile, writeAtomically } from "../system/files.ts";
import { watched } from "../system/streams.ts";
import type { FetchOptions } from "./fetch_dataset.ts";
import { openUrl } from "./open_url.ts";
import { retrying } from "./retries.ts";
import { shown } from "./origin.ts";

export interface FetchTableOptions
  extends Pick<FetchOptions, "signal" | "progress" | "stall" | "backoff"> {
  /** The folder that the file is written into. */
  readonly data?: string;
  /** The SHA-256 that the file must have. */
  readonly sha256?: string | undefined;
  /** Whether another file of that name is written over. */
  readonly replace?: boolean;
}

export interface FetchedTable {
  readonly path: string;
  /** Of the bytes of the file. */
  readonly sha256: string;
  /** Whether it was fetched; it is not if a file with the SHA-256 is there. */
  readonly fetched: boolean;
}

/**
 * Fetches a file, under the last name of its URL.
 * @throws {UsageError} if it is no URL of the web, or the hash is none
 * @throws {Error} if another file is there, or the server's is not the one that is expected
 */
export async function fetchTable(
  url: string,
  options: FetchTableOptions = {},
): Promise<FetchedTable> {
  const { data = "data", replace = false, stall = 30_000, backoff = 500 } = options;
  const { signal = new AbortController().signal, progress = new Progress() } = options;
  const expected = options.sha256?.toLowerCase();
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`Cannot fetch "${url}": expected a URL that begins with https://`);
  }
  if (expected !== undefined && !/^[\da-f]{64}$/.test(expected)) {
    throw new UsageError(`--sha256 is 64 hexadecimal digits, not ${JSON.stringify(expected)}`);
  }
  const path = join(data, fileNameOf(url));
  await removeStalePartials(path);
  if (await exists(path)) {
    if (expected !== undefined && expected === await sha256OfFile(path)) {
      return { path, sha256: expected, fetched: false };
    }
    if (!replace) {
      throw new Error(
        `Cannot write ${path}: ${expected === undefined ? "a" : "another"} file is there; ` +
          "--replace fetches it anew",
      );
    }
  }

  /** Fetches the file once; returns its hash. */
  async function attempt(): Promise<string> {
    const opened = await openUrl(url, { signal, stall });
    if (opened === undefined) throw new Error("the server has no such file");
    try {
      const hash = createHash("sha256");
      let sha256 = "";
      let size = 0;
      const content = shown(opened, fileNameOf(url), { progress, signal, stall }).pipeThrough(
        watched((chunk) => {
          hash.update(chunk);
          size += chunk.length;
        }, () => {
          sha256 = hash.digest("hex");
          if (expected !== undefined && sha256 !== expected) {
            throw new Error(`it is another file: expected the SHA-256 ${expected}, got ${sha256}`);
          }
        }),
      );
      await writeAtomically(path, content);
      progress.line(`Fetched ${path} (${bytes(size)}) from ${url}`);
      return sha256;
    } finally {
      progress.clear();
    }
  }

  const failure = (error: unknown) => `Cannot fetch ${url}: ${explain(error)}`;
  try {
    const sha256 = await retrying(attempt, {
      signal,
      backoff,
      onRepeat: (error, when) => progress.line(`${failure(error)}; trying again${when}`),
    });
    return { path, sha256, fetched: true };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FileError) throw error; // its message names the file
    throw new Error(failure(error), { cause: error });
  }
}

/** The last name of a URL's path, with the characters that a file's name may have anywhere. */
export function fileNameOf(url: string): string {
  const [last = ""] = new URL(url).pathname.split("/").slice(-1);
  let name = last;
  try {
    name = decodeURIComponent(last);
  } catch { /* it stays as it is */ }
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+/, "") || "table";
}
