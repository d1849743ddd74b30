/** How good a model is beside simpler ones. @module */

import { intervalChart } from "../charts/bar_chart.ts";
import { rowsChart } from "../charts/point_chart.ts";
import { count } from "../../cli/format.ts";
import {
  type Block,
  type Chart,
  chart,
  columns,
  list,
  paragraph,
  type Section,
  strong,
  table,
} from "../../../lib/document/blocks.ts";
import {
  testRowsText,
  truthMetric,
  type TruthRow,
  truthRows,
  truthTable,
} from "../problem/truth.ts";
import { AT_HALF } from "../problem/thresholds.ts";
import type { Truth } from "../../run/truth.ts";

/**
 * The verdict, the model and the simpler ones beside it, and the learning curve.
 * @param isDecided whether the model answers by thresholds, which the comparison leaves out
 */
export function truthSection(truth: Truth, isDecided = false): Section {
  const { verdict, notes, outOfFold } = truth;
  const rows = truthRows(truth);
  const [head, ...cells] = truthTable(truth);
  return {
    id: "truth",
    title: "Beside simpler models",
    hint: `The network and simpler models on the same ${testRowsText(truth)}` +
      (outOfFold === null
        ? "."
        : `, and out of fold: each other row answered by the members that did not learn from it.`) +
      (isDecided ? ` ${AT_HALF}, as the models answer without costs.` : "") +
      " Differences are paired, row by row; ± is at 95 % confidence.",
    content: [
      verdict !== "" && paragraph(strong(wholeMargins(verdict))),
      columns(there([testChart(truth, rows), foldsChart(truth, rows)])),
      table({
        label: "The network beside simpler models",
        layout: "results",
        head: head!,
        rows: cells,
      }),
      columns(there([curveChart(truth), notes.length > 0 && list(notes.map(wholeMargins))])),
    ],
  };
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
  { split, hint, rows }: {
    readonly split: string;
    readonly hint: string;
    readonly rows: readonly ChartRow[];
  },
): Chart | undefined {
  if (rows.length === 0) return undefined;
  const { chart: { factor, unit }, head, text, title: metric } = truthMetric(truth);
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

function testChart(truth: Truth, rows: readonly TruthRow[]): Chart | undefined {
  const shown = rows.flatMap(({ name, test }): ChartRow[] =>
    test === null
      ? []
      : [{ name, value: test.value, low: test.low ?? test.value, high: test.high ?? test.value }]
  );
  const hint = "Lines span where it would be on other rows like these, at 95 % confidence.";
  return splitChart(truth, { split: "test", hint, rows: shown });
}

function foldsChart(truth: Truth, rows: readonly TruthRow[]): Chart | undefined {
  const shown = rows.flatMap(({ name, outOfFold }): ChartRow[] => {
    if (outOfFold === null) return [];
    const { value, spread } = outOfFold;
    return [{ name, value, low: value - (spread ?? 0), high: value + (spread ?? 0) }];
  });
  const hint = "Dots are of all rows, lines one standard deviation of the folds to each side.";
  return splitChart(truth, { split: "out of fold", hint, rows: shown });
}

function curveChart(truth: Truth): Chart | undefined {
  const { curve } = truth;
  if (curve.length < 2) return undefined;
  const { title, head, text, chart: { factor, unit } } = truthMetric(truth);
  const values = curve.map(({ rows, value }) => `${text(value)} of ${count(rows)}`).join("; ");
  return chart({
    title: "Would more rows help?",
    hint: `${title} of one encoding out of fold, after training on a part of the rows, and on all.`,
    svg: rowsChart(curve.map(({ rows, value }) => ({ rows, value: factor * value })), {
      title: `${head}${unit}`,
      across: "training rows",
      label: `${title} by the number of training rows: ${values}`,
    }),
  });
}
