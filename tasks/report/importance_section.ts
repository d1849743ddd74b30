/** The importance of each column of a table. @module */

import { columnsByWorth, REPEATS } from "../evaluate/importance.ts";
import { mainMetric, metricText } from "../problem/metrics.ts";
import { intervalChart } from "../charts/bar_chart.ts";
import { count, unbroken } from "./format.ts";
import { breakable, html } from "../charts/html.ts";
import { chartFigure, details, type Section, table } from "./page.ts";
import type { ReportedRun } from "./problem/runs.ts";

const MAX_DRAWN = 15;

/** Permutation importance; `undefined` for data that is no table. */
export function importanceSection(run: ReportedRun): Section | undefined {
  const columns = columnsByWorth(run);
  const { importance, problem, split } = run;
  if (importance === undefined || columns.length === 0) return undefined;
  const { name: what, chart: { factor }, drop, sentence } = metricText(mainMetric(problem));
  const shown = columns.slice(0, MAX_DRAWN);
  const dropTable = (label: string, of: typeof columns) =>
    table({
      label,
      head: ["column", drop.head, "deviation"],
      rows: of.map(({ name, mean, deviation }) => [
        breakable(name),
        ...[mean, deviation].map((value) => drop.text(value)),
      ]),
    });
  return {
    id: "columns",
    title: "What the columns are worth",
    hint:
      `How much ${what} falls on the ${split} rows when the values of one column are shuffled among them: its permutation ` +
      `importance. Around zero or below, the column did not help on these rows. Two columns with the same content ` +
      `each seem to matter little, since the network has the other.`,
    content: html`
      <div class="grid">${chartFigure({
        title: `Drop of ${what}`,
        hint:
          `Dots are the means of ${REPEATS} random orders, lines one standard deviation to each side.`,
        chart: intervalChart(
          shown.map(({ name, mean, deviation }) => ({
            name,
            value: factor * mean,
            low: factor * (mean - deviation),
            high: factor * (mean + deviation),
          })),
          {
            label: `Drop of ${what} by column: ${
              shown.map(({ name, mean }) => `${name} ${drop.text(mean)}`).join("; ")
            }`,
            title: drop.head,
            oneColor: true,
            zero: true,
          },
        ),
      })}<div>${dropTable("The drop of each column", shown)}</div></div><p
        class="hint">Of ${count(importance.examples)} rows, with ${unbroken(
          sentence(importance.score),
        )} as they are.</p>${columns.length > shown.length && details(
          `The other ${columns.length - shown.length} columns`,
          dropTable("The drop of the other columns", columns.slice(MAX_DRAWN)),
        )}
    `,
  };
}
