/** The contract of sources of a data set's files. @module */

import type { CatalogueFile } from "../../lib/digits/mod.ts";
import type { Progress } from "../cli/progress.ts";
import type { MissingFile } from "./missing_files.ts";

/** What a source needs besides the file. */
export interface Context {
  /** Aborts the request. */
  readonly signal: AbortSignal;
  /** How long a server may send nothing, or hardly anything, in milliseconds. */
  readonly stall: number;
  /** Where to show progress. */
  readonly progress: Progress;
}

/** An open file. The caller must read `body` to the end or cancel it. */
export interface OpenFile {
  /** The URL or path, for messages. */
  readonly location: string;
  /** The bytes, compressed or not. */
  readonly body: ReadableStream<Uint8Array>;
  /** How many bytes `body` will have, if that is known. */
  readonly length: number | undefined;
}

/** A server, folder or archive with the files of a data set. */
export interface Source {
  /** The URL or path, for messages. */
  readonly name: string;
  /** Opens a file; throws a `TransientError` if another attempt may succeed. */
  open(role: MissingFile["role"], file: CatalogueFile, context: Context): Promise<OpenFile>;
}

/** A failure that may pass, such as a busy server or a broken connection: the same request may succeed later. */
export class TransientError extends Error {
  override readonly name = "TransientError";
  /** How long the server asks to wait before the next request, in milliseconds; 0 if it does not ask. */
  readonly wait: number;

  /** A failure that may pass. */
  constructor(message: string, { wait = 0, ...options }: ErrorOptions & { wait?: number } = {}) {
    super(message, options);
    this.wait = wait;
  }
}
