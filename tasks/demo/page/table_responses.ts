/** The answer along every column of a table, drawn at its field. @module */

import type { Network } from "../../../mod.ts";
import {
  type CategoryColumn,
  type Cell,
  responseAlong,
  rulesOf,
  type TableDescription,
} from "../../../lib/table/mod.ts";
import { create, setColor } from "./elements.ts";
import { add, begin } from "./svg.ts";
import { categoryText, type ColumnField } from "./table_fields.ts";
import { type Scale, type TargetView, viewOf } from "./table_view.ts";

/** How many points a line has. */
const LINE_POINTS = 41;

/** The most columns that have a chart. */
const MAX_CHARTS = 40;

/** The most categories that are drawn, the first ones. */
const MAX_CATEGORIES = 12;

/** What is around the lines: at the sides as much as a slider's thumb sticks out, above and below a line of text. */
const EDGE = { side: 8, top: 17, bottom: 17 };

/** What a chart is drawn of. */
interface Response {
  readonly field: ColumnField;
  /** What is in the field. */
  readonly cell: Cell;
  /** The cells that the field goes through, and the values of the answer at each. */
  readonly cells: readonly Cell[];
  readonly values: readonly ArrayLike<number>[];
}

/** What all charts of a table have in common. */
interface Common {
  readonly view: TargetView;
  readonly scale: Scale;
  /** The colors of the outputs that are drawn. */
  readonly colors: ReadonlyMap<number, number>;
}

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
  const responses = fields.slice(0, MAX_CHARTS).map((field): Response => {
    const { name } = field.column;
    const cells = cellsAlong(field);
    const outputs = responseAlong(network, description, row, name, cells);
    const values = outputs.map((output) => problem.answer(output, { quantities }).values);
    return { field, cell: row[name]!, cells, values };
  });
  const scale = view.scale(responses.flatMap(({ values }) => values.map((value) => value[0]!)));
  for (const response of responses) {
    const draw = response.field.range === undefined ? drawCategories : drawNumbers;
    draw(response, { view, scale, colors });
  }
}

/** The cells that a column's field goes through. */
function cellsAlong({ column, range }: ColumnField): readonly Cell[] {
  if (range === undefined) return (column as CategoryColumn).values;
  const { low, high } = range;
  return Array.from({ length: LINE_POINTS }, (_, k) => low + (high - low) * k / (LINE_POINTS - 1));
}

/** Draws lines from one end of a slider to the other, with a mark where the number is, unless it is beyond them. */
function drawNumbers(
  { field: { column: { name }, chart, range }, cell, values }: Response,
  { view, scale: [least, most], colors }: Common,
): void {
  const { low, high } = range!;
  const number = Number(cell);
  const isBeyond = number < low || number > high;
  let svg = chart.querySelector("svg");
  if (svg === null) {
    svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("role", "img");
    chart.replaceChildren(svg, create("small"));
  }
  chart.querySelector("small")!.textContent = isBeyond
    ? `${cell} is beyond this chart, from ${low} to ${high}.`
    : "";
  const [start, end] = [values[0]!, values.at(-1)!].map(view.answer);
  svg.setAttribute("aria-label", `From ${low} to ${high} of ${name}: from ${start} to ${end}`);
  const { width, height } = begin(svg);
  const x = (share: number) => EDGE.side + (width - 2 * EDGE.side) * share;
  const y = (value: number) =>
    height - EDGE.bottom -
    (height - EDGE.top - EDGE.bottom) * (value - least) / (most - least || 1);
  for (const edge of [least, most]) {
    add(svg, "line", { class: "grid", x1: 0, x2: width, y1: y(edge), y2: y(edge) });
  }
  if (!isBeyond) {
    const at = x((number - low) / (high - low));
    add(svg, "line", { class: "here", x1: at, x2: at, y1: y(most), y2: y(least) });
  }
  for (const [k, color] of colors) {
    const points = values.map((value, i) => `${x(i / (values.length - 1))},${y(value[k]!)}`);
    setColor(add(svg, "polyline", { class: "line", points: points.join(" ") }), color);
  }
  for (const [value, at] of [[least, height - 4], [most, EDGE.top - 5]] as const) {
    const attributes = { class: "tick", x: width, y: at, "text-anchor": "end" };
    add(svg, "text", attributes).textContent = view.endText(value);
  }
}

/** Draws a bar for each category, in parts for the outputs, the chosen category marked. */
function drawCategories(
  { field: { column, chart }, cell, cells, values }: Response,
  { view, scale: [least, most], colors }: Common,
): void {
  const list = create("div", "", "categories");
  const answers = values.map((value, r) => [categoryText(String(cells[r])), view.answer(value)]);
  list.setAttribute("role", "img");
  list.setAttribute(
    "aria-label",
    `By ${column.name}: ${answers.map((texts) => texts.join(" ")).join(", ")}`,
  );
  for (const [r, [name, answer]] of answers.slice(0, MAX_CATEGORIES).entries()) {
    const isChosen = String(cells[r]) === String(cell);
    const row = create("div", "", isChosen ? "category chosen" : "category");
    const track = create("div", "", "track");
    for (const [k, color] of colors) {
      const part = create("div", "", "fill");
      setColor(part, color);
      const share = (values[r]![k]! - least) / (most - least || 1);
      part.style.width = `${100 * Math.min(1, Math.max(0, share))}%`;
      track.append(part);
    }
    row.append(create("span", name), create("span", answer, "category-answer"), track);
    list.append(row);
  }
  const more = answers.length - MAX_CATEGORIES;
  if (more > 0) list.append(create("small", `and ${more} more`));
  chart.replaceChildren(list);
}
