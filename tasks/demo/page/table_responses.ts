/** The answer along every column of a table, drawn at its field. @module */

import { responseAlong } from "../../../lib/evaluate/response.ts";
import type { CategoryColumn, TableDescription } from "../../../lib/table/columns.ts";
import type { Cell } from "../../../lib/table/encode.ts";
import { decodeQuantities } from "../../../lib/table/target.ts";
import type { Network } from "../../../mod.ts";
import { percent } from "../../cli/format.ts";
import { largest } from "./bars.ts";
import { drawLines, drawRows, type Scale } from "./response_chart.ts";
import { type ColumnField, textOf } from "./table_fields.ts";

/** How many classes have a color of their own. */
const COLORS = 6;

/** How many points a line has. */
const POINTS = 41;

/** Columns after this many have fields, but no chart. */
const MAX_CHARTS = 40;

/** How outputs are drawn: of classes their probabilities, of quantities the first, in its unit. */
interface View {
  /** Which outputs are drawn, in the order of their colors. */
  readonly shown: readonly number[];
  /** Which output has figures. */
  readonly main: number;
  /** What that is called. */
  readonly name: string;
  /** Outputs as they are drawn. */
  decode(outputs: Float32Array): ArrayLike<number>;
  /** A value as text. */
  figure(value: number): string;
  /** An answer in a word or a number. */
  answer(values: ArrayLike<number>): string;
}

/**
 * Draws the response along the column of each field.
 *
 * @param row what the fields say
 * @param outputs the network's for that row
 * @returns the classes that are drawn, in the order of their colors; none of quantities
 */
export function drawResponses(
  network: Network,
  description: TableDescription,
  fields: readonly ColumnField[],
  row: Readonly<Record<string, Cell>>,
  outputs: Float32Array,
): readonly number[] {
  const { target } = description;
  const view = viewOf(description, outputs);
  const drawn = fields.slice(0, MAX_CHARTS).map((field) => {
    const cells = cellsAlong(field);
    const responses = responseAlong(network, description, row, field.column.name, cells);
    return { field, cells, values: responses.map(view.decode) };
  });
  const all = drawn.flatMap(({ values }) => values.map((value) => value[view.main]!));
  // Of quantities one scale for all columns, so that they can be compared.
  const scale: Scale = target.kind === "class" ? [0, 1] : [Math.min(...all), Math.max(...all)];
  for (const { field, cells, values } of drawn) {
    if (field.range === undefined) drawCategories(field, row, cells, values, view, scale);
    else drawNumbers(field, row, values, view, scale);
  }
  return target.kind === "class" ? view.shown : [];
}

function viewOf({ target }: TableDescription, outputs: Float32Array): View {
  if (target.kind === "quantity") {
    const { name, deviation } = target.quantities[0]!;
    const figure = (value: number) => rounded(value, deviation);
    return {
      shown: [0],
      main: 0,
      name,
      decode: (outputs) => decodeQuantities(target, outputs),
      figure,
      answer: (values) => figure(values[0]!),
    };
  }
  const { classes } = target;
  const main = largest(outputs, 1)[0]!;
  return {
    shown: classes.length <= COLORS ? [...classes.keys()] : largest(outputs, COLORS),
    main,
    name: classes[main]!,
    decode: (outputs) => outputs,
    figure: (value) => percent(value, 0),
    answer: (values) => classes[largest(values, 1)[0]!]!,
  };
}

/** The cells that a column's field goes through. */
function cellsAlong({ column, range }: ColumnField): readonly Cell[] {
  if (range === undefined) return (column as CategoryColumn).values;
  const { low, high } = range;
  return Array.from({ length: POINTS }, (_, k) => low + (high - low) * k / (POINTS - 1));
}

function drawNumbers(
  { column: { name }, chart, range }: ColumnField,
  row: Readonly<Record<string, Cell>>,
  values: readonly ArrayLike<number>[],
  { shown, figure, answer }: View,
  scale: Scale,
): void {
  const { low, high } = range!;
  const [start, end] = [values[0]!, values.at(-1)!].map(answer);
  drawLines(
    chart,
    shown.map((output, color) => ({ color, values: values.map((value) => value[output]!) })),
    scale,
    (Number(row[name]) - low) / (high - low),
    [figure(scale[0]), figure(scale[1])],
    `From ${low} to ${high} of ${name}, from ${start} to ${end}`,
  );
}

function drawCategories(
  { column, chart }: ColumnField,
  row: Readonly<Record<string, Cell>>,
  cells: readonly Cell[],
  values: readonly ArrayLike<number>[],
  { shown, main, name, figure }: View,
  [low, high]: Scale,
): void {
  const rows = cells.map((cell, r) => ({
    name: textOf(String(cell)),
    figure: figure(values[r]![main]!),
    parts: shown.map((output, color) => ({
      color,
      share: (values[r]![output]! - low) / (high - low || 1),
    })),
  }));
  const told = rows.map(({ name, figure }) => `${name} ${figure}`).join(", ");
  drawRows(chart, rows, textOf(String(row[column.name])), `${name} by ${column.name}: ${told}`);
}

/** A quantity with as many digits as say something, where values spread by a deviation. */
export function rounded(value: number, deviation: number): string {
  const places = Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(deviation))));
  return value.toFixed(places);
}
