/** A sheet of paper to draw on, with mouse, pen or finger. @module */

import type { RgbaImage } from "../../lib/digits/mod.ts";
import { contextOf } from "./elements.ts";

/** The pen's width, as a part of the sheet's: about as wide as in MNIST's images. */
const PEN_WIDTH = 0.075;

/** A stroke: the points of the pen between touching and being lifted, in pixels of the canvas. */
type Stroke = (readonly [x: number, y: number])[];

/** The sheet. It draws on a canvas what pointers do, and calls back when the drawing changes. */
export class Drawing {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #strokes: Stroke[] = [];
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

  get strokes(): number {
    return this.#strokes.length;
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
    this.#strokes.length = 0;
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
    for (const step of steps.length > 0 ? steps : [event]) stroke.push(this.#pointOf(step));
    this.#redraw();
    this.onDraw();
  }

  #up(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = undefined;
    this.onLift(event.timeStamp);
  }

  /** Where an event is on the canvas, whatever size the page shows it in. */
  #pointOf(event: PointerEvent): [number, number] {
    const box = this.#canvas.getBoundingClientRect();
    return [
      (event.clientX - box.left) / box.width * this.#canvas.width,
      (event.clientY - box.top) / box.height * this.#canvas.height,
    ];
  }

  #redraw(): void {
    const { width, height } = this.#canvas;
    const context = this.#context;
    context.clearRect(0, 0, width, height);
    context.lineWidth = PEN_WIDTH * width;
    context.lineCap = context.lineJoin = "round";
    for (const [start, ...rest] of this.#strokes) {
      context.beginPath();
      context.moveTo(...start!);
      for (const point of rest) context.lineTo(...point);
      context.stroke();
    }
  }
}
