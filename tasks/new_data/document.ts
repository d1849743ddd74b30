/** The page of a model on new data. @module */

import type { ClassEvaluation, ColumnDrift } from "../../lib/evaluate/mod.ts";
import { legendOf } from "../charts/line_chart.ts";
import { sharesChart } from "../charts/shares_chart.ts";
import { count, percent } from "../cli/format.ts";
import {
  type Blocks,
  type Chart,
  chart,
  columns,
  type Document,
  keyNumbers,
  list,
  matrix,
  paragraph,
  type Section,
  strong,
  table,
} from "../document/blocks.ts";
import type { classResults } from "../evaluate/classes.ts";
import type { NewResult } from "./evaluate.ts";
import {
  answerRows,
  binsOf,
  byDrift,
  countSentences,
  differenceSentence,
  driftRows,
  driftSentences,
  METRIC,
  metricRows,
  NO_DRIFT,
  PSI_TEXT,
  valueText,
} from "./texts.ts";

/** The most columns that are drawn, and the most classes of a confusion matrix. */
const [MAX_DRAWN, MAX_CLASSES] = [6, 20];

export interface NewDocument {
  readonly result: NewResult;
  readonly run: string;
  /** The name of the new data. */
  readonly data: string;
  readonly noun: string;
}

/** Metrics beside those of the test, and drift. */
export function newDataDocument({ result, run, data, noun }: NewDocument): Document {
  const { metric, now, then, drift } = result;
  const score = now === undefined ? "–" : valueText(metric, now.value);
  const title = `${run} on ${data}`;
  const drifted = drift?.columns.filter(({ reading }) => reading !== "none").length;
  return {
    title: `${title}: ${score} · Inkling`,
    kind: "Inkling · new data",
    heading: title,
    lead: differenceSentence(result),
    header: keyNumbers([
      { value: score, label: `${METRIC[metric]} on ${data}` },
      {
        value: then === undefined ? "–" : valueText(metric, then.value),
        label: `${METRIC[metric]} on the test ${noun}s of training`,
      },
      ...drifted === undefined ? [] : [
        { value: String(drifted), label: "columns that drifted" },
        { value: percent(drift!.novel / drift!.rows, 1), label: "unlike the training data" },
      ],
    ]),
    sections: [
      metricsSection(result, noun),
      confusionSection(result),
      drift === undefined
        ? { id: "drift", title: "Drift", content: paragraph(NO_DRIFT) }
        : driftSection(drift, noun),
    ],
    origin: `from ${data}`,
  };
}

function metricsSection(result: NewResult, noun: string): Section {
  const [head, ...rows] = metricRows(result);
  const { quantities } = result.outcome.json as { quantities?: readonly QuantityJson[] };
  return {
    id: "metrics",
    title: "Metrics",
    content: [
      table({ label: "Metrics", layout: "results", head: head!, rows }),
      list([differenceSentence(result), ...countSentences(result, noun)]),
      quantities !== undefined && quantities.length > 1 && table({
        label: "Each quantity",
        layout: "results",
        head: ["quantity", "R²", "mean absolute error", "root mean squared error"],
        rows: quantities.map(({ name, r2, mae, rmse }) => [
          ...[name, r2?.toFixed(4) ?? "–", mae.toPrecision(4), rmse.toPrecision(4)],
        ]),
      }),
    ],
  };
}

interface QuantityJson {
  readonly name: string;
  readonly r2: number | null;
  readonly mae: number;
  readonly rmse: number;
}

/** Each class, and which is taken for which; `undefined` of quantities. */
function confusionSection({ outcome: { json } }: NewResult): Section | undefined {
  const { confusion, classes } = json as {
    confusion?: ClassEvaluation["confusion"];
    classes?: ReturnType<typeof classResults>;
  };
  if (confusion === undefined || classes === undefined || classes.length === 0) return undefined;
  const names = classes.map((one) => one.class);
  return {
    id: "classes",
    title: "Classes",
    hint: "A row holds the new examples of one class, a column those predicted as it.",
    content: columns([
      names.length <= MAX_CLASSES &&
      matrix({ label: "Classes", axes: ["actual", "predicted"], names, counts: confusion }),
      table({
        label: "Precision and recall of the classes",
        layout: "classes",
        head: ["class", "precision", "recall", "F1", "examples"],
        rows: classes.map(({ class: name, precision, recall, f1, size }) => [
          ...[name, percent(precision), percent(recall), percent(f1), count(size)],
        ]),
      }),
    ], "beside"),
  };
}

function driftSection(drift: NonNullable<NewResult["drift"]>, noun: string): Section {
  const [head, ...rows] = driftRows(drift);
  const [answerHead, ...answers] = answerRows(drift);
  const drawn = byDrift([...drift.columns, ...drift.answers]).slice(0, MAX_DRAWN);
  return {
    id: "drift",
    title: "Drift since training",
    hint: PSI_TEXT,
    content: [
      list(driftSentences(drift, noun)),
      table({
        label: "Drift",
        layout: "results",
        head: head!,
        rows: rows.map(([name, psi, chance, reading, ...others]) => [
          ...[name, psi, chance, reading === "large" ? strong(reading) : reading, ...others],
        ]),
      }),
      columns(drawn.map(chartOf)),
      answers.length > 0 &&
      table({ label: "Predictions", layout: "shares", head: answerHead!, rows: answers }),
    ] satisfies Blocks,
  };
}

function chartOf(column: ColumnDrift): Chart {
  const { name, psi } = column;
  const label = `${name}: shares in training and now`;
  const legend = legendOf([{ name: "training" }, { name: "new data" }]);
  return chart({
    title: name,
    hint: `PSI ${psi?.toFixed(3) ?? "–"}`,
    legend,
    svg: sharesChart(binsOf(column), label),
  });
}
