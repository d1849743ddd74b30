/** How a hand would draw an image of the test set: its rows as strokes of a pen, and what is thin as dots. */

/** The sides of an image, in pixels. */
const SIDE = 28;

/** What is lighter than this part of black is left out. */
const INK = 0.5;

/** How much of the sheet the image fills. */
const SPREAD = 0.8;

/** A stroke: points from 0 to 1 from the left and from the top. */
export type Stroke = [x: number, y: number][];

/**
 * Strokes along the runs of ink in every row, thinned by half the pen's width at either end.
 *
 * @param pixels [28 × 28] in bytes
 */
export function strokesOf(pixels: Uint8Array): Stroke[] {
  const strokes: Stroke[] = [];
  const place = (column: number, row: number): [number, number] => [
    0.5 + SPREAD * ((column + 0.5) / SIDE - 0.5),
    0.5 + SPREAD * ((row + 0.5) / SIDE - 0.5),
  ];
  for (let row = 0; row < SIDE; row++) {
    for (let start = 0; start < SIDE; start++) {
      let end = start;
      while (end < SIDE && pixels[row * SIDE + end]! >= 255 * INK) end++;
      if (end === start) continue;
      const [left, right] = [start + 0.5, end - 1.5];
      const middle = (start + end - 1) / 2;
      strokes.push(
        left < right ? [place(left, row), place(right, row)] : [place(middle, row)],
      );
      start = end;
    }
  }
  return strokes;
}
