/** The truth about a model: itself and the simpler models beside it, in a table and in charts, and the verdict. @module */

import {
  type Block,
  type Blocks,
  type Chart,
  chart,
  columns,
  list,
  paragraph,
  type Section,
  strong,
  type Table,
  table,
  terminalOnly,
} from "../../../lib/document/blocks.ts";
import { count } from "../../../lib/numerics/number_text.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { isSmallTestText } from "../../../lib/measure/verdict/verdict.ts";
import type { Truth } from "../../run/truth.ts";
import { intervalChart } from "../../../lib/charts/bar_chart.ts";
import { rowsChart } from "../../../lib/charts/point_chart.ts";
import { counted } from "../../cli/format.ts";
import { metricText, withInterval } from "./metrics.ts";
import { classTexts } from "./rare.ts";
import { AT_HALF } from "./thresholds.ts";

type Baseline = Truth["baselines"][number];

/** The names of the simpler models, as the head of a row. */
const NAMES: { readonly [name: string]: string } = {
  constant: "constant answer",
  persistence: "persistence",
  linear: "linear model",
  trees: "boosted trees",
};

/** A row of the table: a model with its metrics. */
interface TruthRow
  extends Pick<Baseline, "test" | "outOfFold" | "cost" | "difference" | "costDifference"> {
  readonly name: string;
  /** Of the test, or where there is none out of fold. */
  readonly interval: { readonly low?: number | null; readonly high?: number | null } | null;
  /** What the verdict is decided by. */
  readonly compared: Partial<NonNullable<Baseline["compared"]>> & { readonly value: number } | null;
}

/** The model first, then the simpler ones. */
function truthRows({ test, outOfFold, cost, compared, testRows, baselines }: Truth): TruthRow[] {
  const own = { test, outOfFold, cost, difference: null, costDifference: null, compared };
  return [
    { name: "this network", ...own },
    ...baselines.map(({ name, ...metrics }) => ({ name: NAMES[name] ?? name, ...metrics })),
  ].map((row) => ({ ...row, interval: testRows === 0 ? row.outOfFold : row.test }));
}

/** The cells of a column for each model. */
interface TruthColumn {
  readonly head: string;
  cells(row: TruthRow): string;
}

/** Accuracy is in percent, differences of it in points. */
function truthTable(truth: Truth): Table {
  const { head, number, chart: { unit } } = metricText(truth.metric);
  const isR2 = truth.metric === "r2"; // the cost goes with it
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? "–" : signed(number(value));
  const interval: TruthColumn = {
    head: "95 % interval",
    cells: ({ interval }) =>
      interval?.low === undefined || interval.low === null
        ? "–"
        : `${shown(interval.low)} to ${shown(interval.high)}`,
  };
  const hasTest = truth.testRows > 0;
  const columns: TruthColumn[] = [
    { head: `${head}${unit}`, cells: ({ name }) => name },
    { head: "test", cells: ({ test }) => shown(test?.value) },
    ...hasTest ? [interval] : [],
    ...truth.compared ? [] : [
      {
        head: "network better by",
        cells: ({ difference }: TruthRow) => marginText(difference, number),
      },
    ],
    { head: "out of fold", cells: ({ outOfFold }) => shown(outOfFold?.value) },
    ...hasTest ? [] : [interval],
    { head: "spread", cells: ({ outOfFold }) => shown(outOfFold?.spread) },
    ...truth.compared ? comparedColumns(truth.compared) : costColumns(isR2),
  ];
  const isThere = (column: TruthColumn, rows: readonly TruthRow[]) =>
    rows.some((row) => !["", "–"].includes(column.cells(row)));
  const rows = truthRows(truth);
  const used = columns.filter((column) => isThere(column, rows));
  return table({
    label: "The network beside simpler models",
    layout: "results",
    head: used.map(({ head }) => head),
    rows: rows.map((row) => used.map(({ cells }) => cells(row))),
  });
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

/** The cost on the test rows, where no other comparison is defined; that of quantities goes with R². */
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

/**
 * The verdict, the model and the simpler ones beside it, and the learning curve.
 * @param isDecided whether the model answers by thresholds, which the comparison leaves out
 */
export function truthSection(truth: Truth, isDecided = false): Section {
  const { verdict, notes, outOfFold, testRows, units } = truth;
  return {
    id: "truth",
    title: "Compared with simpler models",
    hint:
      (testRows === 0
        ? "The network and simpler models out of fold: each row is predicted only by members that were not trained on it."
        : `The network and simpler models on the same ${counted(testRows, "test row")}` +
          (outOfFold === null
            ? "."
            : ", and out of fold: each of the other rows is predicted only by members that were not trained on it.")) +
      (isDecided ? ` ${AT_HALF}, as the models answer without costs.` : "") +
      " Differences are paired by row; ± is at 95 % confidence" +
      (units === undefined
        ? "."
        : `, over ${counted(units, "group")} of rows that belong together.`),
    content: [
      ...classTexts(truth, isDecided).map((text) => paragraph(text)),
      verdict !== "" && paragraph([terminalOnly("Verdict: "), strong(wholeMargins(verdict))]),
      columns(there([testChart(truth), foldsChart(truth)])),
      truthTable(truth),
      rankingTable(truth),
      columns(there([curveChart(truth), notes.length > 0 && list(notes.map(wholeMargins))])),
    ],
  };
}

/**
 * The result, the verdict, the model and the simpler ones beside it, and what a small test allows.
 * @param isDecided whether the model answers by thresholds
 */
export function truthInBrief(truth: Truth, isDecided = false): Blocks {
  const { verdict, notes } = truth;
  const first = notes.filter((note) =>
    isSmallTestText(note) || /^(Metrics are weighted|Out of fold on|The future is) /.test(note)
  );
  return [
    classTexts(truth, isDecided).map((text) => paragraph(text)),
    verdict !== "" && paragraph(`Verdict: ${verdict}`),
    truthTable(truth),
    first.map((note) => paragraph(note)),
  ];
}

/** How well two classes are ranked, with intervals; nothing of others. */
function rankingTable({ metrics, testRows }: Truth): Table | undefined {
  const ranking = metrics.filter(({ name }) => METRICS[name].isRanking);
  if (ranking.length === 0) return undefined;
  const haveTest = testRows > 0;
  const haveFolds = ranking.some(({ outOfFold }) => outOfFold !== null);
  return table({
    label: "How well the classes are ranked",
    layout: "results",
    head: ["95 % intervals", ...haveTest ? ["test"] : [], ...haveFolds ? ["out of fold"] : []],
    rows: ranking.map(({ name, test, outOfFold }) => [
      METRICS[name].label,
      ...haveTest ? [withInterval(name, test)] : [],
      ...haveFolds ? [withInterval(name, outOfFold)] : [],
    ]),
  });
}

/** The blocks that are there. */
function there(all: readonly (Block | undefined | false)[]): Block[] {
  return all.flatMap((one) => one || []);
}

/** Text of which no line ends between a number and its margin. */
function wholeMargins(text: string): string {
  return text.replaceAll(" ± ", "\u00a0±\u00a0");
}

interface ChartRow {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The values of a split with what is around each; `undefined` if there are none. */
function splitChart(
  truth: Truth,
  split: string,
  hint: string,
  rowOf: (row: TruthRow) => Omit<ChartRow, "name"> | undefined,
): Chart | undefined {
  const rows = truthRows(truth).flatMap((row): ChartRow[] => {
    const values = rowOf(row);
    return values === undefined ? [] : [{ name: row.name, ...values }];
  });
  if (rows.length === 0) return undefined;
  const { chart: { factor, unit }, head, text, title: metric } = metricText(truth.metric);
  const title = `${metric}, ${split}`;
  const scaled = rows.map(({ name, value, low, high }) => ({
    name,
    value: factor * value,
    low: factor * low,
    high: factor * high,
  }));
  const values = rows.map(({ name, value }) => `${name} ${text(value)}`).join("; ");
  const label = `${title}: ${values}`;
  return chart({ title, hint, svg: intervalChart(scaled, { title: `${head}${unit}`, label }) });
}

function testChart(truth: Truth): Chart | undefined {
  const hint = "Lines are 95 % confidence intervals.";
  return splitChart(truth, "test", hint, ({ test }) => {
    if (test === null) return undefined;
    return { value: test.value, low: test.low ?? test.value, high: test.high ?? test.value };
  });
}

function foldsChart(truth: Truth): Chart | undefined {
  const hint =
    "Dots are the values on all rows. Lines extend by one standard deviation over the folds.";
  return splitChart(truth, "out of fold", hint, ({ outOfFold }) => {
    if (outOfFold === null) return undefined;
    const { value, spread } = outOfFold;
    // Neither accuracy nor R² is above 1.
    return { value, low: value - (spread ?? 0), high: Math.min(1, value + (spread ?? 0)) };
  });
}

function curveChart(truth: Truth): Chart | undefined {
  const { curve } = truth;
  if (curve.length < 2) return undefined;
  const metric = truth.curveMetric ?? truth.metric;
  const { title, head, text, chart: { factor, unit } } = metricText(metric);
  const values = curve.map(({ rows, value }) => `${text(value)} of ${count(rows)}`).join("; ");
  const points = curve.map((point) => ({
    rows: point.rows,
    value: factor * point.value,
    interval: besideAll(point, metric)?.map((end) => factor * end) as [number, number] | undefined,
  }));
  return chart({
    title: "Would more rows help?",
    hint: [
      `${title} out of fold of the networks with one encoding, after training on a part of the rows and on all.`,
      points.some(({ interval }) => interval) &&
      " An upright line is the 95 % interval of the difference from all rows. Where it reaches the dashed line, no " +
        "difference is shown.",
    ],
    svg: rowsChart(points, {
      title: `${head}${unit}`,
      across: "training rows",
      label: `${title} by the number of training rows: ${values}`,
    }),
  });
}

/** The interval of a point beside training on all rows, within what the metric can be; `undefined` without one. */
function besideAll(
  { value, difference }: Truth["curve"][number],
  metric: Truth["metric"],
): readonly [low: number, high: number] | undefined {
  if (typeof difference?.plusMinus !== "number") return undefined;
  const { goal, isShare } = METRICS[metric];
  const least = isShare || goal === "minimize" ? 0 : -Infinity;
  const most = isShare || goal === "maximize" ? 1 : Infinity;
  const { plusMinus } = difference;
  return [Math.max(least, value - plusMinus), Math.min(most, value + plusMinus)];
}
