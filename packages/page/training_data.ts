/** MNIST for training: fetched from the page's server or picked as files, checked before use. @module */

// Not the whole of @std/streams, which would be on the page.
import { LimitedBytesTransformStream } from "@std/streams/limited-bytes-transform-stream";
import { toBytes } from "@std/streams/to-bytes";
import { Dataset } from "../../mod.ts";
import { type CatalogueFile, mnist, type Splits, splitTraining } from "../../lib/digits/mod.ts";
import { hasSha256, parseIdx, sha256 as sha256Of } from "../../lib/formats/mod.ts";
import { pageSource } from "./data_source.ts";
import { type DataSource, messageOf } from "./messages.ts";

/** Loads the four files, and reports each. Throws an Error if one is missing or is not MNIST's. */
export async function loadData(
  source: DataSource,
  onFile: (name: string) => void,
): Promise<Splits> {
  const read = async (file: CatalogueFile) => {
    onFile(file.name);
    return parseIdx(await checked(file, await pageSource(source).open(file.name)));
  };
  const { trainImages, trainLabels, testImages, testLabels } = mnist.files;
  const all = Dataset.fromIdx(await read(trainImages), await read(trainLabels));
  return {
    ...splitTraining(all),
    test: Dataset.fromIdx(await read(testImages), await read(testLabels)),
  };
}

/** Reads and decompresses a file, and checks that it is the catalogue's, by its length alone where there is no SHA-256. */
async function checked(
  { name, bytes, sha256 }: CatalogueFile,
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array> {
  let content = await readAll(name, stream, bytes);
  if (content[0] === 0x1f && content[1] === 0x8b) {
    const unpacked = new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
    content = await readAll(name, unpacked, bytes);
  }
  if (content.length < bytes) {
    throw new Error(`Cannot use ${name}: expected ${bytes} bytes, got ${content.length}`);
  }
  if (!hasSha256()) return content; // of its length alone, as the page shows beside the data
  const hash = await sha256Of(content);
  if (hash === sha256) return content;
  throw new Error(`Cannot use ${name}: expected the SHA-256 ${sha256}, got ${hash}`);
}

/** All of a stream, which must not be longer than `most` bytes. */
async function readAll(
  name: string,
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const limit = new LimitedBytesTransformStream(most, { error: true });
  try {
    return await toBytes(stream.pipeThrough(limit));
  } catch (error) {
    const why = error instanceof RangeError ? `expected ${most} bytes, got more` : messageOf(error);
    throw new Error(`Cannot use ${name}: ${why}`, { cause: error });
  }
}
