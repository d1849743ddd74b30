/** A list of a table's columns, in which the visitor leaves out those that are not to be learned from. @module */

import { create } from "./elements.ts";

export class ColumnChoice {
  readonly #list: HTMLElement;
  #boxes: readonly HTMLInputElement[] = [];

  /** @param list what the checkboxes are put into */
  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** Lists the columns of a table, none of them left out. */
  show(names: readonly string[]): void {
    this.#boxes = names.map((value) => create("input", { type: "checkbox", value, checked: true }));
    this.#list.replaceChildren(...this.#boxes.map((box) => {
      const name = create("span", {}, box.value);
      return create("label", { className: "check" }, box, name, create("small"));
    }));
  }

  /** Takes the target off the list: it is predicted, so nothing is learned from it. */
  hide(target: string): void {
    for (const box of this.#boxes) box.parentElement!.hidden = box.value === target;
  }

  /** Strikes through the columns that a run leaves out by itself, with its reasons. */
  explain(reasons: ReadonlyMap<string, string>): void {
    for (const { parentElement, value } of this.#boxes) {
      const reason = reasons.get(value);
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
