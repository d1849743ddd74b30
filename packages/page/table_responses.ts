/** The answer along every column of a table, drawn at its field. @module */

import type { TrainedModel } from "../../lib/table/folds/mod.ts";
import type { Cell, TableDescription } from "../../lib/table/mod.ts";
import { responseAlong, rulesOf } from "../../lib/table/model/mod.ts";
import { html } from "../../lib/document/html.ts";
import {
  type Ink,
  inkOf,
  line,
  linearScale,
  type Pixel,
  type Scale,
  stroke,
  svg,
  text,
} from "../../lib/charts/mod.ts";
import { create, setHtml } from "./elements.ts";
import { categoryText, type ColumnField } from "./table_fields.ts";
import { type TargetView, viewOf } from "./table_view.ts";

/** How many points a line has. */
const LINE_POINTS = 41;

/** The most columns that have a chart. */
const MAX_CHARTS = 40;

/** The most categories that are drawn, the first ones. */
const MAX_CATEGORIES = 12;

/** The height of a line's chart, in pixels. */
const HEIGHT = 96;

/**
 * What is around the lines, in pixels: at the sides as much as a slider's thumb sticks out, and at the right the numbers of the
 * scale, for which a slider leaves as much room; below the lines the numbers of the column.
 */
const EDGE = { side: 8, right: 56, top: 8, bottom: 19 };

/** How the mark of the number in the field looks. */
const HERE: Ink = { color: "var(--muted)", dash: [2, 2] };

interface Response {
  readonly field: ColumnField;
  /** The width of its chart, in pixels. */
  readonly width: number;
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
  /** The ends of the scale as text. */
  readonly ends: readonly string[];
  /** The colors of the outputs that are drawn. */
  readonly colors: ReadonlyMap<number, number>;
}

/**
 * Draws the response along the column of each field.
 * @param row what is in the fields
 * @param colors of the outputs that are drawn
 */
export function drawResponses(
  network: TrainedModel,
  description: TableDescription,
  fields: readonly ColumnField[],
  row: Readonly<Record<string, Cell>>,
  colors: ReadonlyMap<number, number>,
): void {
  const view = viewOf(description.target);
  const { problem, quantities } = rulesOf(description);
  const drawn = fields.filter(({ range, levels = [] }) => range !== undefined || levels.length > 0);
  const responses = drawn.slice(0, MAX_CHARTS).map((field): Response => {
    const { name } = field.column;
    const cells = cellsAlong(field);
    const outputs = responseAlong(network, description, row, name, cells);
    const values = outputs.map((output) => problem.answer(output, { quantities }).values);
    return { field, width: field.chart.clientWidth, cell: row[name]!, cells, values };
  });
  const range = view.scale(responses.flatMap(({ values }) => values.map((value) => value[0]!)));
  const [scale, ends] = [linearScale("", range), range.map(view.endText)];
  for (const response of responses) {
    const draw = response.field.range === undefined ? drawCategories : drawNumbers;
    draw(response, { view, scale, ends, colors });
  }
}

/** The cells that a column's field goes through. */
function cellsAlong({ range, levels = [] }: ColumnField): readonly Cell[] {
  if (range === undefined) return levels;
  const { low, high } = range;
  return Array.from({ length: LINE_POINTS }, (_, k) => low + (high - low) * k / (LINE_POINTS - 1));
}

/** Draws lines from one end of a slider to the other, with a mark where the number is, unless it is beyond them. */
function drawNumbers(
  { field: { column: { name }, chart, range }, width, cell, values }: Response,
  { view, scale, ends, colors }: Common,
): void {
  const { low, high } = range!;
  const number = Number(cell);
  const isBeyond = number < low || number > high;
  const [first, last] = [values[0]!, values.at(-1)!].map(view.answer);
  const end = width - EDGE.right - EDGE.side;
  const at = (u: number, v: number): Pixel => [
    EDGE.side + (end - EDGE.side) * u,
    HEIGHT - EDGE.bottom - (HEIGHT - EDGE.top - EDGE.bottom) * v,
  ];
  const here = (number - low) / (high - low);
  const label = `From ${low} to ${high} of ${name}: from ${first!} to ${last!}`;
  const content = html`
    ${[0, 1].map((v) => line(at(0, v), at(1, v), "--rule"))}${!isBeyond &&
      stroke([at(here, 0), at(here, 1)], HERE, 1)}${[...colors].map(([k, color]) => {
        const share = (i: number) => i / (values.length - 1);
        const points = values.map((value, i) => at(share(i), scale.position(value[k])));
        return stroke(points, { ...inkOf(color), dash: [] });
      })}<g fill="var(--muted)"
      font-size="12">${ends.map((number, v) =>
        text([end + 6, at(1, v)[1] + 4], number, "start")
      )}${text([at(0, 0)[0], HEIGHT - 4], String(low), "start")}${text(
        [end, HEIGHT - 4],
        String(high),
        "end",
      )}</g>
  `;
  setHtml(
    chart,
    html`${svg([width, HEIGHT], label, content)}<small>${
      isBeyond && `${cell as string | number} is beyond this chart, from ${low} to ${high}.`
    }</small>`,
  );
}

/** Draws a bar for each category, in parts for the outputs, the chosen category marked. */
function drawCategories(
  { field: { column, chart }, cell, cells, values }: Response,
  { view, scale, colors }: Common,
): void {
  const answers = values.map((value, r) => [categoryText(String(cells[r])), view.answer(value)]);
  const all = answers.map((texts) => texts.join(" ")).join(", ");
  const ariaLabel = `By ${column.name}: ${all}`;
  const list = create("div", { className: "categories", role: "img", ariaLabel });
  for (const [r, [name = "", answer = ""]] of answers.slice(0, MAX_CATEGORIES).entries()) {
    const track = create("div", { className: "track" });
    for (const [k, color] of colors) {
      const part = create("div", { className: "fill" });
      setColor(part, color);
      part.style.width = `${100 * scale.position(values[r]![k])}%`;
      track.append(part);
    }
    const isChosen = String(cells[r]) === String(cell);
    const className = isChosen ? "category chosen" : "category";
    const text = create("span", { className: "category-answer" }, answer);
    list.append(create("div", { className }, create("span", {}, name), text, track));
  }
  const more = answers.length - MAX_CATEGORIES;
  if (more > 0) list.append(create("small", {}, `and ${more} more`));
  chart.replaceChildren(list);
}

/** Draws an element, and what is in it, in a color of the style sheet, or in the usual one. */
export function setColor({ style }: ElementCSSInlineStyle, color: number | undefined): void {
  if (color === undefined) style.removeProperty("--color");
  else style.setProperty("--color", inkOf(color).color);
}
