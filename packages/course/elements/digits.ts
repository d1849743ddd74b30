/** The digits beside a chapter, fetched by the figures that learn them. @module */

import { parseIdx } from "../../../lib/formats/mod.ts";
import { Dataset } from "../../../mod.ts";

/** The first bytes of a gzip file (RFC 1952): a server may have decompressed it already. */
const GZIP = [0x1f, 0x8b] as const;

let loaded: Promise<{ training: Dataset; test: Dataset }> | undefined;

/**
 * The digits of the site, fetched once for all figures of a page.
 * @throws {Error} if they are not there
 */
export function loadDigitsHere(): Promise<{ training: Dataset; test: Dataset }> {
  return loaded ??= load().catch((error) => {
    loaded = undefined; // the next figure tries again
    throw error;
  });
}

async function load(): Promise<{ training: Dataset; test: Dataset }> {
  const [training, test] = await Promise.all([digits("train"), digits("t10k")]);
  return { training, test };
}

async function digits(name: string): Promise<Dataset> {
  const [images, labels] = await Promise.all([
    idxBytes(`${name}-images-idx3-ubyte.gz`),
    idxBytes(`${name}-labels-idx1-ubyte.gz`),
  ]);
  return Dataset.fromIdx(parseIdx(images), parseIdx(labels));
}

async function idxBytes(name: string): Promise<Uint8Array> {
  const url = new URL(`../../data/mnist/${name}`, import.meta.url);
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(
      `Cannot load the digits: expected ${url.pathname}, got status ${response.status}`,
    );
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!GZIP.every((byte, k) => bytes[k] === byte)) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
