/** The page of a model on new data. @module */

import type { ColumnDrift, Drift } from "../../../lib/table/drift/mod.ts";
import { legendOf } from "../charts/line_chart.ts";
import { sharesChart } from "../charts/shares_chart.ts";
import { percent } from "../../cli/format.ts";
import {
  type Block,
  type Chart,
  chart,
  columns,
  type Document,
  hint,
  inFiles,
  keyNumbers,
  list,
  paragraph,
  type Section,
  strong,
  table,
  terminalOnly,
} from "../../../lib/document/blocks.ts";
import { ask } from "../evaluate/problem/answered.ts";
import { answerSections } from "../evaluate/problem/sections.ts";
import {
  answerRows,
  binsOf,
  byDrift,
  driftRows,
  driftSentences,
  outputsOf,
  PSI_TEXT,
} from "./drift_section.ts";
import type { NewResult } from "./evaluate.ts";
import { METRIC_NAMES } from "./metrics.ts";
import { countSentences, differenceSentence, metricRows, valueText } from "./metrics_section.ts";

/** The most columns that are drawn, and whose drift a terminal shows. */
const [MAX_DRAWN, MAX_IN_TERMINAL] = [6, 20];

/** What is shown: the result of a run, on data that have a name. */
interface NewDocument {
  readonly result: NewResult;
  readonly run: string;
  readonly data: string;
  readonly noun: string;
}

/** Metrics beside those of the test, what is known of the answers, and drift. */
export async function newDataDocument(
  { result, run, data, noun }: NewDocument,
): Promise<Document> {
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
      ...await ask(answerSections, result.outcome.answered),
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
      terminalOnly(paragraph(differenceSentence(result))),
      sentences.length > 0 && list(sentences),
    ],
  };
}

function driftSection(result: NewResult, noun: string): Section {
  const { drift } = result;
  const sentences = list(driftSentences(result, noun));
  if (drift === undefined) return { id: "drift", title: "Drift", content: sentences };
  const rest = drift.columns.length - MAX_IN_TERMINAL;
  const [answerHead, ...answers] = answerRows(drift);
  const drawn = byDrift([...drift.columns, ...outputsOf(drift)]).slice(0, MAX_DRAWN);
  return {
    id: "drift",
    title: "Drift since training",
    hint: PSI_TEXT,
    content: [
      sentences,
      inFiles(driftTable(drift)),
      terminalOnly([
        driftTable(drift, MAX_IN_TERMINAL),
        rest > 0 && hint(`(and ${rest} more columns, which drifted less)`),
      ]),
      columns(drawn.map(chartOf)),
      answers.length > 0 &&
      table({ label: "Predictions", layout: "shares", head: answerHead!, rows: answers }),
    ],
  };
}

function driftTable(drift: Drift, most?: number): Block {
  const [head, ...rows] = driftRows(drift, most);
  return table({
    label: "Drift",
    layout: "results",
    head: head!,
    rows: rows.map(([name, psi, chance, reading, ...others]) => [
      ...[name, psi, chance, reading === "large" ? strong(reading) : reading, ...others],
    ]),
  });
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
