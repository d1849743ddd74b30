/** Evaluates a model on new data and shows it: as text, as JSON, as a page. @module */

import { basename } from "@std/path";
import { printJson, printNote, printText } from "../cli/print.ts";
import { joined } from "../cli/styled.ts";
import { dataName } from "../datasets/open_data.ts";
import { pageOf } from "../document/html.ts";
import { isReport, printedPath } from "../report/write_report.ts";
import { checkOut } from "../run/out_file.ts";
import { writeOutput } from "../system/files.ts";
import { newDataDocument } from "./document.ts";
import { evaluateNewData } from "./evaluate.ts";
import { floorJson, floorProblem } from "./floor.ts";
import { newResultJson, newResultText } from "./text.ts";

interface Shown {
  readonly json: boolean;
  /** The page. */
  readonly out: string | undefined;
  /** The least accuracy, or R². */
  readonly floor: number | undefined;
}

/** @throws {Error} if the data cannot be used, or the metric that matters is below the floor */
export async function showNewData(
  given: Parameters<typeof evaluateNewData>[0],
  { json, out, floor }: Shown,
): Promise<void> {
  const { opened, dataset, noun } = given;
  if (out !== undefined) {
    await checkOut(out, { isOurs: isReport, otherwise: OTHERWISE, instead: INSTEAD, force: false });
  }
  const result = await evaluateNewData(given);
  const failure = floorProblem(result.metric, result.now?.value, floor);
  const { run, epoch } = opened[0]!;
  const data = dataName(dataset);
  if (json) {
    const who = opened.length > 1 ? {} : { run, epoch };
    printJson({ ...who, ...newResultJson(result), ...floorJson(floor, failure) });
  } else {
    const paths = opened.map(({ path }) => path).join("\n");
    const what = `On new data: ${data}`;
    printText(joined([`${paths}\n${what}`, newResultText(result, noun)], "\n\n"));
  }
  if (out !== undefined) {
    const name = opened.length > 1 ? `${opened.length} runs` : basename(run);
    await writeOutput(out, pageOf(newDataDocument({ result, run: name, data, noun })));
    printNote(`Wrote ${printedPath(out)}`);
  }
  if (failure !== undefined) throw new Error(failure);
}

const OTHERWISE = "it is no page of Inkling's";
const INSTEAD = "name another file, or remove it";
