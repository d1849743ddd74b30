/** The permutation importance of a table's columns, within the time that a report may take. @module */

import type { Classifier, Dataset } from "../../../mod.ts";
import type { Decision } from "../../../lib/table/decide/mod.ts";
import { type Importances, METRICS, permutationImportance } from "../../../lib/evaluate/mod.ts";
import { type TableDescription, widthOf } from "../../../lib/table/columns/columns.ts";
import { count, fourDigits } from "../../cli/format.ts";
import { table } from "../../cli/table.ts";

/** How often each column is shuffled. */
export const REPEATS = 10;

/** The most columns in the text. */
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
 * @param decision by which the model answers, if it has one: then what mistakes cost is measured
 * @returns `undefined` if there are too many columns, or the targets are all the same
 */
export function columnImportance(
  network: Classifier,
  parameters: number,
  data: Dataset,
  { columns }: Pick<TableDescription, "columns">,
  { threshold, thresholds }: Pick<Decision, "threshold" | "thresholds"> = {},
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
      ...{ repeats: REPEATS, examples },
      thresholds: threshold === undefined ? thresholds : [threshold],
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The columns of a table, and how much worse the metric is without each, the most important first. */
export function columnsByWorth(
  { table, importance }: {
    readonly table: TableDescription | undefined;
    readonly importance: Importances | undefined;
  },
) {
  if (table === undefined || importance === undefined) return [];
  return importance.columns
    .map(({ mean, deviation }, k) => ({ name: table.columns[k]!.name, mean, deviation }))
    .sort((a, b) => b.mean - a.mean);
}

/** What the importance of columns is of, in words. */
export function importanceWords({ metric, score, examples, all }: Importances) {
  const { label, goal } = METRICS[metric];
  const [moves, change] = goal === "maximize" ? ["falls", "fall"] : ["rises", "rise"];
  const rows = `${examples < all ? `${count(examples)} of ` : ""}${count(all)} rows`;
  return { label, moves, change, rows, score: fourDigits(score) } as const;
}

/** The importance of columns, for people. */
export function importanceText(
  importance: Importances,
  columns: ReturnType<typeof columnsByWorth>,
): string {
  const { label, moves, change, rows, score } = importanceWords(importance);
  const rest = columns.length - MAX_SHOWN;
  return `What the columns are worth: how much ${label} ${moves} if one is shuffled, on ${rows}, ` +
    `${REPEATS} times;\nit is ${score} as they are. Around zero or below, the column did not help ` +
    "on these rows\n\n" +
    table([
      ["column", change, "deviation"],
      ...columns.slice(0, MAX_SHOWN)
        .map(({ name, mean, deviation }) => [name, fourDigits(mean), fourDigits(deviation)]),
    ]) + (rest > 0 ? `\n(and ${rest} more, worth less)` : "");
}
