/** The answer along every column of a table, drawn at its field. @module */

import { responseAlong } from "../../../lib/evaluate/response.ts";
import type { CategoryColumn, TableDescription } from "../../../lib/table/columns.ts";
import type { Cell } from "../../../lib/table/encode.ts";
import { decodeQuantities } from "../../../lib/table/target.ts";
import type { Network } from "../../../mod.ts";
import { largest, probability } from "./bars.ts";
import { drawLines, drawRows, type Scale } from "./response_chart.ts";
import { type ColumnField, textOf } from "./table_fields.ts";

/** How many points a line has. */
const POINTS = 41;

/** Columns after this many have fields, but no chart. */
const MAX_CHARTS = 40;

/** How outputs are drawn: of classes their probabilities, of quantities the first, in its unit. */
interface View {
  /** Outputs as they are drawn. */
  decode(outputs: Float32Array): ArrayLike<number>;
  /** An end of the scale as text. */
  figure(value: number): string;
  /** An answer as text: the most probable class, or the quantity. */
  answer(values: ArrayLike<number>): string;
}

/**
 * Draws the response along the column of each field.
 *
 * @param row what the fields say
 * @param colors of the outputs that are drawn
 */
export function drawResponses(
  network: Network,
  description: TableDescription,
  fields: readonly ColumnField[],
  row: Readonly<Record<string, Cell>>,
  colors: ReadonlyMap<number, number>,
): void {
  const { target } = description;
  const view = viewOf(description);
  const drawn = fields.slice(0, MAX_CHARTS).map((field) => {
    const cells = cellsAlong(field);
    const responses = responseAlong(network, description, row, field.column.name, cells);
    return { field, cells, values: responses.map(view.decode) };
  });
  // Of quantities one scale for all columns, so that they can be compared.
  const all = drawn.flatMap(({ values }) => values.map((value) => value[0]!));
  const scale: Scale = target.kind === "class" ? [0, 1] : [Math.min(...all), Math.max(...all)];
  for (const { field, cells, values } of drawn) {
    if (field.range === undefined) drawCategories(field, row, cells, values, view, scale, colors);
    else drawNumbers(field, row, values, view, scale, colors);
  }
}

function viewOf({ target }: TableDescription): View {
  if (target.kind === "quantity") {
    const { deviation } = target.quantities[0]!;
    const figure = (value: number) => rounded(value, deviation);
    return {
      decode: (outputs) => decodeQuantities(target, outputs),
      figure,
      answer: (values) => figure(values[0]!),
    };
  }
  return {
    decode: (outputs) => outputs,
    figure: probability,
    answer: (values) => {
      const [best = 0] = largest(values, 1);
      return `${target.classes[best]} ${probability(values[best]!)}`;
    },
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
  { figure, answer }: View,
  scale: Scale,
  colors: ReadonlyMap<number, number>,
): void {
  const { low, high } = range!;
  const [start, end] = [values[0]!, values.at(-1)!].map(answer);
  const number = Number(row[name]);
  const isBeyond = number < low || number > high;
  drawLines(
    chart,
    Array.from(colors, ([k, color]) => ({ color, values: values.map((value) => value[k]!) })),
    scale,
    (number - low) / (high - low),
    [figure(scale[0]), figure(scale[1])],
    `From ${low} to ${high} of ${name}: from ${start} to ${end}`,
    isBeyond ? `${row[name]} is beyond this chart, from ${low} to ${high}.` : "",
  );
}

function drawCategories(
  { column, chart }: ColumnField,
  row: Readonly<Record<string, Cell>>,
  cells: readonly Cell[],
  values: readonly ArrayLike<number>[],
  { answer }: View,
  [low, high]: Scale,
  colors: ReadonlyMap<number, number>,
): void {
  const rows = cells.map((cell, r) => ({
    name: textOf(String(cell)),
    figure: answer(values[r]!),
    parts: Array.from(colors, ([k, color]) => ({
      color,
      share: (values[r]![k]! - low) / (high - low || 1),
    })),
  }));
  const told = rows.map(({ name, figure }) => `${name} ${figure}`).join(", ");
  drawRows(chart, rows, textOf(String(row[column.name])), `By ${column.name}: ${told}`);
}

/** A quantity with as many digits as say something, where values spread by a deviation. */
export function rounded(value: number, deviation: number): string {
  const places = Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(deviation))));
  return value.toFixed(places);
}
