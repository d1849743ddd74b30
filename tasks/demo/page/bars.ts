/** The network's outputs as a table of bars. @module */

import { percent } from "../../cli/format.ts";
import { create, element } from "./elements.ts";

const CLASSES = 10;

/** A row of the table. */
interface Row {
  readonly row: HTMLTableRowElement;
  readonly fill: HTMLElement;
  readonly value: HTMLElement;
}

/** A row for each digit. */
export class Bars {
  readonly #rows = Array.from({ length: CLASSES }, (_, digit) => addBar(digit));
  /** How an output is written. */
  figure: (output: number) => string = probability;

  /** Writes what outputs of this activation function mean. */
  prepare(outputActivation: string): void {
    const sums = outputActivation === "softmax";
    const probable = sums || outputActivation === "sigmoid";
    this.figure = probable ? probability : (output) => output.toFixed(2);
    element("outputs-title", HTMLElement).textContent = probable ? "Probabilities" : "Outputs";
    element("outputs-note", HTMLElement).textContent = sums
      ? "Softmax outputs: they add up to 100 %."
      : probable
      ? "Sigmoid outputs: each by itself, so they need not add up to 100 %."
      : "Of no fixed range, so no probabilities.";
  }

  /** Shows outputs [classes] and which of them wins. */
  show(outputs: Float32Array, winner: number): void {
    for (const [digit, { row, fill, value }] of this.#rows.entries()) {
      const output = outputs[digit]!;
      row.classList.toggle("winner", digit === winner);
      fill.style.width = `${100 * Math.min(1, Math.max(0, output))}%`;
      value.textContent = this.figure(output);
    }
  }

  /** Shows none. */
  clear(): void {
    for (const { row, fill, value } of this.#rows) {
      row.classList.remove("winner");
      fill.style.width = "0";
      value.textContent = "";
    }
  }
}

function probability(output: number): string {
  return percent(output, 1);
}

function addBar(digit: number): Row {
  const row = element("bars", HTMLTableElement).tBodies[0]!.insertRow();
  const head = create("th", String(digit));
  head.scope = "row";
  const [bar, track, fill] = [create("td"), create("div", "", "track"), create("div", "", "fill")];
  const value = create("td");
  track.append(fill);
  bar.append(track);
  row.append(head, bar, value);
  return { row, fill, value };
}
