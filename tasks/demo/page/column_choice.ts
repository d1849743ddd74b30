/** A list of a table's columns, in which the visitor leaves out those that are not to be learned from. @module */

import { quoted } from "../../../lib/table/cells.ts";
import { create } from "./elements.ts";

/** A checkbox for each column. */
export class ColumnChoice {
  readonly #list: HTMLElement;
  #boxes: readonly HTMLInputElement[] = [];

  /** @param list what the checkboxes are put into */
  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** Lists the columns of a table, none of them left out. */
  show(names: readonly string[]): void {
    const labels = names.map((name) => {
      const label = create("label", "", "check");
      const box = create("input");
      [box.type, box.value, box.checked] = ["checkbox", name, true];
      label.append(box, create("span", name), create("small"));
      return label;
    });
    this.#boxes = labels.map((label) => label.querySelector("input")!);
    this.#list.replaceChildren(...labels);
  }

  /** Takes the target off the list: it is predicted, so nothing is learned from it. */
  hide(target: string): void {
    for (const box of this.#boxes) box.parentElement!.hidden = box.value === target;
  }

  /**
   * Strikes through the columns that a run leaves out by itself, and says why.
   *
   * @param notes of the run; none takes back what was said of the last one
   */
  explain(notes: readonly string[]): void {
    for (const { parentElement, value } of this.#boxes) {
      const start = `The column ${quoted(value)} is left out: `;
      const reason = notes.find((note) => note.startsWith(start))?.slice(start.length);
      parentElement!.classList.toggle("unused", reason !== undefined);
      parentElement!.querySelector("small")!.textContent = reason ?? "";
    }
  }

  /** The columns that the visitor left out, in the order of the table. */
  get leftOut(): string[] {
    return this.#boxes.filter((box) => !box.checked && !box.parentElement!.hidden)
      .map(({ value }) => value);
  }
}
