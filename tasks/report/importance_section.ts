/** The importance of each column of a table. @module */

import { intervalChart } from "../charts/bar_chart.ts";
import { fourDigits } from "../cli/format.ts";
import {
  breakable,
  chart,
  columns,
  details,
  hint,
  type Section,
  table,
} from "../document/blocks.ts";
import { columnsByWorth, importanceWords, REPEATS } from "../evaluate/importance.ts";
import type { ReportedRun } from "./problem/runs.ts";

const MAX_DRAWN = 15;

export function importanceSection(run: ReportedRun): Section | undefined {
  const all = columnsByWorth(run);
  const { importance, split } = run;
  if (importance === undefined || all.length === 0) return undefined;
  const { label: what, moves, change, rows, score } = importanceWords(importance);
  const title = `${change[0]!.toUpperCase()}${change.slice(1)} of ${what}`;
  const shown = all.slice(0, MAX_DRAWN);
  const changeTable = (label: string, of: typeof all) =>
    table({
      label,
      head: ["column", `${change} of ${what}`, "deviation"],
      rows: of.map(({ name, mean, deviation }) => [
        breakable(name),
        ...[mean, deviation].map(fourDigits),
      ]),
    });
  const changes = shown.map(({ name, mean }) => `${name} ${fourDigits(mean)}`);
  return {
    id: "columns",
    title: "What the columns are worth",
    hint:
      `How much ${what} ${moves} on the ${split} rows when the values of one column are shuffled among them: its permutation ` +
      `importance. Around zero or below, the column did not help on these rows. Two columns with the same content ` +
      `each seem to matter little, since the network has the other.`,
    content: [
      columns([
        chart({
          title,
          hint:
            `Dots are the means of ${REPEATS} random orders, lines one standard deviation to each side.`,
          svg: intervalChart(
            shown.map(({ name, mean, deviation }) => ({
              name,
              value: mean,
              low: mean - deviation,
              high: mean + deviation,
            })),
            {
              label: `${title} by column: ${changes.join("; ")}`,
              title: `${change} of ${what}`,
              oneColor: true,
              zero: true,
            },
          ),
        }),
        changeTable(`The ${change} for each column`, shown),
      ]),
      hint(
        `On ${rows}, with ${what} ${score} as they are.`,
      ),
      all.length > shown.length && details(
        `The other ${all.length - shown.length} columns`,
        changeTable(`The ${change} for the other columns`, all.slice(MAX_DRAWN)),
      ),
    ],
  };
}
