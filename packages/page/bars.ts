/** The network's outputs as a table of bars, a row for each class. @module */

import { percent } from "../../tasks/cli/format.ts";
import { areProbabilities } from "../../tasks/demo/sure.ts";
import { create, element } from "./elements.ts";

/** The most bars: those of the largest outputs. */
const MAX_BARS = 12;

/** The most characters of a class's name that are shown. */
const MAX_NAME_LENGTH = 24;

interface Row {
  readonly row: HTMLTableRowElement;
  readonly head: HTMLElement;
  readonly fill: HTMLElement;
  readonly value: HTMLElement;
}

/** A row for each class, in a table of the page with a title above it and a note below. */
export class Bars {
  textOfOutput: (output: number) => string = probability;
  readonly #title = create("h3");
  readonly #body = create("tbody");
  readonly #note = create("p", { className: "note" });
  rows: readonly Row[] = [];

  /** @param id of the empty element that they are put into */
  constructor(id: string) {
    this.#title.id = `${id}-title`;
    const heads = ["Class", "Bar", "Output"].map((name) => create("th", { scope: "col" }, name));
    const head = create("thead", { className: "unseen" }, create("tr", {}, ...heads));
    const table = create("table", { className: "bars" }, head, this.#body);
    table.setAttribute("aria-labelledby", this.#title.id);
    element(id, HTMLElement).append(this.#title, table, this.#note);
  }

  /** Makes the rows of these classes, and explains what outputs of this activation function mean. */
  prepare(names: readonly string[], outputActivation: string): void {
    this.rows = names.map(barOf);
    this.#body.replaceChildren(...this.rows.map(({ row }) => row));
    const probable = areProbabilities(outputActivation);
    this.textOfOutput = probable ? probability : (output) => output.toFixed(2);
    this.#title.textContent = probable ? "Probabilities" : "Outputs";
    this.#note.textContent = outputActivation === "softmax"
      ? "They add up to 100\u00a0% (softmax)."
      : probable
      ? "Each output stands alone, so they need not add up to 100\u00a0% (sigmoid)."
      : "They have no fixed range, so they are not probabilities.";
  }

  /** Shows outputs [classes] and which of them wins, if one does. */
  show(outputs: ArrayLike<number>, winner: number | undefined): void {
    const shown = new Set(largest(outputs, MAX_BARS));
    for (const [k, { row, fill, value }] of this.rows.entries()) {
      const output = outputs[k]!;
      row.hidden = !shown.has(k);
      row.classList.toggle("winner", k === winner);
      fill.style.width = `${100 * Math.min(1, Math.max(0, output))}%`;
      value.textContent = this.textOfOutput(output);
    }
  }

  clear(): void {
    for (const { row, fill, value } of this.rows) {
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

function barOf(name: string): Row {
  const short = name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
  const head = create("th", { scope: "row", title: name }, short);
  const fill = create("div", { className: "fill" });
  const bar = create("td", {}, create("div", { className: "track" }, fill));
  const value = create("td");
  return { row: create("tr", {}, head, bar, value), head, fill, value };
}
