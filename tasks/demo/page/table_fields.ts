/** A field for each column of a table: a slider with its number, or a list of categories. @module */

import type { CategoryColumn, NumberColumn, TableColumn } from "../../../lib/table/columns.ts";
import type { Cell } from "../../../lib/table/encode.ts";
import { create } from "./elements.ts";
import { rangeOf } from "./range.ts";

/** How a gap is called in a list. */
const GAP = "(nothing)";

/** The field of a column. */
export interface ColumnField {
  readonly column: TableColumn;
  /** The whole field, with room for the chart of its column. */
  readonly box: HTMLElement;
  /** Where the response along the column is drawn. */
  readonly chart: HTMLElement;
  /** Says what is wrong with the field, or nothing. */
  readonly error: HTMLElement;
  /** What the cell is now. */
  read(): Cell;
  /** The ends of the slider; undefined of categories. */
  readonly range: { readonly low: number; readonly high: number } | undefined;
}

/** Makes the field of a column; its text goes in as text, whatever it is. */
export function fieldOf(column: TableColumn, number: number, onChange: () => void): ColumnField {
  const box = create("div", "", "column");
  const id = `column-${number}`;
  const label = create("label", column.name);
  label.htmlFor = id;
  const error = create("small", "", "error");
  error.id = `${id}-error`;
  const chart = create("div", "", "response");
  const made = column.kind === "number"
    ? numberField(column, id, error.id, onChange)
    : categoryField(column, id, onChange);
  box.append(label, ...made.parts, error, chart);
  return { column, box, chart, error, read: made.read, range: made.range };
}

interface Parts {
  readonly parts: readonly HTMLElement[];
  readonly range?: { readonly low: number; readonly high: number } | undefined;
  read(): Cell;
}

/** A slider over what most rows have, and a number for all values there are. */
function numberField(column: NumberColumn, id: string, error: string, onChange: () => void): Parts {
  const { low, high, step, start } = rangeOf(column);
  const slider = create("input");
  slider.type = "range";
  Object.assign(slider, { min: String(low), max: String(high), step: String(step) });
  slider.setAttribute("aria-label", `${column.name}, slider`);
  const number = create("input");
  number.type = "text";
  number.inputMode = "decimal";
  number.autocomplete = "off";
  number.id = id;
  number.setAttribute("aria-describedby", error);
  slider.value = number.value = String(start);
  slider.addEventListener("input", () => {
    number.value = slider.value;
    onChange();
  });
  number.addEventListener("input", () => {
    slider.value = number.value; // which stays within the slider's ends
    onChange();
  });
  return { parts: [number, slider], range: { low, high }, read: () => number.value };
}

function categoryField(column: CategoryColumn, id: string, onChange: () => void): Parts {
  const list = create("select");
  list.id = id;
  for (const value of column.values) list.append(new Option(textOf(value), value));
  list.addEventListener("change", onChange);
  return { parts: [list], read: () => list.value };
}

/** A category's text; the empty one stands for gaps. */
export function textOf(value: string): string {
  return value === "" ? GAP : value;
}
