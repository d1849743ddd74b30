/** A sheet of paper to draw on, with mouse, pen or finger. @module */

import type { RgbaImage } from "../../lib/digits/mod.ts";
import { contextOf } from "./elements.ts";
import type { Point, Stroke } from "./link.ts";

/** The pen's width, as a part of the sheet's: about as wide as in MNIST's images. */
const PEN_WIDTH = 0.075;

/** The steps of the grid on which points are: from edge to edge of a sheet, to its left or upper edge, and to the last point. */
const GRID = { sheet: 2048, edge: 1024, last: 4095 };

/** Points nearer than this to the one before are left out: a link has all points. In steps of the grid. */
const MIN_STEP = 16;

/** The sheet. It draws on a canvas what pointers do, and calls back when the drawing changes. */
export class Drawing {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #strokes: Stroke[] = [];
  /** The pointer that draws; others, such as the palm of the hand, are ignored. */
  #pointer: number | undefined;
  onDraw: () => void = () => {};
  /** Called when the pen is lifted, with the event's time in milliseconds. */
  onLift: (time: number) => void = () => {};

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = contextOf(canvas, { willReadFrequently: true });
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => this.#up(event));
    canvas.addEventListener("pointercancel", (event) => this.#up(event));
  }

  get strokes(): readonly Stroke[] {
    return this.#strokes;
  }

  /** Has these strokes instead of what is there. */
  restore(strokes: readonly Stroke[]): void {
    this.clear();
    this.#strokes = [...strokes];
    this.#redraw();
  }

  /** The sheet, ink on nothing. */
  get sheet(): RgbaImage {
    const { width, height } = this.#canvas;
    return this.#context.getImageData(0, 0, width, height);
  }

  /** The sheet with empty space around it: ink is the lesser part then, however much of the sheet it covers. */
  get image(): RgbaImage {
    const { width, height } = this.#canvas;
    const [x, y] = [Math.ceil(width / 4), Math.ceil(height / 4)];
    return this.#context.getImageData(-x, -y, width + 2 * x, height + 2 * y);
  }

  /** Removes the last stroke; one that is being drawn ends. */
  undo(): void {
    this.#strokes.pop();
    this.#pointer = undefined;
    this.#redraw();
  }

  clear(): void {
    this.#strokes = [];
    this.#pointer = undefined;
    this.#redraw();
  }

  show(image: CanvasImageSource): void {
    this.clear();
    this.#context.imageSmoothingQuality = "high";
    this.#context.drawImage(image, 0, 0, this.#canvas.width, this.#canvas.height);
  }

  #down(event: PointerEvent): void {
    if (this.#pointer !== undefined || event.button !== 0) return;
    event.preventDefault();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#strokes.push([this.#pointOf(event)]);
    this.#redraw(); // a single point leaves no ink, so there is nothing new to read
  }

  #move(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    const stroke = this.#strokes.at(-1)!;
    for (const step of steps.length > 0 ? steps : [event]) {
      const [[x, y], [left, top]] = [this.#pointOf(step), stroke.at(-1)!];
      if (Math.hypot(x - left, y - top) >= MIN_STEP) stroke.push([x, y]);
    }
    this.#redraw();
    this.onDraw();
  }

  #up(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = undefined;
    this.onLift(event.timeStamp);
  }

  /** Where an event is on the sheet, whatever size the page shows it in. */
  #pointOf(event: PointerEvent): Point {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const step = (share: number) => {
      return Math.round(Math.min(GRID.last, Math.max(0, GRID.edge + share * GRID.sheet)));
    };
    return [step((event.clientX - left) / width), step((event.clientY - top) / height)];
  }

  #redraw(): void {
    const { width, height } = this.#canvas;
    const context = this.#context;
    context.clearRect(0, 0, width, height);
    context.lineWidth = PEN_WIDTH * width;
    context.lineCap = context.lineJoin = "round";
    const pixelOf = ([x, y]: Point): [number, number] => [
      (x - GRID.edge) / GRID.sheet * width,
      (y - GRID.edge) / GRID.sheet * height,
    ];
    for (const [start, ...rest] of this.#strokes) {
      context.beginPath();
      context.moveTo(...pixelOf(start!));
      for (const point of rest) context.lineTo(...pixelOf(point));
      context.stroke();
    }
  }
}
