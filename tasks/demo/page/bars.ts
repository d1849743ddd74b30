/** The network's outputs as a table of bars, a row for each class. @module */

import { percent } from "../../cli/format.ts";
import { areProbabilities } from "./confidence.ts";
import { create, element } from "./elements.ts";

/** The most bars: those of the largest outputs. */
const MAX_BARS = 12;

/** The most characters of a class's name that are shown. */
const MAX_NAME_LENGTH = 24;

/** A row of the table. */
interface Row {
  readonly row: HTMLTableRowElement;
  readonly head: HTMLElement;
  readonly fill: HTMLElement;
  readonly value: HTMLElement;
}

/** A row for each class, in a table of the page with a title above it and a note below. */
export class Bars {
  /** An output as text. */
  textOfOutput: (output: number) => string = probability;
  readonly #title = create("h3");
  readonly #body: HTMLTableSectionElement;
  readonly #note = create("p", "", "note");
  /** A row for each class. */
  rows: readonly Row[] = [];

  /** @param id of the empty element that they are put into */
  constructor(id: string) {
    this.#title.id = `${id}-title`;
    const table = create("table", "", "bars");
    table.setAttribute("aria-labelledby", this.#title.id);
    const head = table.createTHead();
    head.className = "unseen";
    head.insertRow().append(...["Class", "Bar", "Output"].map((name) => {
      const cell = create("th", name);
      cell.scope = "col";
      return cell;
    }));
    this.#body = table.createTBody();
    element(id, HTMLElement).append(this.#title, table, this.#note);
  }

  /** Makes the rows of these classes, and explains what outputs of this activation function mean. */
  prepare(names: readonly string[], outputActivation: string): void {
    this.#body.replaceChildren();
    this.rows = names.map((name) => addBar(this.#body, name));
    const probable = areProbabilities(outputActivation);
    this.textOfOutput = probable ? probability : (output) => output.toFixed(2);
    this.#title.textContent = probable ? "Probabilities" : "Outputs";
    this.#note.textContent = outputActivation === "softmax"
      ? "They add up to 100\u00a0% (softmax)."
      : probable
      ? "Each is by itself: they need not add up to 100\u00a0% (sigmoid)."
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

  /** Shows no outputs. */
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

function addBar(body: HTMLTableSectionElement, name: string): Row {
  const row = body.insertRow();
  const head = create(
    "th",
    name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name,
  );
  [head.scope, head.title] = ["row", name];
  const [bar, track, fill] = [create("td"), create("div", "", "track"), create("div", "", "fill")];
  const value = create("td");
  track.append(fill);
  bar.append(track);
  row.append(head, bar, value);
  return { row, head, fill, value };
}
