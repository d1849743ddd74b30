/** Evaluates a model on new data and shows it: as text, as JSON, as a page. @module */

import { basename } from "@std/path";
import { pageOf } from "../../../lib/document/page.ts";
import { printNote } from "../../cli/print.ts";
import { RecordedAnswers } from "../../../lib/ensemble/recorded.ts";
import { dataName, exampleName } from "../../data/names.ts";
import { decidedBy } from "../evaluate/decisions.ts";
import { outcomeJson } from "../evaluate/problem/outcome.ts";
import { isReport, printedPath } from "../report/write_report.ts";
import { openRunData } from "../../run/run_data.ts";
import { recordAnswers, withTestTimeAugmentation } from "../../run/test_time_augmentation.ts";
import { checkOut } from "../../run/out_file.ts";
import { writeOutput } from "../../system/files.ts";
import { newDataDocument } from "./document.ts";
import { evaluateNewData, type NewResult } from "./evaluate.ts";
import { throwFailed } from "./check.ts";
import { floorChecks } from "./floor.ts";
import { type AskedOfRuns, printEvaluation } from "./learned_data.ts";
import type { NewDataSource } from "./new_data.ts";

/** @throws {Error} if the data cannot be used, or a metric is below its floor */
export async function showNewData(
  asked: AskedOfRuns & Pick<NewDataSource, "dataset">,
): Promise<void> {
  const { opened, ensemble, dataset, worst, copies, decisions, floors, out, signal } = asked;
  const { metric: asks, positive } = asked;
  if (out !== undefined) {
    await checkOut(out, { isOurs: isReport, otherwise: OTHERWISE, instead: INSTEAD, force: false });
  }
  const noun = exampleName(dataset);
  const paths = opened.map(({ run }) => run);
  const learned = () => openRunData(paths, asked.config, asked.data);
  const averaged = copies && withTestTimeAugmentation(opened, copies, opened[0]!.input?.shape);
  const result = await evaluateNewData({
    opened,
    ensemble,
    dataset,
    worst,
    noun,
    signal,
    learned,
    scoresLearned: asked.learned,
    metric: asks,
    positive,
    answering: (networks, split) =>
      averaged
        ? recordAnswers(averaged(networks), split, signal)
        : RecordedAnswers.of(networks, split),
    decide: (networks, split) =>
      decidedBy(decisions, { opened, ensemble, networks, split, learned }),
  });
  const { metric, now, metrics, outcome } = result;
  const found = await outcomeJson(outcome);
  const whole = metrics.filter(({ quantity }) => quantity === undefined);
  const checks = floorChecks(floors, {
    ...found,
    ...Object.fromEntries(whole.map(({ name, now }) => [name, now.value])),
    [metric]: now?.value,
  }, metric);
  const data = dataName(dataset);
  const run = opened.length > 1 ? `${opened.length} runs` : basename(opened[0]!.run);
  const { leaks = [] } = opened[0]!;
  const made = () => newDataDocument({ result, run, data, noun, leaks });
  await printEvaluation(asked, outcome.answered, checks, {
    json: newResultJson(result, found),
    head: [...opened.map(({ path }) => path), `On new data: ${data}`],
    sections: async () => (await made()).sections,
  });
  if (out !== undefined) {
    const document = await made();
    const sections = document.sections.filter((one) => one?.id !== "mistakes"); // quotes nobody
    await writeOutput(out, pageOf({ ...document, sections }));
    printNote(`Wrote ${printedPath(out)}`);
  }
  throwFailed(checks);
}

const OTHERWISE = "it is not one of Inkling's pages";
const INSTEAD = "name another file, or remove it";

/** The result for programs, without the names of runs. */
function newResultJson(result: NewResult, found: object): object {
  const { metric, now, then, difference, metrics, counts, unknownClasses } = result;
  return {
    metric: { name: metric, now: now ?? null, then: then ?? null, difference: difference ?? null },
    metrics,
    rows: { ...counts, unknownClasses },
    ...found,
    drift: result.drift ?? null,
  };
}
