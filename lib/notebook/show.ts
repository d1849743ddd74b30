/** What notebooks and the cells of a page show of a value. @module */

import { isObject } from "../checks/texts.ts";
import { Dataset } from "../dataset.ts";
import { copied } from "../document/blocks.ts";
import { fragmentOf } from "../document/page.ts";
import { Network } from "../network.ts";
import { notebook, showAs } from "../numerics/show.ts";
import { drawingOf } from "./drawing.ts";

/** What Deno's kernel asks a value for (https://docs.deno.com/runtime/reference/cli/jupyter/). */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** Where a host, such as a page, leaves a function that takes what is shown. */
const HOST = Symbol.for("inkling.show");

/** What `console.log` asks an object for. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** A value as notebooks take it, by media type: always as text, and drawn if there is something to draw. */
export interface Display {
  /** What it shows in words and numbers. */
  readonly "text/plain": string;
  /** Tables, charts and pictures of it, with their style. */
  readonly "text/html"?: string;
}

/** What was shown; as the last value of a notebook's cell it is displayed. */
export class Shown {
  /** What it shows in words and numbers. */
  readonly text: string;
  /** The text, and what is drawn. */
  readonly display: Promise<Display>;

  /** Takes values as they are now. */
  constructor(values: readonly unknown[]) {
    const drawings = values.map(drawingOf);
    const texts = values.map((value, k) => drawings[k]?.text ?? valueText(value));
    this.text = texts.join("\n");
    const blocks = drawings.map((drawing, k) => drawing?.blocks ?? copied("Text", texts[k]!));
    this.display = drawings.some((drawing) => drawing !== undefined)
      ? Promise.all(blocks).then((all) => ({
        "text/plain": this.text,
        "text/html": fragmentOf(all),
      }))
      : Promise.resolve({ "text/plain": this.text });
  }

  /** Called by the kernel of a notebook. */
  [DISPLAY](): Promise<Display> {
    return this.display;
  }
}

showAs(Shown.prototype, ({ text }) => text);

/**
 * Shows values, one below the other: as the last statement of a notebook's cell, or in a cell of a page.
 *
 * Drawn are a network, a data set, the history of `fit` or a list of epochs, an evaluation with a confusion matrix, rows of
 * gray levels (the least is white, the largest black) and lists of such rows, as in the reports of runs. Everything else is
 * text.
 *
 * @example
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { show } from "@inkling/inkling/notebook";
 * import { assertMatch } from "@std/assert";
 *
 * const display = await show(new Network([2, 3, 1]), [[0, 0.5], [0.5, 1]]).display;
 * assertMatch(display["text/plain"], /^Network \[2, 3, 1\]/);
 * assertMatch(display["text/html"]!, /<table>/);
 * ```
 */
export function show(...values: readonly unknown[]): Shown {
  const shown = new Shown(values);
  const host: unknown = Reflect.get(globalThis, HOST);
  if (typeof host === "function") host(shown);
  return shown;
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
  const value = function (this: unknown): Promise<Display> {
    return new Shown([this]).display;
  };
  return Object.defineProperty(shown, DISPLAY, { value, configurable: true });
}

display(Network.prototype);
display(Dataset.prototype);
notebook.result = display; // of `fit` and `evaluate`
