/**
 * The data of a PNG file, decompressed, to pixels: unfiltered rows in the order of the picture, as red, green, blue and
 * opacity (https://www.w3.org/TR/png-3, sections 7 to 9 and 11.2). It runs in a browser as it is. @module
 */

/** How samples are laid out. */
export interface PngLayout {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** 0 gray, 2 colors, 3 palette, 4 gray with opacity, 6 colors with opacity. */
  readonly colorType: number;
  readonly interlaced: boolean;
}

/** The samples of a pixel, by color type. */
const SAMPLES_PER_PIXEL: { readonly [type: number]: number } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

type Pass = readonly [left: number, top: number, right: number, down: number];

/** The passes of an interlaced image, Adam Costello's seven. */
const ADAM7: readonly Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** How many bytes the data of an image are; before every row there is one for its filter. */
export function pngDataBytes(layout: PngLayout): number {
  return passesOf(layout).reduce((sum, pass) => {
    const { columns, rows, rowBytes } = sizeOf(pass, layout);
    return columns > 0 ? sum + rows * (1 + rowBytes) : sum;
  }, 0);
}

/**
 * The pixels of an image.
 * @param data the decompressed data, {@linkcode pngDataBytes} bytes; the filters are undone in place
 * @param palette [colors, 3], where the image has one
 * @param transparency the opacities of the palette's first colors, or the samples that stand for nothing
 * @returns [height, width, 4]: bytes, or 16 bits if the samples have them
 * @throws {SyntaxError} if a row has no such filter, or a pixel has no color in the palette
 */
export function pngPixels(
  data: Uint8Array,
  layout: PngLayout,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): Uint8Array | Uint16Array {
  const { width, height, depth } = layout;
  const pixels = new (depth === 16 ? Uint16Array : Uint8Array)(4 * width * height);
  const write = writerOf(pixels, layout, palette, transparency);
  let start = 0;
  for (const pass of passesOf(layout)) {
    const { columns, rows, rowBytes, step } = sizeOf(pass, layout);
    const [left, top, right, down] = pass;
    if (columns <= 0) continue;
    let above: Uint8Array = new Uint8Array(rowBytes);
    for (let r = 0; r < rows; r++) {
      const row = data.subarray(start + 1, start + 1 + rowBytes);
      unfilter(data[start]!, row, above, step);
      const first = (top + r * down) * width + left;
      for (let c = 0; c < columns; c++) write(row, c, 4 * (first + c * right));
      above = row;
      start += 1 + rowBytes;
    }
  }
  return pixels;
}

function passesOf({ interlaced }: PngLayout): readonly Pass[] {
  return interlaced ? ADAM7 : [[0, 0, 1, 1]];
}

/** The size of a pass; `step` is how many bytes a pixel is away from the one to its left, at least one. */
function sizeOf(
  [left, top, right, down]: Pass,
  { width, height, depth, colorType }: PngLayout,
): { columns: number; rows: number; rowBytes: number; step: number } {
  const columns = Math.ceil((width - left) / right);
  const rows = Math.max(0, Math.ceil((height - top) / down));
  const bits = depth * SAMPLES_PER_PIXEL[colorType]!;
  return { columns, rows, rowBytes: Math.ceil(columns * bits / 8), step: Math.ceil(bits / 8) };
}

/** Undoes the filter of a row: each byte is a difference from what is left of it, above it or both. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  if (filter > 4) throw new SyntaxError(`it is damaged (a row has the filter ${filter})`);
  if (filter === 0) return;
  for (let k = 0; k < row.length; k++) {
    const a = k < step ? 0 : row[k - step]!;
    const b = above[k]!;
    if (filter === 1) row[k]! += a;
    else if (filter === 2) row[k]! += b;
    else if (filter === 3) row[k]! += (a + b) >> 1;
    else row[k]! += paeth(a, b, k < step ? 0 : above[k - step]!);
  }
}

/** Whichever of left, above and above left is nearest to left + above − above left. */
function paeth(a: number, b: number, c: number): number {
  const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
}

/** Writes pixel `column` of a row to an offset in the pixels. */
type Writer = (row: Uint8Array, column: number, to: number) => void;

function writerOf(
  pixels: Uint8Array | Uint16Array,
  { depth, colorType }: PngLayout,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): Writer {
  const full = depth === 16 ? 65535 : 255;
  const samples = SAMPLES_PER_PIXEL[colorType]!;
  const sample = (row: Uint8Array, index: number): number => {
    if (depth === 8) return row[index]!;
    if (depth === 16) return row[2 * index]! << 8 | row[2 * index + 1]!;
    const bit = index * depth;
    return row[bit >> 3]! >> (8 - depth - bit % 8) & ((1 << depth) - 1);
  };
  if (colorType === 3) {
    return (row, column, to) => {
      const color = sample(row, column);
      if (3 * color >= palette!.length) {
        throw new SyntaxError(`it is damaged (a pixel has the color ${color} of the palette)`);
      }
      for (let k = 0; k < 3; k++) pixels[to + k] = palette![3 * color + k]!;
      pixels[to + 3] = transparency?.[color] ?? 255;
    };
  }
  const gray = colorType === 0 || colorType === 4;
  const opaque = colorType === 0 || colorType === 2;
  const scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
  const nothing = transparency && [0, 1, 2].map((k) => {
    const start = gray ? 0 : 2 * k;
    return transparency[start]! << 8 | transparency[start + 1]!;
  });
  return (row, column, to) => {
    const first = column * samples;
    let absent = nothing !== undefined;
    for (let k = 0; k < 3; k++) {
      const value = sample(row, gray ? first : first + k);
      absent &&= value === nothing![k];
      pixels[to + k] = value * scale;
    }
    pixels[to + 3] = opaque ? absent ? 0 : full : sample(row, first + samples - 1);
  };
}
