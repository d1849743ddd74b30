/** The page of a model on new data. @module */

import { percent } from "../../cli/format.ts";
import { type Document, keyNumbers } from "../../../lib/document/blocks.ts";
import { ask } from "../evaluate/problem/answered.ts";
import { answerSections } from "../evaluate/problem/sections.ts";
import { driftSection } from "./drift_section.ts";
import type { NewResult } from "./evaluate.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { valueText } from "../problem/metrics.ts";
import { differenceSentence, metricsSection } from "./metrics_section.ts";

/** What is shown: the result of a run, on data that have a name. */
interface NewDocument {
  readonly result: NewResult;
  readonly run: string;
  readonly data: string;
  readonly noun: string;
  /** The sentences on columns that give the target away. */
  readonly leaks: readonly string[];
}

/** Metrics beside those of the test, what is known of the answers, and drift. */
export async function newDataDocument(
  { result, run, data, noun, leaks }: NewDocument,
): Promise<Document> {
  const { metric, now, then, by, drift, counts: { all, novel } } = result;
  const score = now === undefined ? "–" : valueText(metric, now.value);
  const title = `${run} on ${data}`;
  const drifted = drift?.columns.filter(({ reading }) => reading !== "none").length;
  return {
    title: `${title}: ${score} · Inkling`,
    kind: "Inkling · new data",
    heading: title,
    lead: [...leaks, differenceSentence(result)].join(" "),
    header: keyNumbers([
      { value: score, label: `${METRICS[metric].label} on ${data}` },
      {
        value: then === undefined ? "–" : valueText(metric, then.value),
        label: by === "test"
          ? `${METRICS[metric].label} on the test ${noun}s of training`
          : `${METRICS[metric].label} out of fold, in training`,
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
