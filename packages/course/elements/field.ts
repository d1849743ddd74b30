/** A square map with axes: colored cells on a canvas, and marks above them in SVG. @module */

import { escapeHtml, Html } from "../../../lib/document/html.ts";
import { contextOf, create, setHtml } from "../../page/elements.ts";
import { ticksBetween } from "./chart_marks.ts";

/** The square in the drawing, and the drawing, in its own units. */
const [LEFT, TOP, SIDE, WIDTH, HEIGHT] = [48, 8, 344, 400, 400];

/** What an axis shows. */
export interface Axis {
  readonly title: string;
  readonly ends: readonly [low: number, high: number];
}

/** A map: below its cells, above it marks. */
export class Field {
  readonly element: HTMLElement = create("div", { className: "field" });
  readonly #canvas = create("canvas");
  readonly #axes: Element;
  readonly #backdrop: Element;
  readonly #marks: Element;
  #x: Axis = { title: "", ends: [0, 1] };
  #y: Axis = this.#x;

  /** @param title what it shows, for a screen reader */
  constructor(title: string) {
    const frame = `viewBox="0 0 ${WIDTH} ${HEIGHT}"`;
    const inner = `x="${LEFT}" y="${TOP}" width="${SIDE}" height="${SIDE}"`;
    setHtml(
      this.element,
      new Html(
        `<svg ${frame} role="img" aria-label="${escapeHtml(title)}"><g></g>` +
          `<svg ${inner} viewBox="0 0 ${SIDE} ${SIDE}"><g></g><g></g></svg></svg>`,
      ),
    );
    const [axes, backdrop, marks] = this.element.querySelectorAll("g");
    [this.#axes, this.#backdrop, this.#marks] = [axes!, backdrop!, marks!];
    this.element.prepend(this.#canvas);
    const { style } = this.#canvas;
    [style.left, style.top] = [`${100 * LEFT / WIDTH}%`, `${100 * TOP / HEIGHT}%`];
    style.width = style.height = `${100 * SIDE / WIDTH}%`;
  }

  /** Draws other axes. */
  setAxes(x: Axis, y: Axis): void {
    [this.#x, this.#y] = [x, y];
    const text = (at: string, label: string | number) =>
      `<text ${at}>${escapeHtml(String(label).replace("-", "\u2212"))}</text>`;
    const bottom = TOP + SIDE;
    const parts = [
      ...ticksBetween(...x.ends).map((value) =>
        text(`x="${LEFT + this.across(value)}" y="${bottom + 18}" text-anchor="middle"`, value)
      ),
      ...ticksBetween(...y.ends).map((value) =>
        text(`x="${LEFT - 6}" y="${TOP + this.down(value) + 5}" text-anchor="end"`, value)
      ),
      text(`x="${LEFT + SIDE / 2}" y="${bottom + 38}" text-anchor="middle"`, shortened(x.title)),
      text(
        `transform="translate(13 ${TOP + SIDE / 2}) rotate(-90)" text-anchor="middle"`,
        shortened(y.title),
      ),
    ];
    setHtml(this.#axes, new Html(parts.join("")));
  }

  /** Where a value is along the lower edge, in units of the marks. */
  across(value: number): number {
    const [low, high] = this.#x.ends;
    return SIDE * (value - low) / (high - low);
  }

  /** Where a value is along the left edge, from the top. */
  down(value: number): number {
    const [low, high] = this.#y.ends;
    return SIDE * (high - value) / (high - low);
  }

  /** Colors the cells of a grid: red, green, blue, and how opaque, each up to 255. */
  paint(size: number, colorAt: (k: number) => readonly [number, number, number, number]): void {
    const canvas = this.#canvas;
    if (canvas.width !== size) canvas.width = canvas.height = size;
    const image = new ImageData(size, size);
    for (let k = 0; k < size * size; k++) image.data.set(colorAt(k), 4 * k);
    contextOf(canvas).putImageData(image, 0, 0);
  }

  /** Draws other marks that stay, in SVG; the square is {@linkcode Field.side} long. */
  setBackdrop(marks: string): void {
    setHtml(this.#backdrop, new Html(marks));
  }

  /** Draws other marks that move, in SVG. */
  mark(marks: string): void {
    setHtml(this.#marks, new Html(marks));
  }

  /** The side of the square, in units of the marks. */
  readonly side: number = SIDE;
}

/** The most characters of an axis's title. */
const MAX_TITLE = 32;

function shortened(title: string): string {
  return title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1)}…` : title;
}
