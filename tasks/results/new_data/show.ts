/** Evaluates a model on new data and shows it: as text, as JSON, as a page. @module */

import { basename } from "@std/path";
import type { Drift } from "../../../lib/table/drift/mod.ts";
import { printJson, printNote, printText } from "../../cli/print.ts";
import { joined, type Text } from "../../cli/styled.ts";
import { table } from "../../cli/table.ts";
import { dataName } from "../../data/names.ts";
import { pageOf } from "../../../lib/document/page.ts";
import { isReport, printedPath } from "../report/write_report.ts";
import { checkOut } from "../../run/out_file.ts";
import { writeOutput } from "../../system/files.ts";
import { newDataDocument } from "./document.ts";
import { answerRows, driftRows, driftSentences, PSI_TEXT } from "./drift_texts.ts";
import { evaluateNewData, type NewResult } from "./evaluate.ts";
import { checkLines, throwFailed } from "./check.ts";
import { type Floor, floorChecks, floorJson } from "./floor.ts";
import { countSentences, differenceSentence, metricRows } from "./metric_texts.ts";

interface Shown {
  readonly json: boolean;
  /** The page. */
  readonly out: string | undefined;
  readonly floors: readonly Floor[];
}

/** @throws {Error} if the data cannot be used, or a metric is below its floor */
export async function showNewData(
  given: Parameters<typeof evaluateNewData>[0],
  { json, out, floors }: Shown,
): Promise<void> {
  const { opened, dataset, noun } = given;
  if (out !== undefined) {
    await checkOut(out, { isOurs: isReport, otherwise: OTHERWISE, instead: INSTEAD, force: false });
  }
  const result = await evaluateNewData(given);
  const { metric, now, metrics, outcome } = result;
  const whole = metrics.filter(({ quantity }) => quantity === undefined);
  const checks = floorChecks(floors, {
    ...outcome.json,
    ...Object.fromEntries(whole.map(({ name, now }) => [name, now.value])),
    [metric]: now?.value,
  }, metric);
  const { run, epoch } = opened[0]!;
  const data = dataName(dataset);
  if (json) {
    const who = opened.length > 1 ? {} : { run, epoch };
    printJson({ ...who, ...newResultJson(result), ...floorJson(floors, checks) });
  } else {
    const paths = opened.map(({ path }) => path).join("\n");
    const what = `On new data: ${data}`;
    printText(
      joined([`${paths}\n${what}`, newResultText(result, noun), ...checkLines(checks)], "\n\n"),
    );
  }
  if (out !== undefined) {
    const name = opened.length > 1 ? `${opened.length} runs` : basename(run);
    await writeOutput(out, pageOf(newDataDocument({ result, run: name, data, noun })));
    printNote(`Wrote ${printedPath(out)}`);
  }
  throwFailed(checks);
}

const OTHERWISE = "it is no page of Inkling's";
const INSTEAD = "name another file, or remove it";

/** The most columns whose drift a terminal shows. */
const MAX_COLUMNS = 20;

/** The result in paragraphs. */
function newResultText(result: NewResult, noun: string): Text {
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
  const rest = drift.columns.length - MAX_COLUMNS;
  const answers = answerRows(drift);
  return [
    `Drift since training\n\n${table(driftRows(drift, MAX_COLUMNS))}` +
    (rest > 0 ? `\n(and ${rest} more columns, which drifted less)` : "") + `\n\n${PSI_TEXT}`,
    ...answers.length > 1 ? [table(answers)] : [],
  ];
}

/** The result for programs, without the names of runs. */
function newResultJson(result: NewResult): object {
  const { metric, now, then, difference, metrics, counts, unknownClasses, outcome } = result;
  return {
    metric: { name: metric, now: now ?? null, then: then ?? null, difference: difference ?? null },
    metrics,
    rows: { ...counts, unknownClasses },
    ...outcome.json,
    drift: result.drift ?? null,
  };
}
