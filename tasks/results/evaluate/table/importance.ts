/** The permutation importance of a table's columns, within the time that a report may take. @module */

import type { Dataset } from "../../../../lib/dataset.ts";
import type { Classifier } from "../../../../lib/evaluate.ts";
import { METRICS } from "../../../../lib/measure/metric_table.ts";
import {
  type ImportanceOptions,
  type Importances,
  permutationImportance,
} from "../../../../lib/measure/permutation_importance.ts";
import type { Decision } from "../../../../lib/measure/decide/decide.ts";
import type { TableDescription } from "../../../../lib/table/columns/columns.ts";
import { widthOf } from "../../../../lib/table/columns/features.ts";
import {
  breakable,
  chart,
  columns,
  details,
  hint,
  type Section,
  table,
} from "../../../../lib/document/blocks.ts";
import { count, fourDigits } from "../../../cli/format.ts";
import { intervalChart } from "../../../../lib/charts/bar_chart.ts";

/** How often each column is shuffled. */
const REPEATS = 10;

/** The most columns that are drawn. */
const MAX_SHOWN = 15;

/** The most multiplications: they take a few seconds. */
const MAX_MULTIPLICATIONS = 4e9;

/** Fewer rows are too noisy, and more rows change nothing. */
const [MIN_ROWS, MAX_ROWS] = [200, 5000];

/** The most columns: a longer table would not be read. */
const MAX_COLUMNS = 500;

/**
 * The permutation importance of the columns.
 * @param parameters the number of the network's parameters, to which the time is proportional
 * @param decision by which the model answers, if it has one: then what mistakes cost is measured, unless a metric is named
 * @returns `undefined` if there are too many columns, or the targets are all the same
 */
export function columnImportance(
  network: Classifier,
  parameters: number,
  data: Dataset,
  { columns }: Pick<TableDescription, "columns">,
  { threshold, thresholds, metric, facts, answer }:
    & Pick<Decision, "threshold" | "thresholds">
    & Pick<ImportanceOptions, "metric" | "facts" | "answer"> = {},
): Importances | undefined {
  if (columns.length > MAX_COLUMNS) return undefined;
  let start = 0;
  const ranges = columns.map((column) => {
    const range = { start, width: widthOf(column) };
    start += range.width;
    return range;
  });
  const affordable = MAX_MULTIPLICATIONS / (parameters * columns.length * REPEATS);
  const examples = Math.floor(Math.max(MIN_ROWS, Math.min(MAX_ROWS, affordable)));
  try {
    return permutationImportance(network, data, ranges, {
      repeats: REPEATS,
      examples,
      metric,
      facts,
      answer,
      thresholds: threshold === undefined ? thresholds : [threshold],
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The columns of a table, and how much worse the metric is without each, the most important first. */
export function columnsByWorth({ table, importance }: Worth) {
  if (importance === undefined) return [];
  return importance.columns
    .map(({ mean, deviation }, k) => ({ name: table.columns[k]!.name, mean, deviation }))
    .sort((a, b) => b.mean - a.mean);
}

/** A table and how much its columns matter, if that is known. */
interface Worth {
  readonly table: Pick<TableDescription, "columns">;
  readonly importance: Importances | undefined;
}

/** What is worse when the values of a column are shuffled, column by column. */
export function importanceSection(
  run: Worth & { readonly split: string },
): Section | undefined {
  const all = columnsByWorth(run);
  const { importance, split } = run;
  if (importance === undefined || all.length === 0) return undefined;
  const { metric, score, examples, all: size } = importance;
  const { label: what, goal } = METRICS[metric];
  const [moves, change] = goal === "maximize" ? ["falls", "fall"] : ["rises", "rise"];
  const rows = `${examples < size ? `${count(examples)} of ` : ""}${count(size)} rows`;
  const title = `${change[0]!.toUpperCase()}${change.slice(1)} in ${what}`;
  const shown = all.slice(0, MAX_SHOWN);
  const changeTable = (label: string, of: typeof all) =>
    table({
      label,
      head: ["column", `${change} in ${what}`, "deviation"],
      rows: of.map(({ name, mean, deviation }) => [
        breakable(name),
        ...[mean, deviation].map(fourDigits),
      ]),
    });
  const changes = shown.map(({ name, mean }) => `${name} ${fourDigits(mean)}`);
  return {
    id: "columns",
    title: "Column importance",
    hint:
      `How much ${what} ${moves} on the ${split} rows when the values of one column are shuffled: its permutation ` +
      "importance. Around zero or below, the column did not help on these rows. If two columns say the same, each " +
      "seems to matter little, since the network still has the other.",
    content: [
      columns([
        chart({
          title,
          hint:
            `Dots are means over ${REPEATS} random orders. Lines extend by one standard deviation.`,
          svg: intervalChart(
            shown.map(({ name, mean, deviation }) => ({
              name,
              value: mean,
              low: mean - deviation,
              high: mean + deviation,
            })),
            {
              label: `${title} by column: ${changes.join("; ")}`,
              title: `${change} in ${what}`,
              oneColor: true,
              zero: true,
            },
          ),
        }),
        changeTable(`The ${change} for each column`, shown),
      ]),
      hint(
        `Means over ${REPEATS} random orders of ${rows}. Without shuffling, ${what} is ${
          fourDigits(score)
        }.`,
      ),
      all.length > shown.length && details(
        `The other ${all.length - shown.length} columns`,
        changeTable(`The ${change} for the other columns`, all.slice(MAX_SHOWN)),
      ),
    ],
  };
}
