/** The truth about a model as a table: itself, and the simpler models beside it. @module */

import { metricText } from "./metrics.ts";
import { count } from "../../cli/format.ts";
import type { Truth } from "../../run/truth.ts";
import { METRICS } from "../../../lib/evaluate/mod.ts";
import { problems } from "../../../lib/problem/mod.ts";

type Baseline = Truth["baselines"][number];

/** The names of the simpler models, as the head of a row. */
const NAMES: { readonly [name: string]: string } = {
  constant: "constant answer",
  linear: "linear model",
  trees: "boosted trees",
};

/** The metric's texts. */
export function truthMetric({ metric }: Pick<Truth, "metric">): ReturnType<typeof metricText> {
  const all = Object.values(problems).flatMap(({ metrics }) => metrics);
  return metricText(all.find(({ key }) => key === metric)!);
}

/** A row of the table: a model with its metrics. */
export interface TruthRow
  extends Pick<Baseline, "test" | "outOfFold" | "cost" | "difference" | "costDifference"> {
  readonly name: string;
  /** What the verdict is decided by; absent in files of older versions. */
  readonly compared?:
    | Partial<NonNullable<Baseline["compared"]>> & { readonly value: number }
    | null
    | undefined;
}

/** The model first, then the simpler ones. */
export function truthRows({ test, outOfFold, cost, compared, baselines }: Truth): TruthRow[] {
  const own = { test, outOfFold, cost, difference: null, costDifference: null, compared };
  return [
    { name: "this network", ...own },
    ...baselines.map(({ name, ...metrics }) => ({ name: NAMES[name] ?? name, ...metrics })),
  ];
}

/** The cells of a column for each model. */
interface TruthColumn {
  readonly head: string;
  cells(row: TruthRow): string;
}

/** The table, its head first; accuracy is in percent, differences of it in points. */
export function truthTable(truth: Truth): string[][] {
  const { head, text, drop, chart: { unit } } = truthMetric(truth);
  const isR2 = truth.metric === "r2"; // the cost goes with it
  const number = isR2 ? text : drop.text;
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? "–" : signed(number(value));
  const columns: TruthColumn[] = [
    { head: `${head}${unit}`, cells: ({ name }) => name },
    { head: "test", cells: ({ test }) => shown(test?.value) },
    {
      head: "95 % interval",
      cells: ({ test }) =>
        test === null || test.low === null ? "–" : `${shown(test.low)} to ${shown(test.high)}`,
    },
    ...truth.compared ? [] : [
      {
        head: "network better by",
        cells: ({ difference }: TruthRow) => marginText(difference, number),
      },
    ],
    { head: "out of fold", cells: ({ outOfFold }) => shown(outOfFold?.value) },
    { head: "spread", cells: ({ outOfFold }) => shown(outOfFold?.spread) },
    ...truth.compared ? comparedColumns(truth.compared) : costColumns(isR2),
  ];
  const isThere = (column: TruthColumn, rows: readonly TruthRow[]) =>
    rows.some((row) => !["", "–"].includes(column.cells(row)));
  const rows = truthRows(truth);
  const used = columns.filter((column) => isThere(column, rows));
  return [used.map(({ head }) => head), ...rows.map((row) => used.map(({ cells }) => cells(row)))];
}

/** What the verdict is decided by, on all rows. */
function comparedColumns({ metric }: NonNullable<Truth["compared"]>): TruthColumn[] {
  const fixed = (value: number) => value.toFixed(3);
  return [
    {
      head: `${METRICS[metric].label}, all rows`,
      cells: ({ compared }) => compared ? signed(fixed(compared.value)) : "–",
    },
    {
      head: "network better by",
      cells: ({ compared }) => marginText(compared?.difference ?? null, fixed),
    },
  ];
}

/** The cost on the test rows, in files of older versions; that of quantities goes with R². */
function costColumns(isR2: boolean): TruthColumn[] {
  const fixed = (value: number) => value.toFixed(3);
  return [
    { head: "cost", cells: ({ cost }) => isR2 || cost === null ? "–" : fixed(cost) },
    { head: "higher by", cells: ({ costDifference }) => marginText(costDifference, fixed) },
  ];
}

/** A difference with its margin; nothing where there is none. */
function marginText(difference: Baseline["difference"], text: (value: number) => string): string {
  if (difference === null) return "";
  const { value, plusMinus } = difference;
  return plusMinus === null ? signed(text(value)) : `${signed(text(value))} ± ${text(plusMinus)}`;
}

/** A number with the sign of mathematics. */
function signed(text: string): string {
  return text.replace(/^-/, "\u2212");
}

/** On how many test rows it was measured. */
export function testRowsText({ testRows }: Truth): string {
  return `${count(testRows)} test row${testRows === 1 ? "" : "s"}`;
}
