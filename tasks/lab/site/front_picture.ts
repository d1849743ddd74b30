/** The picture of the first page, for those without scripts: two moons, and what a network has learned of them. @module */

import { dataRows, Network, oneHot, RandomStream } from "../../../mod.ts";
import { type Html, tag } from "../../charts/html.ts";

/** The squares of the picture across and down, and their size. */
const [COLUMNS, ROWS, SIZE] = [50, 44, 8];

/** The corner of the plane that is shown, and how much of the plane a pixel is. */
const [LEFT, TOP, SCALE] = [-1.3, 1.45, 3.6 / (COLUMNS * SIZE)];

const [EXAMPLES, STEPS] = [120, 3000];

/** From one class to the other. */
const SHADES = 8;

/** Trains a network of two inputs, and draws its outputs and its examples. */
export function frontPicture(): Html {
  const random = new RandomStream(1, "data");
  const labels = Array.from({ length: EXAMPLES }, (_, k) => k % 2);
  const inputs = labels.map((label) => pointOf(label, random));
  const network = new Network([2, 12, 2], { seed: 1 });
  const batch = { inputs: dataRows(inputs), targets: oneHot(labels, 2) };
  for (let step = 0; step < STEPS; step++) network.updateMiniBatch(batch, 3);

  const grid = Array.from({ length: COLUMNS * ROWS }, (_, k) => [
    LEFT + SCALE * SIZE * (k % COLUMNS + 0.5),
    TOP - SCALE * SIZE * (Math.floor(k / COLUMNS) + 0.5),
  ]);
  const { values } = network.feedforward(grid);
  const shades = grid.map((_, k) => {
    const [first, second] = [values[2 * k]!, values[2 * k + 1]!];
    return Math.min(Math.floor(SHADES * second / (first + second)), SHADES - 1);
  });
  const squares = Array.from({ length: SHADES }, (_, shade) => {
    const paths = shades.map((one, k) => {
      const [x, y] = [SIZE * (k % COLUMNS), SIZE * Math.floor(k / COLUMNS)];
      return one === shade ? `M${x} ${y}h${SIZE}v${SIZE}h-${SIZE}z` : "";
    });
    return tag("path", { class: `shade-${shade}`, d: paths.join("") });
  });
  const marks = inputs.map(([x, y], k) => {
    const [left, top] = [x! - LEFT, TOP - y!].map((part) => Math.round(part / SCALE));
    return labels[k] === 0
      ? tag("circle", { class: "mark-0", cx: left, cy: top, r: 4 })
      : tag("path", { class: "mark-1", d: `M${left} ${top! - 5}l5 9h-10z` });
  });
  const view = `0 0 ${COLUMNS * SIZE} ${ROWS * SIZE}`;
  const label =
    "Two classes of points, shaped like moons, and the curve by which a network of 12 hidden " +
    "units tells them apart";
  return tag(
    "svg",
    { class: "moons", viewBox: view, role: "img", "aria-label": label },
    squares,
    marks,
  );
}

/** A point of one of two moons that reach into each other. */
function pointOf(label: number, random: RandomStream): number[] {
  const [u, v] = [random.normal(), random.normal()];
  const length = Math.sqrt(u * u + v * v);
  const [x, y] = [u / length, Math.abs(v) / length - 0.25];
  const [dx, dy] = [0.12 * random.normal(), 0.12 * random.normal()];
  return label === 0 ? [x + dx, y + dy] : [1 + x + dx, dy - y];
}
