/**
 * Digits drawn by a script: strokes of a pen in several hands, with several pens, on paper of many sizes and colors.
 *
 * @module
 */

import type { RgbaImage } from "../../lib/digits/digit_image.ts";

/** A point of a digit that is one high: x to the right, y down. */
type Point = readonly [x: number, y: number];

/** What the pen draws without being lifted. */
type Stroke = readonly Point[];

/** An arc of an ellipse, its angles in degrees: 0 to the right, 90 down. */
function arc(
  [x, y]: Point,
  [width, height]: Point,
  from: number,
  to: number,
): Point[] {
  const steps = 24;
  return Array.from({ length: steps + 1 }, (_, k) => {
    const angle = (from + (to - from) * k / steps) * Math.PI / 180;
    return [x + width / 2 * Math.cos(angle), y + height / 2 * Math.sin(angle)] as const;
  });
}

/** Each digit in the hands of two writers. */
const DIGITS: readonly (readonly (readonly Stroke[])[])[] = [
  [
    [arc([0.3, 0.5], [0.6, 1], -90, 270)],
    [arc([0.36, 0.5], [0.72, 0.94], -60, 300)],
  ],
  [
    [[[0.1, 0], [0.1, 1]]],
    [[[0, 0.22], [0.2, 0], [0.2, 1]]],
  ],
  [
    [[...arc([0.3, 0.27], [0.56, 0.54], 200, 380), [0.02, 1], [0.62, 0.98]]],
    [[...arc([0.32, 0.25], [0.5, 0.5], 180, 400), [0.05, 0.93], [0.15, 0.88], [0.65, 1]]],
  ],
  [
    [[...arc([0.27, 0.26], [0.54, 0.5], 200, 440), ...arc([0.27, 0.74], [0.62, 0.52], -80, 160)]],
    [[[0.05, 0.02], [0.55, 0.02], [0.25, 0.42], ...arc([0.25, 0.71], [0.66, 0.58], -80, 150)]],
  ],
  [
    [[[0.08, 0.02], [0, 0.58], [0.62, 0.55]], [[0.52, 0.1], [0.46, 1]]],
    [[[0.42, 0], [0, 0.62], [0.66, 0.62]], [[0.44, 0], [0.44, 1]]],
  ],
  [
    [[[0.55, 0.02], [0.12, 0.02], [0.08, 0.42], ...arc([0.24, 0.7], [0.64, 0.6], -110, 140)]],
    [[[0.14, 0], [0.1, 0.44], ...arc([0.26, 0.71], [0.58, 0.56], -100, 150)], [
      [0.14, 0.01],
      [0.6, 0],
    ]],
  ],
  [
    [[[0.45, 0], [0.14, 0.4], ...arc([0.29, 0.72], [0.54, 0.54], 190, 530)]],
    [[...arc([0.5, 0.7], [0.96, 1.4], 250, 180), ...arc([0.3, 0.72], [0.56, 0.54], 180, 520)]],
  ],
  [
    [[[0, 0.04], [0.6, 0.02], [0.22, 1]]],
    [[[0, 0.14], [0.04, 0.02], [0.62, 0.02], [0.4, 0.42], [0.28, 1]]],
  ],
  [
    [
      arc([0.3, 0.25], [0.46, 0.5], 90, 450),
      arc([0.3, 0.75], [0.56, 0.5], -90, 270),
    ],
    [[
      ...arc([0.32, 0.24], [0.46, 0.44], -30, -210),
      [0.45, 0.6],
      ...arc([0.3, 0.77], [0.46, 0.46], -30, 210),
      [0.48, 0.4],
      [0.52, 0.14],
    ]],
  ],
  [
    [[...arc([0.28, 0.28], [0.52, 0.54], 0, -340), [0.54, 0.3], [0.44, 1]]],
    [[...arc([0.3, 0.26], [0.54, 0.5], -20, -370), [0.56, 0.25], [0.54, 0.98]]],
  ],
];

/** A way to draw. */
export interface Style {
  /** What tells the drawing from others. */
  readonly name: string;
  /** The digit's height, in pixels. */
  readonly height: number;
  /** The pen's width, in pixels. */
  readonly pen: number;
  /** How far the top leans to the right, in heights. */
  readonly slant: number;
  /** How much wider than tall the writer makes them. */
  readonly stretch: number;
  /** Which of the writers. */
  readonly hand: 0 | 1;
  /** The paper: its size in pixels, and where the digit's top left corner is on it. */
  readonly paper: { readonly size: Point; readonly at: Point };
  /** Red, green, blue and opacity in bytes. */
  readonly colors: { readonly ink: readonly number[]; readonly paper: readonly number[] };
}

const BLACK = [0, 0, 0, 255];
const WHITE = [255, 255, 255, 255];
const CLEAR = [0, 0, 0, 0];
const CLEAR_WHITE = [255, 255, 255, 0];
const BOARD = [20, 60, 40, 255];
const CREAM = [245, 240, 230, 255];
const YELLOW = [250, 230, 90, 255];

type Pixels = readonly number[];

/** The height, the pen, the slant, the stretch and the hand of each way; the paper's size, where on it; ink and paper. */
const WAYS: {
  readonly [name: string]: readonly [number[], Point, Point, ink: Pixels, paper: Pixels];
} = {
  "pen on paper": [[120, 12, 0.1, 1, 0], [200, 200], [60, 40], BLACK, WHITE],
  "chalk on a board": [[180, 16, 0.15, 1.1, 1], [320, 240], [20, 30], [235, 235, 220, 255], BOARD],
  "pencil, faint and fine": [
    [150, 3, 0.2, 1, 0],
    [400, 300],
    [250, 120],
    [150, 150, 150, 255],
    CREAM,
  ],
  "marker, fat": [[90, 16, 0, 1.15, 1], [140, 140], [30, 20], [200, 20, 40, 255], YELLOW],
  "finger on a large screen": [[360, 32, 0.12, 0.95, 0], [480, 640], [90, 150], WHITE, BLACK],
  "icon, tiny": [[14, 2, 0.1, 1, 1], [20, 18], [5, 2], [0, 0, 160, 255], WHITE],
  "black on nothing, cropped": [[60, 7, 0.25, 0.9, 0], [72, 68], [8, 4], BLACK, CLEAR],
  "white on nothing, in a corner": [
    [100, 9, -0.05, 1.05, 1],
    [500, 160],
    [10, 10],
    WHITE,
    CLEAR_WHITE,
  ],
};

/** Eight ways, which differ in everything that people's drawings differ in. */
export const STYLES: readonly Style[] = Object.entries(WAYS)
  .map(([name, [[height, pen, slant, stretch, hand], size, at, ink, paper]]) => ({
    name,
    height: height!,
    pen: pen!,
    slant: slant!,
    stretch: stretch!,
    hand: hand as 0 | 1,
    paper: { size, at },
    colors: { ink, paper },
  }));

/** Draws a digit with a round pen, its edges smooth. */
export function drawDigit(digit: number, style: Style): RgbaImage & { readonly data: Uint8Array } {
  const { height, pen, slant, stretch, hand, colors } = style;
  const { size: [columns, rows], at } = style.paper;
  const strokes = DIGITS[digit]![hand]!.map((stroke) =>
    stroke.map(([x, y]) =>
      [at[0] + height * (x * stretch + slant * (1 - y)), at[1] + height * y] as const
    )
  );
  const points = strokes.flat();
  const box = [0, 1].map((axis) => {
    const values = points.map((point) => point[axis]!);
    return [Math.min(...values), Math.max(...values)] as const;
  });
  const data = new Uint8Array(4 * columns * rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const point: Point = [x + 0.5, y + 0.5];
      const near = inside(point, box, pen);
      const distance = near
        ? Math.min(...strokes.map((stroke) => distanceTo(point, stroke)))
        : Infinity;
      const ink = Math.min(1, Math.max(0, pen / 2 - distance + 0.5));
      for (let c = 0; c < 4; c++) {
        const [on, off] = [colors.ink[c]!, colors.paper[c]!];
        data[4 * (y * columns + x) + c] = Math.round(off + ink * (on - off));
      }
    }
  }
  return { width: columns, height: rows, data };
}

/** Whether a point is in a box, or near it. */
function inside(point: Point, box: readonly Point[], margin: number): boolean {
  return box.every(([low, high], axis) =>
    point[axis]! > low - margin && point[axis]! < high + margin
  );
}

/** How far a point is from a stroke. */
function distanceTo([x, y]: Point, stroke: Stroke): number {
  let nearest = Infinity;
  for (let k = 1; k < stroke.length; k++) {
    const [[ax, ay], [bx, by]] = [stroke[k - 1]!, stroke[k]!];
    const [dx, dy] = [bx - ax, by - ay];
    const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
    const t = Math.min(1, Math.max(0, along || 0)); // a segment of no length is its point
    nearest = Math.min(nearest, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2);
  }
  return Math.sqrt(nearest);
}
