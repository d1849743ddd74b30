/**
 * Small files that ask for much memory, and what reading each may take: a multiple of the file beside a constant. Each is
 * refused with one of the documented errors.
 *
 * @module
 */

import { parsePickle } from "../../lib/formats/pickle.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { decompressed } from "../../tasks/datasets/unpack.ts";
import { decodePng } from "../../tasks/images/decode_png.ts";
import { streamOf } from "../../tasks/system/streams.ts";
import { deflate, pngOf, word } from "../helpers/encode_png.ts";

/** A file to refuse. */
export interface Bomb {
  readonly name: string;
  /** Makes the file. */
  readonly file: () => Promise<Uint8Array<ArrayBuffer>>;
  /** Reads it, and throws. */
  readonly read: (file: Uint8Array<ArrayBuffer>) => unknown;
  /** How much memory that may take: so many times the file. */
  readonly times: number;
}

/** What a reader may take whatever the file, in bytes: a slice of 16 KiB inflated is 17 MB, and garbage waits for its collection. */
export const ROOM = 64_000_000;

/** How large what a bomb makes would be, in bytes. */
const BLAST = 256_000_000;

/** Zeros, packed a thousandfold. */
function zeros(format: CompressionFormat): Promise<Uint8Array<ArrayBuffer>> {
  const chunk = new Uint8Array(1_000_000);
  let left = BLAST / chunk.length;
  const stream = new ReadableStream({
    pull(controller): void {
      if (left-- === 0) controller.close();
      else controller.enqueue(chunk);
    },
  });
  return new Response(stream.pipeThrough(new CompressionStream(format))).bytes();
}

/** The bytes of a text of ASCII. */
function ascii(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function safetensors(header: string): Uint8Array<ArrayBuffer> {
  const json = ascii(header);
  const file = new Uint8Array(8 + json.length);
  new DataView(file.buffer).setUint32(0, json.length, true);
  file.set(json, 8);
  return file;
}

/** A PNG file of a size, with these data. */
function png(width: number, height: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array([...word(width), ...word(height), 8, 0, 0, 0, 0]);
  return pngOf([["IHDR", header], ["IDAT", data], ["IEND", new Uint8Array()]]);
}

/** All of them. */
export const BOMBS: readonly Bomb[] = [
  {
    name: "gzip that unfolds",
    file: () => zeros("gzip"),
    read: async (file) => await new Response(await decompressed(streamOf(file), 1000)).bytes(),
    times: 1,
  },
  {
    name: "a pickle of backslashes",
    file: () => Promise.resolve(ascii(`V${"\\".repeat(10_000_000)}\n.`)),
    read: parsePickle,
    times: 4,
  },
  {
    name: "a pickle of escapes",
    file: () => Promise.resolve(ascii(`V${"\\u0000".repeat(1_600_000)}\n`)),
    read: parsePickle,
    times: 4,
  },
  {
    name: "a PNG file whose data unfold",
    file: async () => png(10, 10, await zeros("deflate")),
    read: decodePng,
    times: 1,
  },
  {
    name: "a PNG file of many pixels",
    file: async () => png(4096, 4096, await deflate(new Uint8Array(20_000))),
    read: decodePng,
    times: 1,
  },
  {
    name: "safetensors with deep lists",
    file: () => Promise.resolve(safetensors(`{"a":{"dtype":${"[".repeat(20_000_000)}`)),
    read: parseSafetensors,
    times: 4,
  },
];
