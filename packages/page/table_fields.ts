/** A field for each column of a table: a slider with its number, a list of categories, or a line of text. @module */

import type {
  CategoryColumn,
  Cell,
  LevelColumn,
  NumberColumn,
  TableColumn,
} from "../../lib/table/mod.ts";
import { areQuotable } from "../../lib/table/model/mod.ts";
import { create } from "./elements.ts";
import { rangeOf, seemWhole } from "./field_values.ts";

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
  /** The categories that the field names; undefined of other columns. */
  readonly levels?: readonly string[];
}

interface FieldOptions {
  /** The number of the field, from 0. */
  readonly number: number;
  /** What is in it at first; a number is rounded to a step of the slider. */
  readonly start: Cell;
  /** The categories that may be quoted. */
  readonly quotable: readonly string[];
  /** How many rows the network learned from; NaN if that is not known. */
  readonly rows: number;
  /** Called when the cell changes. */
  readonly onChange: () => void;
}

/** Makes the field of a column; its text goes in as text, whatever it is. */
export function fieldOf(column: TableColumn, options: FieldOptions): ColumnField {
  const id = `column-${options.number}`;
  const error = create("small", { className: "error", id: `${id}-error` });
  const chart = create("div", { className: "response" });
  const made = column.kind === "number"
    ? numberField(column, id, options)
    : "values" in column
    ? categoryField(column, id, options)
    : textField(id, options);
  made.parts[0]!.setAttribute("aria-describedby", error.id);
  const label = create("label", { htmlFor: id }, column.name);
  const box = create("div", { className: "column" }, label, ...made.parts, error, chart);
  const { parts: _, ...others } = made;
  return { column, box, chart, error, ...others };
}

/** What is made for a kind of column. */
interface Input extends Pick<ColumnField, "read" | "range" | "levels"> {
  readonly parts: readonly HTMLElement[];
}

/** A slider over what most rows have, and a number for all values there are. */
function numberField(
  column: NumberColumn,
  id: string,
  { start: near, rows, onChange }: FieldOptions,
): Input {
  const { low, high, step, start } = rangeOf(column, Number(near), seemWhole(column, rows));
  const value = String(start);
  const ends = { min: String(low), max: String(high), step: String(step) };
  const ariaLabel = `${column.name}, slider`;
  const slider = create("input", { type: "range", ...ends, ariaLabel, value });
  const text = { type: "text", inputMode: "decimal", autocomplete: "off" } as const;
  const number = create("input", { ...text, id, value });
  // A slider stays within its ends.
  for (const [from, to] of [[slider, number], [number, slider]] as const) {
    from.addEventListener("input", () => {
      to.value = from.value;
      onChange();
    });
  }
  // What the slider writes is a number, whatever the marks of the column.
  const read = () => number.value === slider.value ? Number(slider.value) : number.value;
  return { parts: [number, slider], range: { low, high }, read };
}

/** A list of all categories; where some must not be quoted a line of text, which suggests the others. */
function categoryField(
  { values }: CategoryColumn | LevelColumn,
  id: string,
  given: FieldOptions,
): Input {
  const { start, quotable, onChange } = given;
  if (!areQuotable(values, quotable)) {
    const field = textField(id, given);
    const list = create("datalist", { id: `${id}-levels` });
    list.append(...quotable.map((value) => new Option(value, value)));
    field.parts[0]!.setAttribute("list", list.id);
    return { ...field, parts: [...field.parts, list], levels: quotable };
  }
  const options = values.map((value) => new Option(categoryText(value), value));
  const list = create("select", { id }, ...options);
  list.value = String(start);
  list.addEventListener("change", onChange);
  return { parts: [list], range: undefined, levels: values, read: () => list.value };
}

/** A line of text, for a date or a free text. */
function textField(id: string, { start, onChange }: FieldOptions): Input {
  const value = String(start);
  const input = create("input", { type: "text", autocomplete: "off", id, value });
  input.addEventListener("input", onChange);
  return { parts: [input], range: undefined, read: () => input.value };
}

/** A category as text; the empty one stands for missing values. */
export function categoryText(value: string): string {
  return value === "" ? "(nothing)" : value;
}
