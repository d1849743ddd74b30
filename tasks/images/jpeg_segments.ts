/**
 * What a JPEG file is made of, checked before a library decodes it: a few bytes can announce gigabytes, ask for a thousand
 * scans, or end in the middle (ITU-T T.81, annex B). @module
 */

import { parseExifOrientation } from "../../lib/formats/exif.ts";
import { checkSize } from "./picture_size.ts";

/** The largest picture that is read, in pixels: 8192 × 4096. */
const MAX_PIXELS = 33_554_432;

/** The most scans: progressive files have about ten, and each goes over the whole picture. */
const MAX_SCANS = 64;

const [SOI, EOI, SOS, DRI, APP1, APP14] = [0xd8, 0xd9, 0xda, 0xdd, 0xe1, 0xee];

/** Frames that cannot be read, by marker. */
const OTHER_FRAMES: { readonly [marker: number]: string } = {
  0xc3: "lossless",
  0xc5: "hierarchical",
  0xc6: "hierarchical",
  0xc7: "hierarchical and lossless",
  0xc9: "coded by arithmetic",
  0xca: "coded by arithmetic",
  0xcb: "lossless and coded by arithmetic",
  0xcd: "hierarchical",
  0xce: "hierarchical",
  0xcf: "hierarchical and lossless",
};

interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Whether the three components are red, green and blue, not luma and two differences of color. */
  readonly rgb: boolean;
  readonly orientation: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  /** How many times the data go over the picture. */
  readonly scans: number;
  /** Whether marks divide the data into parts, to continue after damage. */
  readonly restarts: boolean;
  /** Where the picture ends, in bytes; cameras append others. */
  readonly end: number;
}

export function hasJpegSignature(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;
}

/** Goes through the segments; throws if the picture is not whole, not read or too large. */
export function parseJpegSegments(bytes: Uint8Array): JpegHeader {
  if (!hasJpegSignature(bytes)) throw new SyntaxError("it is not a JPEG file");
  const frame: Partial<Frame> = {};
  let orientation: JpegHeader["orientation"] = 1;
  let [restarts, scans, interval] = [false, 0, 0];
  let adobe: number | undefined;
  let offset = 2;
  while (true) {
    const marker = markerAt(bytes, offset);
    offset = marker.end;
    if (marker.code === EOI) break;
    const length = offset + 2 <= bytes.length ? bytes[offset]! << 8 | bytes[offset + 1]! : Infinity;
    if (length < 2) throw new SyntaxError(`its segment at byte ${offset} is ${length} bytes long`);
    if (offset + length > bytes.length) throw cutOff(bytes);
    const content = bytes.subarray(offset + 2, offset + length);
    offset += length;
    if (marker.code >= 0xc0 && marker.code <= 0xc2) {
      Object.assign(frame, parseFrame(content, frame));
    } else if (Object.hasOwn(OTHER_FRAMES, marker.code)) {
      throw new SyntaxError(
        `expected baseline or progressive JPEG: it is ${OTHER_FRAMES[marker.code]}`,
      );
    } else if (marker.code === DRI) {
      interval = (content[0] ?? 0) << 8 | (content[1] ?? 0);
      restarts ||= interval > 0;
    } else if (marker.code === APP1 && startsWith(content, "Exif\0\0")) {
      orientation = parseExifOrientation(content.subarray(6));
    } else if (marker.code === APP14 && startsWith(content, "Adobe")) adobe = content[11];
    else if (marker.code === SOS) {
      const scanned = checkScan(content, frame);
      if (++scans > MAX_SCANS) {
        throw new RangeError(`it has more than ${MAX_SCANS} scans of the picture`);
      }
      const { end, intervals } = endOfScan(bytes, offset);
      const expected = interval === 0 ? 1 : Math.ceil(unitsIn(scanned, frame as Frame) / interval);
      if (intervals < expected) {
        throw new SyntaxError(`it has ${intervals} of the ${expected} restart intervals of a scan`);
      }
      offset = end;
    }
  }
  if (scans === 0) throw new SyntaxError("it holds no picture");
  const { width, height, ids } = frame as Frame;
  // A block takes a bit at least, and some component has a block for every 16 × 16 pixels.
  if (Math.ceil(width / 16) * Math.ceil(height / 16) > 8 * bytes.length) {
    throw new SyntaxError(`its ${bytes.length} bytes are too few for ${width} × ${height} pixels`);
  }
  const letters = String.fromCharCode(...ids);
  const rgb = ids.length === 3 && (adobe === undefined ? letters === "RGB" : adobe === 0);
  return { width, height, components: ids.length, rgb, orientation, scans, restarts, end: offset };
}

interface Frame {
  readonly width: number;
  readonly height: number;
  /** The number by which each component is called. */
  readonly ids: readonly number[];
  /** How many blocks each component has across and down, where the others have theirs. */
  readonly samplings: readonly (readonly [across: number, down: number])[];
}

function parseFrame(content: Uint8Array, before: Partial<Frame>): Frame {
  if (before.ids !== undefined) throw new SyntaxError("it has two frames");
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const count = content.length < 6 ? 0 : content[5]!;
  if (count === 0 || content.length !== 6 + 3 * count) {
    throw new SyntaxError(`its frame is ${content.length} bytes long`);
  }
  const [precision, height, width] = [content[0]!, view.getUint16(1), view.getUint16(3)];
  if (precision !== 8) throw new SyntaxError(`expected 8 bits a sample, got ${precision}`);
  checkSize(width, height, MAX_PIXELS);
  if (count === 4) throw new SyntaxError("it has the four inks of print, CMYK: save it as RGB");
  if (count !== 1 && count !== 3) throw new SyntaxError(`it has ${count} components, not 1 or 3`);
  const ids: number[] = [];
  const samplings: [number, number][] = [];
  for (let k = 6; k < content.length; k += 3) {
    const [id = 0, sampling = 0] = content.subarray(k);
    const [across, down] = [sampling >> 4, sampling & 15];
    if (Math.min(across, down) < 1 || Math.max(across, down) > 4) {
      throw new SyntaxError(`expected sampling factors from 1 to 4, got ${across} × ${down}`);
    }
    if (ids.includes(id)) throw new SyntaxError(`it has the component ${id} twice`);
    ids.push(id);
    samplings.push([across, down]);
  }
  return { width, height, ids, samplings };
}

function checkScan(content: Uint8Array, { ids }: Partial<Frame>): number[] {
  const count = content[0] ?? 0;
  if (ids === undefined) throw new SyntaxError("it has a scan before its frame");
  if (count < 1 || count > ids.length || content.length !== 4 + 2 * count) {
    throw new SyntaxError(`it has a scan of ${count} components in ${content.length} bytes`);
  }
  const scanned = Array.from({ length: count }, (_, k) => content[1 + 2 * k]!);
  const unknown = scanned.find((id) => !ids.includes(id));
  if (unknown !== undefined || new Set(scanned).size < count) {
    throw new SyntaxError(`it has a scan of the components ${scanned}, of ${ids}`);
  }
  const [first = 0, last = 0] = content.subarray(1 + 2 * count);
  if (first > last || last > 63) {
    throw new SyntaxError(`it has a scan of the frequencies ${first} to ${last}`);
  }
  return scanned;
}

/** How many units a scan is made of: blocks of one component, or of several what belongs together (T.81, A.2). */
function unitsIn(scanned: readonly number[], { width, height, ids, samplings }: Frame): number {
  const most = [0, 1].map((k) => Math.max(...samplings.map((sampling) => sampling[k]!)));
  const own = samplings[ids.indexOf(scanned[0]!)]!;
  const [columns = 0, rows = 0] = [width, height].map((pixels, k) =>
    scanned.length > 1
      ? Math.ceil(pixels / (8 * most[k]!))
      : Math.ceil(Math.ceil(pixels * own[k]! / most[k]!) / 8)
  );
  return columns * rows;
}

/** Where the next marker after the data of a scan is, and how many intervals restart marks make of them. */
function endOfScan(bytes: Uint8Array, start: number): { end: number; intervals: number } {
  let intervals = 1;
  for (let k = bytes.indexOf(0xff, start); k !== -1; k = bytes.indexOf(0xff, k + 1)) {
    const next = bytes[k + 1];
    if (next === undefined) break;
    const restart = next >= 0xd0 && next <= 0xd7;
    if (restart) intervals++;
    else if (next !== 0 && next !== 0xff) return { end: k, intervals };
  }
  throw cutOff(bytes);
}

/** The marker at an offset, which bytes of 0xff may precede. */
function markerAt(bytes: Uint8Array, start: number): { code: number; end: number } {
  let offset = start;
  while (bytes[offset] === 0xff && bytes[offset + 1] === 0xff) offset++;
  if (offset + 2 > bytes.length) throw cutOff(bytes);
  const code = bytes[offset + 1]!;
  if (bytes[offset] !== 0xff || code < 0xc0 || code === SOI || code >= 0xd0 && code <= 0xd7) {
    throw new SyntaxError(`it has no segment at byte ${start}`);
  }
  return { code, end: offset + 2 };
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length &&
    Array.from(text).every((letter, k) => bytes[k] === letter.charCodeAt(0));
}

function cutOff(bytes: Uint8Array): SyntaxError {
  return new SyntaxError(`it ends after ${bytes.length} bytes, within the picture`);
}
