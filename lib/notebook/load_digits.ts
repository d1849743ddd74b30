/** The digits of the course: the first of MNIST's images. @module */

import { Dataset } from "../dataset.ts";
import { mnist, PIXELS } from "../digits/mnist.ts";
import { type IdxArray, MAX_IDX_HEADER, parseIdxHeader } from "../formats/idx.ts";

/** How many images train, and how many test. */
const [TRAINING, TEST] = [5000, 1000];

/**
 * The first 5,000 images of MNIST's training files, and the first 1,000 of its test files.
 * @param folder the address of the four files: as they are of a folder on the disk, with `.gz` of a server. Default:
 * `data/mnist` of the checkout or of the site that this module is from
 * @throws {Error} if one of them cannot be had
 * @throws {SyntaxError} if one of them is not what it should be
 */
export async function loadDigits(
  folder: URL | string = new URL("../../data/mnist/", import.meta.url),
): Promise<{ training: Dataset; test: Dataset }> {
  const { trainImages, trainLabels, testImages, testLabels } = mnist.files;
  const training = [trainImages, trainLabels].map(({ name }) => ({ name, count: TRAINING }));
  const test = [testImages, testLabels].map(({ name }) => ({ name, count: TEST }));
  const loaded = await Promise.allSettled(
    [...training, ...test].map(({ name, count }) => firstOf(addressOf(folder, name), count)),
  );
  const [images, labels, otherImages, otherLabels] = loaded.map((result) => {
    if (result.status === "rejected") throw result.reason; // once none is being read any more
    return result.value;
  });
  return {
    training: Dataset.fromIdx(images!, labels!),
    test: Dataset.fromIdx(otherImages!, otherLabels!),
  };
}

/** The address of a file; servers have it compressed. */
function addressOf(folder: URL | string, name: string): URL {
  const text = String(folder);
  const base = URL.canParse(text) ? text : new URL(text, import.meta.url).href;
  const address = new URL(name, base.endsWith("/") ? base : `${base}/`);
  if (address.protocol.startsWith("http")) address.pathname += ".gz";
  return address;
}

/**
 * The first items of an IDX file.
 * @throws {Error} if it cannot be had
 * @throws {SyntaxError} if it is no IDX file of bytes, or ends before them
 */
async function firstOf(address: URL, most: number): Promise<IdxArray> {
  const bytes = await bytesOf(address, most);
  const { type, shape: [size = 0, ...rest], start, dataBytes } = parseIdxHeader(bytes);
  const count = Math.min(size, most);
  const end = start + count * (size > 0 ? dataBytes / size : 0);
  if (type !== "uint8" || bytes.length < end) {
    throw new SyntaxError(
      `Cannot load the digits: ${address.href} has ${bytes.length} bytes of ${type}; expected ${end} of uint8`,
    );
  }
  return { type, shape: [count, ...rest], data: bytes.subarray(start, end) };
}

/** A file, decompressed; of one on the disk, which is large, only the images that are asked for. */
async function bytesOf(address: URL, images: number): Promise<Uint8Array> {
  const response = await fetch(address).catch((cause) => {
    const advice = "in a checkout, run `deno task fetch`, which downloads them";
    throw new Error(`Cannot load the digits: ${address.href} cannot be read; ${advice}`, { cause });
  });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`Cannot load the digits: ${address.href} answered ${response.status}`);
  }
  if (address.protocol === "file:") {
    return await beginningOf(response.body, MAX_IDX_HEADER + images * PIXELS);
  }
  const blob = await response.blob();
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const isGzip = first === 0x1f && second === 0x8b; // a server may have undone it
  const stream = blob.stream();
  const unpacked = isGzip ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** The first bytes of a stream, which is then cancelled. */
async function beginningOf(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(most);
  const reader = stream.getReader();
  let length = 0;
  while (length < most) {
    const { done, value } = await reader.read();
    if (done) break;
    const part = value.subarray(0, most - length);
    bytes.set(part, length);
    length += part.length;
  }
  await reader.cancel();
  return bytes.subarray(0, length);
}
