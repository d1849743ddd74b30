/** The contract of sources of a data set's files. @module */

import type { CatalogueFile } from "../../lib/digits/mnist.ts";
import type { Progress } from "../cli/progress.ts";
import { counted } from "../system/streams.ts";
import type { MissingFile } from "./missing_files.ts";

export interface Context {
  readonly signal: AbortSignal;
  /** How long a server may send nothing, or hardly anything, in milliseconds. */
  readonly stall: number;
  readonly progress: Progress;
}

/** An open file. The caller must read `body` to the end or cancel it. */
export interface OpenFile {
  readonly location: string;
  /** The bytes, compressed or not. */
  readonly body: ReadableStream<Uint8Array>;
  /** How many bytes `body` will have, if that is known. */
  readonly length: number | undefined;
}

/** The bytes of an open file, whose progress is shown as they are read. */
export function shown(
  { body, length }: OpenFile,
  label: string,
  { progress, signal }: Context,
): ReadableStream<Uint8Array> {
  progress.start({ label, unit: "bytes", total: length });
  return body.pipeThrough(counted((bytes) => progress.update(bytes)), { signal });
}

/** A server, folder or archive with the files of a data set. */
export interface Origin {
  readonly name: string;
  /** Opens a file; throws a `TransientError` if another attempt may succeed. */
  open(role: MissingFile["role"], file: CatalogueFile, context: Context): Promise<OpenFile>;
}

/** A server that cannot be reached at all. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** A failure that may pass, such as a busy server or a broken connection: the same request may succeed later. */
export class TransientError extends Error {
  override readonly name = "TransientError";
  /** How long the server asks to wait before the next request, in milliseconds; 0 if it does not ask. */
  readonly wait: number;

  constructor(message: string, { wait = 0, ...options }: ErrorOptions & { wait?: number } = {}) {
    super(message, options);
    this.wait = wait;
  }
}
