/** A model on new data, for a terminal and as JSON. @module */

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
  NO_DRIFT,
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
    ...outcome.paragraphs,
    ...drift === undefined ? [NO_DRIFT] : driftParagraphs(drift, noun),
  ], "\n\n");
}

function driftParagraphs(drift: NonNullable<NewResult["drift"]>, noun: string): string[] {
  const [head, ...rows] = driftRows(drift);
  const rest = rows.length - MAX_ROWS;
  const answers = answerRows(drift);
  return [
    `Drift since training\n\n${table([head!, ...rows.slice(0, MAX_ROWS)])}` +
    (rest > 0 ? `\n(and ${rest} more, which drifted less)` : "") + `\n\n${PSI_TEXT}`,
    ...answers.length > 1 ? [table(answers)] : [],
    driftSentences(drift, noun).join("\n"),
  ];
}

/** The result for programs, without the names of runs. */
export function newResultJson(result: NewResult): object {
  const { metric, now, then, difference, counts, unknownClasses, tested, outcome } = result;
  return {
    metric: { name: metric, now: now ?? null, then: then ?? null, difference: difference ?? null },
    test: tested ?? null,
    rows: { ...counts, unknownClasses },
    ...outcome.json,
    drift: result.drift ?? null,
  };
}
