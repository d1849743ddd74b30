/**
 * The tutorial's `mnist.pkl.gz` as a source of the original files. It holds the 60,000 training images in two parts, as
 * numbers from 0 to 1. Put together and multiplied by 255, they are the original bytes, as the catalogue's SHA-256 proves.
 * @module
 */

import { toBytes } from "@std/streams";
import { type MnistPickle, parseMnistPickle } from "../../lib/digits/mnist_pickle.ts";
import { formatIdx } from "../../lib/formats/idx.ts";
import type { MissingFile } from "./missing_files.ts";
import { type Context, type OpenFile, type Origin, shown } from "./origin.ts";
import { decompressed } from "./unpack.ts";
import { concatenated, limited, streamOf } from "../system/streams.ts";

/** The most bytes of a decompressed pickle: 70,000 images of 784 float32 are 220 MB. */
const MAX_PICKLE_BYTES = 300_000_000;

const IMAGE_SIDE = 28;

/** A pickle, read once for all four files. */
export function pickleSource(
  name: string,
  openPickle: (context: Context) => Promise<OpenFile | undefined>,
): Origin {
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
