/** What notebooks and the cells of a page show of a value. @module */

import { isObject } from "../checks/texts.ts";
import { Dataset } from "../dataset.ts";
import { Network } from "../network.ts";
import { notebook, showAs } from "../numerics/show.ts";
import { confusionDrawing, isEvaluation } from "./draw_confusion.ts";
import { datasetDrawing } from "./draw_dataset.ts";
import { historyDrawing, isEpochs, isHistory } from "./draw_history.ts";
import { networkDrawing } from "./draw_network.ts";
import { grayDrawing, isRows } from "./draw_pictures.ts";
import { below, codeDrawing, type Drawing, svgOf } from "./svg.ts";

/** What Deno's kernel asks a value for (https://docs.deno.com/runtime/reference/cli/jupyter/). */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** Where a host, such as a page, leaves a function that takes what is shown. */
const HOST = Symbol.for("inkling.show");

/** What `console.log` asks an object for. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** A value as notebooks take it, by media type: always as text, and as a picture if there is one. */
export interface Display {
  /** What it shows in words and numbers. */
  readonly "text/plain": string;
  /** The picture. */
  readonly "image/svg+xml"?: string;
}

/** What was shown; as the last value of a notebook's cell it is displayed. */
export class Shown {
  /** The text and the picture. */
  readonly display: Display;

  /** Takes the text and the picture. */
  constructor(display: Display) {
    this.display = display;
  }

  /** Called by the kernel of a notebook. */
  [DISPLAY](): Display {
    return this.display;
  }
}

showAs(Shown.prototype, ({ display }) => display["text/plain"]);

/**
 * Shows values, one below the other: as the last statement of a notebook's cell, or in a cell of a page.
 *
 * Drawn are a network, a data set, the history of `fit` or a list of epochs, an evaluation with a confusion matrix, rows of
 * gray levels (the least white, the largest black) and lists of such rows. Everything else is text.
 *
 * @example
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { show } from "@inkling/inkling/notebook";
 * import { assertMatch } from "@std/assert";
 *
 * const { display } = show(new Network([2, 3, 1]), [[0, 0.5], [0.5, 1]]);
 * assertMatch(display["text/plain"], /^Network \[2, 3, 1\]/);
 * assertMatch(display["image/svg+xml"]!, /^<svg /);
 * ```
 */
export function show(...values: readonly unknown[]): Shown {
  const shown = new Shown(displayOf(values));
  const host: unknown = Reflect.get(globalThis, HOST);
  if (typeof host === "function") host(shown);
  return shown;
}

/** Values as notebooks take them. */
export function displayOf(values: readonly unknown[]): Display {
  const drawings = values.map(drawingOf);
  const texts = values.map((value, k) => drawings[k]?.text ?? valueText(value));
  const text = { "text/plain": texts.join("\n") };
  if (drawings.every((drawing) => drawing === undefined)) return text;
  const drawn = drawings.map((drawing, k) => drawing ?? codeDrawing(texts[k]!));
  return { ...text, "image/svg+xml": svgOf(drawn.length === 1 ? drawn[0]! : below(drawn)) };
}

/** A value as a drawing; undefined if it is only text. */
function drawingOf(value: unknown): Drawing | undefined {
  if (value instanceof Network) return networkDrawing(value, valueText(value));
  if (value instanceof Dataset) return datasetDrawing(value, valueText(value));
  if (isEpochs(value)) return historyDrawing(value, valueText(value));
  if (isHistory(value)) return historyDrawing(value.epochs, valueText(value));
  if (isEvaluation(value)) return confusionDrawing(value);
  if (isRows(value)) return grayDrawing([value]);
  if (Array.isArray(value) && value.length > 0 && value.every(isRows)) return grayDrawing(value);
  return undefined;
}

/** What `console.log` prints of our objects; others in JSON. */
function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  const inspect: unknown = isObject(value) ? Reflect.get(value, INSPECT) : undefined;
  if (typeof inspect === "function") return String(inspect.call(value, 0, {}));
  try {
    return JSON.stringify(value) ?? String(value);
  } catch { // a circle, or a bigint
    return String(value);
  }
}

/** Has an object displayed, or all that have it as their prototype; no copy of it is. */
function display<T extends object>(shown: T): T {
  const value = function (this: unknown): Display {
    return displayOf([this]);
  };
  return Object.defineProperty(shown, DISPLAY, { value, configurable: true });
}

display(Network.prototype);
display(Dataset.prototype);
notebook.result = display; // of `fit` and `evaluate`
