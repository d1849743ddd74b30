/** A field for each column of a table: a slider with its number, or a list of categories. @module */

import type { CategoryColumn, Cell, NumberColumn, TableColumn } from "../../../lib/table/mod.ts";
import { create } from "./elements.ts";
import { rangeOf, seemWhole } from "./field_values.ts";

/** What a missing value is called in a list. */
const MISSING = "(nothing)";

/** The field of a column. */
export interface ColumnField {
  readonly column: TableColumn;
  /** The whole field, with room for the chart of its column. */
  readonly box: HTMLElement;
  /** Where the response along the column is drawn. */
  readonly chart: HTMLElement;
  /** Shows what is wrong with the field, or nothing. */
  readonly error: HTMLElement;
  /** What the cell is now. */
  read(): Cell;
  /** The ends of the slider; undefined of categories. */
  readonly range: { readonly low: number; readonly high: number } | undefined;
}

/** What a field is made of. */
interface FieldOptions {
  /** The number of the field, from 0. */
  readonly number: number;
  /** What is in it at first; a number is rounded to a step of the slider. */
  readonly start: Cell;
  /** How many rows the network learned from; NaN if that is not known. */
  readonly rows: number;
  /** Called when the cell changes. */
  readonly onChange: () => void;
}

/** Makes the field of a column; its text goes in as text, whatever it is. */
export function fieldOf(column: TableColumn, options: FieldOptions): ColumnField {
  const box = create("div", "", "column");
  const id = `column-${options.number}`;
  const label = create("label", column.name);
  label.htmlFor = id;
  const error = create("small", "", "error");
  error.id = `${id}-error`;
  const chart = create("div", "", "response");
  const made = column.kind === "number"
    ? numberField(column, id, error.id, options)
    : categoryField(column, id, options);
  box.append(label, ...made.parts, error, chart);
  return { column, box, chart, error, read: made.read, range: made.range };
}

/** What is made for a kind of column. */
interface Input extends Pick<ColumnField, "read" | "range"> {
  readonly parts: readonly HTMLElement[];
}

/** A slider over what most rows have, and a number for all values there are. */
function numberField(
  column: NumberColumn,
  id: string,
  error: string,
  { start: near, rows, onChange }: FieldOptions,
): Input {
  const whole = seemWhole(column, rows);
  const { low, high, step, start } = rangeOf(column, Number(near), whole);
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

function categoryField(
  column: CategoryColumn,
  id: string,
  { start, onChange }: FieldOptions,
): Input {
  const list = create("select");
  list.id = id;
  for (const value of column.values) list.append(new Option(categoryText(value), value));
  list.value = String(start);
  list.addEventListener("change", onChange);
  return { parts: [list], range: undefined, read: () => list.value };
}

/** A category as text; the empty one stands for missing values. */
export function categoryText(value: string): string {
  return value === "" ? MISSING : value;
}
