/**
 * Where the files of a data set come from: each source opens a file as a stream of bytes, compressed or not.
 *
 * @module
 */

import { join } from "@std/path";
import { openUrl } from "./open_url.ts";
import type { OpenFile, Source } from "./source.ts";

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
