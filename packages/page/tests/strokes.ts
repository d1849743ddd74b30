/** How a hand would draw an image of the test set: strokes of a pen along the middle of its ink. */

/** The sides of an image, in pixels. */
const SIDE = 28;

/** What is lighter than this part of black is left out. */
const MIN_INK = 0.4;

/** How much larger than the sheet the image is drawn; there is paper all around the digit in it. */
const IMAGE_SCALE = 1.15;

/** A stroke: points from 0 to 1 from the left and from the top. */
export type Stroke = [x: number, y: number][];

/** The eight pixels around one, as Zhang and Suen count them: from above, clockwise. */
const AROUND = [-SIDE, -SIDE + 1, 1, SIDE + 1, SIDE, SIDE - 1, -1, -SIDE - 1] as const;

/**
 * Strokes through the middle of the ink: from pixel to pixel of the skeleton, for as long as there is a next one.
 * @param pixels [28 × 28] in bytes; the border is taken for paper
 */
export function strokesOf(pixels: Uint8Array): Stroke[] {
  const left = new Set(skeletonOf(pixels));
  const all = new Set(left);
  const neighbors = (pixel: number, set: Set<number>) =>
    AROUND.map((step) => pixel + step).filter((other) => set.has(other));
  const strokes: Stroke[] = [];
  while (left.size > 0) {
    // From an end, if there is one; a branch starts on the stroke that it leaves.
    const start = [...left].toSorted((a, b) =>
      neighbors(a, left).length - neighbors(b, left).length
    )[0]!;
    const joint = neighbors(start, all).find((pixel) => !left.has(pixel));
    const path = joint === undefined ? [] : [joint];
    for (let pixel: number | undefined = start; pixel !== undefined;) {
      path.push(pixel);
      left.delete(pixel);
      pixel = neighbors(pixel, left)[0];
    }
    const end = neighbors(path.at(-1)!, all).find((pixel) => !path.slice(-3).includes(pixel));
    if (end !== undefined) path.push(end);
    strokes.push(path.map(pointOf));
  }
  return strokes;
}

/** Where a pixel is on the sheet. */
function pointOf(pixel: number): [number, number] {
  const position = (k: number) => 0.5 + IMAGE_SCALE * ((k + 0.5) / SIDE - 0.5);
  return [position(pixel % SIDE), position(Math.floor(pixel / SIDE))];
}

/**
 * The pixels of the ink's skeleton, one pixel wide (Zhang and Suen 1984, "A fast parallel algorithm for thinning digital
 * patterns").
 */
function skeletonOf(pixels: Uint8Array): number[] {
  const ink = new Uint8Array(SIDE * SIDE);
  for (let row = 1; row < SIDE - 1; row++) {
    for (let column = 1; column < SIDE - 1; column++) {
      const k = row * SIDE + column;
      ink[k] = pixels[k]! >= 255 * MIN_INK ? 1 : 0;
    }
  }
  const removable = (k: number, pass: number) => {
    const ring = AROUND.map((step) => ink[k + step]!);
    const count = ring.reduce((sum, value) => sum + value, 0);
    const changes = ring.filter((value, i) => value === 0 && ring[(i + 1) % 8] === 1).length;
    const [above, right, below, left] = [ring[0]!, ring[2]!, ring[4]!, ring[6]!];
    return ink[k] === 1 && count >= 2 && count <= 6 && changes === 1 &&
      (pass === 0
        ? above * right * below === 0 && right * below * left === 0
        : above * right * left === 0 && above * below * left === 0);
  };
  for (let removed = true; removed;) {
    removed = false;
    for (const pass of [0, 1]) {
      const edge = [...ink.keys()].filter((k) => removable(k, pass));
      for (const k of edge) ink[k] = 0;
      removed ||= edge.length > 0;
    }
  }
  return [...ink.keys()].filter((k) => ink[k] === 1);
}
