/** The page of a model on new data. @module */

import type { ColumnDrift } from "../../../lib/table/drift/mod.ts";
import type { ClassEvaluation } from "../../../lib/evaluate/mod.ts";
import { legendOf } from "../charts/line_chart.ts";
import { sharesChart } from "../charts/shares_chart.ts";
import { percent } from "../../cli/format.ts";
import {
  type Blocks,
  type Chart,
  chart,
  columns,
  type Document,
  keyNumbers,
  list,
  type Section,
  strong,
  table,
} from "../../../lib/document/blocks.ts";
import type { classResults } from "../evaluate/classes.ts";
import { confusionSection } from "../evaluate/class_sections.ts";
import {
  answerRows,
  binsOf,
  byDrift,
  driftRows,
  driftSentences,
  outputsOf,
  PSI_TEXT,
} from "./drift_texts.ts";
import type { NewResult } from "./evaluate.ts";
import { METRIC_NAMES } from "./metrics.ts";
import { countSentences, differenceSentence, metricRows, valueText } from "./metric_texts.ts";

/** The most columns that are drawn. */
const MAX_DRAWN = 6;

/** What is shown: the result of a run, on data that have a name. */
interface NewDocument {
  readonly result: NewResult;
  readonly run: string;
  readonly data: string;
  readonly noun: string;
}

/** Metrics beside those of the test, and drift. */
export function newDataDocument({ result, run, data, noun }: NewDocument): Document {
  const { metric, now, then, drift, counts: { all, novel } } = result;
  const score = now === undefined ? "–" : valueText(metric, now.value);
  const title = `${run} on ${data}`;
  const drifted = drift?.columns.filter(({ reading }) => reading !== "none").length;
  return {
    title: `${title}: ${score} · Inkling`,
    kind: "Inkling · new data",
    heading: title,
    lead: differenceSentence(result),
    header: keyNumbers([
      { value: score, label: `${METRIC_NAMES[metric]} on ${data}` },
      {
        value: then === undefined ? "–" : valueText(metric, then.value),
        label: `${METRIC_NAMES[metric]} on the test ${noun}s of training`,
      },
      ...drifted === undefined ? [] : [
        { value: String(drifted), label: "columns that drifted" },
      ],
      ...novel === null
        ? []
        : [{ value: percent(novel / all, 1), label: "unlike the training data" }],
    ]),
    sections: [
      metricsSection(result, noun),
      classesSection(result, noun),
      driftSection(result, noun),
    ],
    origin: `from ${data}`,
  };
}

function metricsSection(result: NewResult, noun: string): Section {
  const [head, ...rows] = metricRows(result);
  const sentences = countSentences(result, noun);
  return {
    id: "metrics",
    title: "Metrics",
    content: [
      table({ label: "Metrics", layout: "results", head: head!, rows }),
      sentences.length > 0 && list(sentences),
    ],
  };
}

/** Each class, and which is taken for which; `undefined` of labels and quantities. */
function classesSection({ outcome: { json } }: NewResult, noun: string): Section | undefined {
  const { confusion, classes = [] } = json as {
    confusion?: ClassEvaluation["confusion"];
    classes?: ReturnType<typeof classResults>;
  };
  if (confusion === undefined || classes.length === 0) return undefined;
  const names = classes.map((one) => one.class);
  return confusionSection({ evaluation: { confusion }, classes: names, split: "new", noun });
}

function driftSection(result: NewResult, noun: string): Section {
  const { drift } = result;
  const sentences = list(driftSentences(result, noun));
  if (drift === undefined) return { id: "drift", title: "Drift", content: sentences };
  const [head, ...rows] = driftRows(drift);
  const [answerHead, ...answers] = answerRows(drift);
  const drawn = byDrift([...drift.columns, ...outputsOf(drift)]).slice(0, MAX_DRAWN);
  return {
    id: "drift",
    title: "Drift since training",
    hint: PSI_TEXT,
    content: [
      sentences,
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
