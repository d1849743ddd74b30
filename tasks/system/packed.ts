/** Files as a server sends them: compressed once, when the first browser asks. @module */

import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Brotli's quality: the better ones take a second for the page, and save 5 %. */
const QUALITY = 9;

const ENCODERS = {
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 9 }),
};

/** A name in the header `Content-Encoding`. */
type Encoding = keyof typeof ENCODERS;

/** In the order in which they are chosen where a client takes several alike. */
const ENCODINGS = Object.keys(ENCODERS) as Encoding[];

/** A file is sent compressed only if that saves a tenth; what is compressed already stays as it is. */
const MOST = 0.9;

interface Packed {
  readonly encoding: Encoding;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const packed = new WeakMap<Uint8Array, { [Name in Encoding]?: Promise<Packed | undefined> }>();

/**
 * A file in the encoding that a client likes best.
 * @param file whose bytes do not change
 * @param accepted the header `Accept-Encoding`
 * @returns `undefined` if the file is sent as it is
 */
export async function packedFor(
  file: Uint8Array,
  accepted: string | null | undefined,
): Promise<Packed | undefined> {
  const encoding = encodingFor(accepted);
  if (encoding === undefined) return undefined;
  const known = packed.get(file) ?? {};
  packed.set(file, known);
  return await (known[encoding] ??= pack(file, encoding));
}

async function pack(file: Uint8Array, encoding: Encoding): Promise<Packed | undefined> {
  const bytes = new Uint8Array(await ENCODERS[encoding](file));
  return bytes.length <= MOST * file.length ? { encoding, bytes } : undefined;
}

/** The encoding that a client likes best (RFC 9110, section 12.5.3); `undefined` if it takes none of ours. */
function encodingFor(accepted: string | null | undefined): Encoding | undefined {
  const weights = new Map<string, number>();
  for (const part of accepted?.toLowerCase().split(",") ?? []) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)));
  }
  const weightOf = (name: Encoding) => weights.get(name) ?? weights.get("*") ?? 0;
  return ENCODINGS.filter((name) => weightOf(name) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a))[0];
}
