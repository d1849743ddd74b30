/**
 * Small files that ask for much memory, and what reading each may take: a multiple of the file beside a constant. Each is
 * refused with one of the documented errors.
 *
 * @module
 */

import { parseConfig } from "../../lib/config.ts";
import { readIdx } from "../../lib/formats/idx.ts";
import { parsePickle } from "../../lib/formats/pickle.ts";
import { parseNpy } from "../../lib/formats/read_npz.ts";
import { readNpz } from "../../lib/formats/read_npz.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { decompressed } from "../../tasks/data/unpack.ts";
import { decodePicture } from "../../tasks/images/decode_picture.ts";
import { decodePng } from "../../tasks/images/decode_png.ts";
import { streamOf } from "../../tasks/system/streams.ts";
import { packed, utf8 } from "../helpers/bytes.ts";
import { pngOf, word } from "../helpers/encode_png.ts";
import { jpegFixture } from "../helpers/jpeg_fixtures.ts";
import { npyFile, safetensorsFile, zipFile } from "../helpers/raw_files.ts";

/** A file to refuse. */
export interface Bomb {
  readonly name: string;
  /** Makes the file. */
  readonly file: () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
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

/** All that gzip unfolds to, a thousand bytes at most. */
const unpacked = async (file: Uint8Array<ArrayBuffer>) =>
  await new Response(await decompressed(streamOf(file), 1000)).bytes();

/** A PNG file of a size, with these data. */
function png(width: number, height: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array([...word(width), ...word(height), 8, 0, 0, 0, 0]);
  return pngOf([["IHDR", header], ["IDAT", data], ["IEND", new Uint8Array()]]);
}

/** A JPEG file whose header claims another size. */
function jpeg(width: number, height: number): Uint8Array<ArrayBuffer> {
  const file = jpegFixture("subsampled").slice();
  const frame = file.findIndex((byte, k) => byte === 0xff && file[k + 1] === 0xc0);
  new DataView(file.buffer).setUint16(frame + 5, height);
  new DataView(file.buffer).setUint16(frame + 7, width);
  return file;
}

/** All of them: what makes the file, what reads it, and how much memory that may take. */
const ALL: { readonly [name: string]: readonly [Bomb["file"], Bomb["read"], times?: number] } = {
  "gzip that unfolds": [() => zeros("gzip"), unpacked],
  "a pickle of backslashes": [() => utf8(`V${"\\".repeat(10_000_000)}\n.`), parsePickle, 4],
  "a pickle of escapes": [() => utf8(`V${"\\u0000".repeat(1_600_000)}\n`), parsePickle, 4],
  "a PNG file whose data unfold": [async () => png(10, 10, await zeros("deflate")), decodePng],
  "a PNG file of many pixels": [
    async () => png(4096, 4096, await packed(new Uint8Array(20_000), "deflate")),
    decodePng,
  ],
  "safetensors with deep lists": [
    () => safetensorsFile(`{"a":{"dtype":${"[".repeat(20_000_000)}`),
    parseSafetensors,
    4,
  ],
  "safetensors with a header of 2⁶³ bytes": [
    () => new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0x80, 0x7b, 0x7d]),
    parseSafetensors,
  ],
  "an NPZ file whose array unfolds": [
    async () =>
      zipFile(await zeros("deflate-raw"), new Uint8Array(), { size: 1000, name: utf8("x.npy") }),
    (file: Uint8Array) => readNpz(file).get("x")!.read(),
    2,
  ],
  "an NPY file of 2⁵³ − 1 items": [
    () => npyFile("{'descr': '<f8', 'fortran_order': True, 'shape': (9007199254740991, 1)}"),
    parseNpy,
  ],
  "an IDX file of 2³² − 1 by 2³² − 1 items": [
    () => new Uint8Array([0, 0, 8, 2, ...Array(8).fill(0xff)]),
    (file) => readIdx(streamOf(file)),
  ],
  "a JPEG file of 65,535 by 65,535 pixels": [() => jpeg(65_535, 65_535), decodePicture],
  "a JPEG file of 8192 by 4096 pixels in a few hundred bytes": [
    () => jpeg(8192, 4096),
    decodePicture,
  ],
  "a config of deep lists": [
    () => utf8(`{"sizes":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`),
    (file: Uint8Array) => parseConfig(JSON.parse(new TextDecoder().decode(file))),
    100,
  ], // JSON.parse takes 50
};

/** The bombs, each with its name. */
export const BOMBS: readonly Bomb[] = Object.entries(ALL)
  .map(([name, [file, read, times = 1]]) => ({ name, file, read, times }));
