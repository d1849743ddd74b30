/** The importance of each column of a table. @module */

import { intervalChart } from "../charts/bar_chart.ts";
import { count } from "../cli/format.ts";
import {
  breakable,
  chart,
  columns,
  details,
  hint,
  type Section,
  table,
} from "../document/blocks.ts";
import { columnsByWorth, REPEATS } from "../evaluate/importance.ts";
import { mainMetric, metricText } from "../problem/metrics.ts";
import type { ReportedRun } from "./problem/runs.ts";

const MAX_DRAWN = 15;

export function importanceSection(run: ReportedRun): Section | undefined {
  const all = columnsByWorth(run);
  const { importance, problem, split } = run;
  if (importance === undefined || all.length === 0) return undefined;
  const { name: what, chart: { factor }, drop, sentence } = metricText(mainMetric(problem));
  const shown = all.slice(0, MAX_DRAWN);
  const dropTable = (label: string, of: typeof all) =>
    table({
      label,
      head: ["column", drop.head, "deviation"],
      rows: of.map(({ name, mean, deviation }) => [
        breakable(name),
        ...[mean, deviation].map((value) => drop.text(value)),
      ]),
    });
  const drops = shown.map(({ name, mean }) => `${name} ${drop.text(mean)}`);
  return {
    id: "columns",
    title: "What the columns are worth",
    hint:
      `How much ${what} falls on the ${split} rows when the values of one column are shuffled among them: its permutation ` +
      `importance. Around zero or below, the column did not help on these rows. Two columns with the same content ` +
      `each seem to matter little, since the network has the other.`,
    content: [
      columns([
        chart({
          title: `Drop of ${what}`,
          hint:
            `Dots are the means of ${REPEATS} random orders, lines one standard deviation to each side.`,
          svg: intervalChart(
            shown.map(({ name, mean, deviation }) => ({
              name,
              value: factor * mean,
              low: factor * (mean - deviation),
              high: factor * (mean + deviation),
            })),
            {
              label: `Drop of ${what} by column: ${drops.join("; ")}`,
              title: drop.head,
              oneColor: true,
              zero: true,
            },
          ),
        }),
        dropTable("The drop of each column", shown),
      ]),
      hint(
        `Of ${count(importance.examples)} rows, with ${sentence(importance.score)} as they are.`,
      ),
      all.length > shown.length && details(
        `The other ${all.length - shown.length} columns`,
        dropTable("The drop of the other columns", all.slice(MAX_DRAWN)),
      ),
    ],
  };
}
