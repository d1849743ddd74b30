/** The network's outputs as a table of bars, a row for each class. @module */

import { percent } from "../../cli/format.ts";
import { areProbabilities } from "./confidence.ts";
import { create, element, setColor, setText } from "./elements.ts";

/** Of more classes than this, only those with the largest outputs have a bar. */
const MAX_BARS = 12;

/** Longer names of classes are cut, in characters. */
const MAX_NAME = 24;

/** The answer of a network whose weights are no longer numbers. */
export const DIVERGED = "The network’s answer is not a number: its training diverged.";

/** A row of the table. */
interface Row {
  readonly row: HTMLTableRowElement;
  readonly head: HTMLElement;
  readonly fill: HTMLElement;
  readonly value: HTMLElement;
}

/** A row for each class, in a table of the page. */
export class Bars {
  /** An output as text. */
  textOfOutput: (output: number) => string = probability;
  readonly #id: string;
  #rows: readonly Row[] = [];

  /** @param id of the table; its title and its note are `…-title` and `…-note` */
  constructor(id: string) {
    this.#id = id;
  }

  /** Makes the rows of these classes, and explains what outputs of this activation function mean. */
  prepare(names: readonly string[], outputActivation: string): void {
    element(this.#id, HTMLTableElement).tBodies[0]!.replaceChildren();
    this.#rows = names.map((name) => addBar(this.#id, name));
    const probable = areProbabilities(outputActivation);
    this.textOfOutput = probable ? probability : (output) => output.toFixed(2);
    setText(`${this.#id}-title`, probable ? "Probabilities" : "Outputs");
    setText(
      `${this.#id}-note`,
      outputActivation === "softmax"
        ? "They add up to 100\u00a0% (softmax)."
        : probable
        ? "Each is by itself: they need not add up to 100\u00a0% (sigmoid)."
        : "They have no fixed range, so they are not probabilities.",
    );
  }

  /** Shows outputs [classes] and which of them wins, if one does. */
  show(outputs: ArrayLike<number>, winner: number | undefined): void {
    const shown = new Set(largest(outputs, MAX_BARS));
    for (const [k, { row, fill, value }] of this.#rows.entries()) {
      const output = outputs[k]!;
      row.hidden = !shown.has(k);
      row.classList.toggle("winner", k === winner);
      fill.style.width = `${100 * Math.min(1, Math.max(0, output))}%`;
      value.textContent = this.textOfOutput(output);
    }
  }

  /** Draws the bars of classes in the colors that charts draw them in; the others have none of their own. */
  color(colors: ReadonlyMap<number, number>): void {
    for (const [k, { row, head }] of this.#rows.entries()) {
      setColor(row, colors.get(k));
      head.classList.toggle("swatch", colors.has(k));
    }
  }

  /** Shows no outputs. */
  clear(): void {
    for (const { row, fill, value } of this.#rows) {
      row.classList.remove("winner");
      fill.style.width = "0";
      value.textContent = "–";
    }
  }
}

/** The indices of the largest values, the largest first. */
export function largest(values: ArrayLike<number>, count: number): number[] {
  return Array.from(values, (_, k) => k).sort((a, b) => values[b]! - values[a]! || a - b)
    .slice(0, count);
}

/** A probability as text, in the one format of the page: `85.6 %`. */
export function probability(output: number): string {
  return percent(output, 1);
}

function addBar(id: string, name: string): Row {
  const row = element(id, HTMLTableElement).tBodies[0]!.insertRow();
  const head = create("th", name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name);
  [head.scope, head.title] = ["row", name];
  const [bar, track, fill] = [create("td"), create("div", "", "track"), create("div", "", "fill")];
  const value = create("td");
  track.append(fill);
  bar.append(track);
  row.append(head, bar, value);
  return { row, head, fill, value };
}
