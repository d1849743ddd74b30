/** The picture at the start of the course: the first training image of MNIST, a square for each pixel with ink. @module */

import { tag } from "../../../../lib/document/html.ts";

/** The pixels along a side, and the units of the drawing along that of a pixel. */
const [SIDE, PIXEL] = [28, 10];

/** The picture as SVG. */
export function pictureOf(pixels: Uint8Array): string {
  const size = SIDE * PIXEL;
  const squares = [...pixels.entries()].filter(([, ink]) => ink > 0).map(([k, ink]) => {
    const [x, y] = [PIXEL * (k % SIDE), PIXEL * Math.floor(k / SIDE)];
    const gray = 255 - ink;
    const fill = `rgb(${gray},${gray},${gray})`;
    return ["  ", tag("rect", { x, y, width: PIXEL, height: PIXEL, fill }), "\n"];
  });
  const view = { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${size} ${size}` };
  const paper = { width: size, height: size, fill: "#fff", stroke: "#8b93a1" };
  const lines = ["\n  ", tag("rect", paper), "\n", squares];
  return tag("svg", { ...view, width: size, height: size }, lines).text + "\n";
}
