/**
 * A small set of pictures that a script draws: rings, crosses and bars, of many sizes, colors and kinds of file. All in
 * whole numbers: the same files on every machine.
 *
 * `deno run --allow-read --allow-write tests/helpers/draw_pictures.ts data/figures` draws 200 of each for
 * `deno task train --config tasks/configs/figures.json`.
 *
 * @module
 */

import jpeg from "jpeg-js";
import { ensureDir } from "@std/fs";
import { join } from "@std/path";
import { RandomStream } from "../../lib/numerics/random.ts";
import type { RgbaPicture } from "../../lib/pictures/picture.ts";
import { concat } from "./bytes.ts";
import { encodePng } from "./encode_png.ts";

/** What is drawn: the classes of the set. */
export const SHAPES = ["bar", "cross", "ring"] as const;

/** One of the shapes. */
export type Shape = typeof SHAPES[number];

/** A drawn picture, which has bytes. */
export type Drawing = RgbaPicture & { readonly data: Uint8Array };

/** Draws a shape, dark on light or light on dark, at a position and of a size drawn from the seed. */
export function drawPicture(shape: Shape, seed: number, width: number, height: number): Drawing {
  const random = new RandomStream(seed, "data", SHAPES.indexOf(shape));
  const between = (low: number, high: number) => low + random.below(high - low + 1);
  const short = Math.min(width, height);
  const radius = between(Math.ceil(short / 4), Math.ceil(short / 3));
  const [x0, y0] = [between(radius, width - radius), between(radius, height - radius)];
  const pen = between(Math.ceil(short / 12), Math.ceil(short / 8));
  const light = Array.from({ length: 3 }, () => between(190, 255));
  const dark = Array.from({ length: 3 }, () => between(0, 90));
  const [paper, ink] = random.below(4) === 0 ? [dark, light] : [light, dark];
  const inside = (x: number, y: number): boolean => {
    const [dx, dy] = [Math.abs(x - x0), Math.abs(y - y0)];
    if (shape === "bar") return dx <= radius && dy <= pen;
    if (shape === "cross") return dx <= radius && dy <= radius && Math.abs(dx - dy) <= pen;
    const square = dx * dx + dy * dy;
    return square <= radius * radius && square >= (radius - pen) * (radius - pen);
  };
  const data = new Uint8Array(4 * width * height);
  for (let k = 0; k < width * height; k++) {
    const color = inside(k % width, Math.floor(k / width)) ? ink : paper;
    data.set([...color.map((value) => Math.max(0, value - random.below(12))), 255], 4 * k);
  }
  return { width, height, data };
}

/** A PNG file of a picture. */
export function pngFile({ width, height, data }: Drawing): Promise<Uint8Array<ArrayBuffer>> {
  const at = (x: number, y: number) => {
    const start = 4 * (y * width + x);
    return [...data.subarray(start, start + 4)];
  };
  return encodePng({ width, height, depth: 8, colorType: 6, at });
}

/** A JPEG file of a picture, with an EXIF segment if it does not lie upright. */
export function jpegFile(
  picture: Drawing,
  quality = 90,
  orientation = 1,
): Uint8Array<ArrayBuffer> {
  const { data } = jpeg.encode(picture, quality);
  const file = new Uint8Array(data);
  return orientation === 1 ? file : withSegment(file, 0xe1, exifOf(orientation));
}

/** A JPEG file with another segment after its start. */
export function withSegment(
  file: Uint8Array,
  code: number,
  content: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const length = content.length + 2;
  const marker = new Uint8Array([0xff, code, length >> 8, length & 255]);
  return concat(file.subarray(0, 2), marker, content, file.subarray(2));
}

/** The EXIF segment of a camera, held in one of the eight ways; the fields before and after are its model and a date. */
export function exifOf(orientation: number, little = true): Uint8Array<ArrayBuffer> {
  return concat(new TextEncoder().encode("Exif\0\0"), tiffOf(orientation, little));
}

/** The TIFF file within EXIF. */
export function tiffOf(orientation: number, little = true): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(8 + 2 + 3 * 12 + 4));
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 3, little);
  for (
    const [k, [tag, type, value]] of [[0x0110, 2, 0x41000000], [0x0112, 3, orientation], [
      0x0132,
      2,
      0,
    ]].entries()
  ) {
    const field = 10 + 12 * k;
    view.setUint16(field, tag!, little);
    view.setUint16(field + 2, type!, little);
    view.setUint32(field + 4, 1, little);
    if (type === 3) view.setUint16(field + 8, value!, little);
    else view.setUint32(field + 8, value!, little);
  }
  return new Uint8Array(view.buffer);
}

/** How the set is drawn. */
export interface SetOptions {
  /** How many pictures of each shape. */
  readonly each: number;
  /** Where the drawings come from. Default: 1. */
  readonly seed?: number;
  /** The shortest and the longest side, in pixels. Default: 20 to 60. */
  readonly sides?: readonly [number, number];
}

/**
 * Draws the set into a folder, a folder for each shape: every second file is PNG, the others JPEG, some of which do not
 * lie upright.
 */
export async function drawSet(folder: string, options: SetOptions): Promise<void> {
  const { each, seed = 1, sides: [shortest, longest] = [20, 60] } = options;
  const random = new RandomStream(seed, "data", 1000);
  for (const shape of SHAPES) {
    await ensureDir(join(folder, shape));
    for (let k = 0; k < each; k++) {
      const side = () => shortest + random.below(longest - shortest + 1);
      const picture = drawPicture(shape, seed * 100_000 + k, side(), side());
      const orientation = 1 + random.below(8);
      const [ending, bytes] = k % 2 === 0
        ? ["png", await pngFile(picture)]
        : ["jpg", jpegFile(picture, 90, orientation)];
      await Deno.writeFile(join(folder, shape, `${k}.${ending}`), bytes);
    }
  }
}

if (import.meta.main) {
  const [folder = "data/figures", ...more] = Deno.args;
  if (folder.startsWith("-")) {
    throw new Error(`Cannot draw into ${folder}: expected a folder, for example data/figures`);
  }
  if (more.length > 0) throw new Error(`Cannot draw: expected one folder, got ${1 + more.length}`);
  await drawSet(folder, { each: 200 });
  console.log(`Drew 200 of each of ${SHAPES.join(", ")} in ${folder}`);
}
