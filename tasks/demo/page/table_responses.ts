/** The answer along every column of a table, drawn at its field. @module */

import { responseAlong } from "../../../lib/evaluate/response.ts";
import type { CategoryColumn, TableDescription } from "../../../lib/table/columns.ts";
import type { Cell } from "../../../lib/table/encode.ts";
import { rulesOf } from "../../../lib/table/target.ts";
import type { Network } from "../../../mod.ts";
import { drawLines, drawRows, type Scale } from "./response_chart.ts";
import { categoryText, type ColumnField } from "./table_fields.ts";
import { type TargetView, viewOf } from "./table_view.ts";

/** How many points a line has. */
const POINTS = 41;

/** The most columns that have a chart. */
const MAX_CHARTS = 40;

/**
 * Draws the response along the column of each field.
 *
 * @param row what is in the fields
 * @param colors of the outputs that are drawn
 */
export function drawResponses(
  network: Network,
  description: TableDescription,
  fields: readonly ColumnField[],
  row: Readonly<Record<string, Cell>>,
  colors: ReadonlyMap<number, number>,
): void {
  const view = viewOf(description.target);
  const { problem, quantities } = rulesOf(description);
  const drawn = fields.slice(0, MAX_CHARTS).map((field) => {
    const cells = cellsAlong(field);
    const responses = responseAlong(network, description, row, field.column.name, cells);
    const values = responses.map((outputs) => problem.answer(outputs, { quantities }).values);
    return { field, cells, values };
  });
  const scale = view.scale(drawn.flatMap(({ values }) => values.map((value) => value[0]!)));
  for (const { field, cells, values } of drawn) {
    if (field.range === undefined) drawCategories(field, row, cells, values, view, scale, colors);
    else drawNumbers(field, row, values, view, scale, colors);
  }
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
  { endText, answer }: TargetView,
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
    [endText(scale[0]), endText(scale[1])],
    `From ${low} to ${high} of ${name}: from ${start} to ${end}`,
    isBeyond ? `${row[name]} is beyond this chart, from ${low} to ${high}.` : "",
  );
}

function drawCategories(
  { column, chart }: ColumnField,
  row: Readonly<Record<string, Cell>>,
  cells: readonly Cell[],
  values: readonly ArrayLike<number>[],
  { answer }: TargetView,
  [low, high]: Scale,
  colors: ReadonlyMap<number, number>,
): void {
  const rows = cells.map((cell, r) => ({
    name: categoryText(String(cell)),
    answer: answer(values[r]!),
    parts: Array.from(colors, ([k, color]) => ({
      color,
      share: (values[r]![k]! - low) / (high - low || 1),
    })),
  }));
  const answers = rows.map(({ name, answer }) => `${name} ${answer}`).join(", ");
  drawRows(chart, rows, categoryText(String(row[column.name])), `By ${column.name}: ${answers}`);
}
