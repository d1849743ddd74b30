/** What chooses the reader's own table: a file, two of its columns and a class. @module */

import { create } from "../../page/elements.ts";
import type { PlaneTable } from "./drawn_tables.ts";
import {
  MAX_BYTES,
  MIN_ROWS,
  type OwnTable,
  OwnTableError,
  planeOf,
  readOwnTable,
} from "./own_table.ts";

/** The fields, and the table that they came to. */
export class OwnTableChoice {
  readonly element: HTMLElement;
  /** The table that is chosen; undefined before. */
  table: PlaneTable | undefined;
  readonly #onTable: () => void;
  readonly #columns = create("span", { className: "controls" });
  readonly #problem = create("p", { role: "status" });
  readonly #selects: readonly HTMLSelectElement[] = [0, 1, 2].map(() => create("select"));
  #whole: OwnTable | undefined;

  /** @param onTable called when there is another table */
  constructor(onTable: () => void) {
    this.#onTable = onTable;
    const file = create("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv" });
    file.addEventListener("change", () => this.#read(file.files?.[0]));
    for (const select of this.#selects) select.addEventListener("input", () => this.#choose());
    this.element = create(
      "div",
      { className: "own" },
      create("label", {}, "A CSV file (it stays in this browser): ", file),
      this.#columns,
      this.#problem,
    );
  }

  async #read(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    this.#columns.replaceChildren();
    this.#problem.textContent = "";
    try {
      if (file.size > MAX_BYTES) {
        this.#problem.textContent = `Cannot read the file: expected at most ${MAX_BYTES / 1e6} MB.`;
        return;
      }
      this.#whole = readOwnTable(await file.text());
    } catch (error) {
      if (!(error instanceof OwnTableError)) throw error;
      this.#problem.textContent = error.message;
      return;
    }
    const { names, numeric, classes } = this.#whole;
    const labels = ["Across", "Upward", "Class"];
    const target = classes.findLast((c) => !numeric.includes(c)) ?? classes.at(-1)!;
    const inputs = numeric.filter((c) => c !== target);
    const [first = numeric[0]!, second = numeric[1]!] = inputs;
    for (const [k, select] of this.#selects.entries()) {
      const columns = k === 2 ? classes : numeric;
      select.replaceChildren(
        ...columns.map((c) => create("option", { value: String(c) }, names[c]!)),
      );
      select.value = String([first, second, target][k]);
      this.#columns.append(create("label", {}, `${labels[k]} `, select));
    }
    this.#choose();
  }

  #choose(): void {
    const [x, y, target] = this.#selects.map(({ value }) => Number(value));
    const table = planeOf(this.#whole!, x!, y!, target!);
    const rows = table.inputs.length;
    const isEnough = rows >= MIN_ROWS && table.classNames.length > 1;
    this.#problem.textContent = isEnough
      ? ""
      : `Cannot use these columns: expected at least 10 rows without empty cells, got ${rows}.`;
    if (!isEnough) return;
    this.table = table;
    this.#onTable();
  }
}
