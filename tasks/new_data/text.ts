/** A model on new data, for a terminal and as JSON. @module */

import type { Drift } from "../../lib/evaluate/mod.ts";
import { joined, type Text } from "../cli/styled.ts";
import { table } from "../cli/table.ts";
import type { NewResult } from "./evaluate.ts";
import {
  answerRows,
  countSentences,
  differenceSentence,
  driftRows,
  driftSentences,
  metricRows,
  PSI_TEXT,
} from "./texts.ts";

/** The most rows of the table of drift. */
const MAX_ROWS = 20;

/** The result in paragraphs. */
export function newResultText(result: NewResult, noun: string): Text {
  const { drift, outcome } = result;
  return joined([
    table(metricRows(result)),
    [differenceSentence(result), ...countSentences(result, noun)].join("\n"),
    ...outcome.paragraphs.slice(1), // the first has metrics again
    ...drift === undefined ? [] : driftParagraphs(drift),
    driftSentences(result, noun).join("\n"),
  ], "\n\n");
}

function driftParagraphs(drift: Drift): string[] {
  const [head, ...rows] = driftRows(drift);
  const rest = rows.length - MAX_ROWS;
  const answers = answerRows(drift);
  return [
    `Drift since training\n\n${table([head!, ...rows.slice(0, MAX_ROWS)])}` +
    (rest > 0 ? `\n(and ${rest} more, which drifted less)` : "") + `\n\n${PSI_TEXT}`,
    ...answers.length > 1 ? [table(answers)] : [],
  ];
}

/** The result for programs, without the names of runs. */
export function newResultJson(result: NewResult): object {
  const { metric, now, then, difference, metrics, counts, unknownClasses, outcome } = result;
  return {
    metric: { name: metric, now: now ?? null, then: then ?? null, difference: difference ?? null },
    metrics,
    rows: { ...counts, unknownClasses },
    ...outcome.json,
    drift: result.drift ?? null,
  };
}
