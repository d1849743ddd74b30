/** `deno task sweep merge`: joins the parts of a sweep that several machines trained. @module */

import { resolve } from "@std/path";
import { quote } from "../../lib/checks/mod.ts";
import { endOf, progressOf } from "./plan/mod.ts";
import type { Records, SweepPlan, SweepSummary } from "./plan/mod.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "../cli/arguments.ts";
import { DATA } from "../cli/options.ts";
import { counted } from "../cli/format.ts";
import { printNote } from "../cli/print.ts";
import { reportTrained } from "../results/report/write_report.ts";
import { holdsSweep } from "../run/sweep_folder.ts";
import { type Result, resultsFor, SweepFolder, withoutFailures } from "./folder.ts";
import { copyRuns, mergeLines, readParts } from "./merge.ts";
import { plan } from "./open_sweep.ts";
import { FORMAT } from "./options.ts";
import { concludeSweep, printSweep } from "./text.ts";
import { bestRun, writeSummary } from "./write_summary.ts";
import { PROGRAM } from "../system/installation.ts";

export const mergeCommand = {
  name: "sweep merge",
  description:
    "Joins the folders of a sweep's shards, and of the stages before, into the folder that one machine would have\n" +
    "written. Missing runs are counted, equal ones are taken once, and contradicting ones refused. It exits with 1\n" +
    "if runs of the stage are missing or failed; the others are written all the same.",
  operands: { value: "FOLDER…", min: 1, max: 100_000 },
  options: {
    out: { description: "The folder to write, which may be one of them", value: "FOLDER" },
    stage: {
      description:
        "The stage that was trained, so that it is not taken for the next one if all is missing",
      value: "N",
      default: "1",
    },
    format: FORMAT,
    report: { description: "Write the report of the best run" },
    data: DATA,
  },
} satisfies Command;

export async function mergeTask(
  { operands, options }: Arguments<typeof mergeCommand>,
): Promise<void> {
  const { out, data, format } = options;
  if (out === undefined) throw new UsageError("Expected --out FOLDER, where the sweep is written");
  const stage = wholeNumber("stage", options.stage, { min: 1 });
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it
  const { summary, missing } = await mergeSweep(operands, out, data, stage);
  const best = summary.complete ? await bestRun(out, summary) : undefined;
  const reported = best === undefined || !options.report
    ? undefined
    : await reportTrained(best, data);
  const goOn = `\`${PROGRAM} sweep …\` with ` + `--out ${quote(out)}`;
  printSweep(summary, format, [concludeSweep(summary, out, goOn, best), reported]);
  if (missing !== undefined) {
    throw new Error(
      `Missing: ${missing}; \`${PROGRAM} sweep … --from ${quote(out)}\` trains what is left`,
    );
  }
}

/**
 * Joins the folders of a sweep's parts, and earlier merges.
 * @param out the folder to write, which may be one of them; it counts as a part if it holds a sweep
 * @param trained the stage that was trained: its missing runs are counted even if it has no others
 * @returns the runs of the stage that are missing or failed, such as `3 runs of stage 2`; `undefined` if there are none
 * @throws {Error} if they are of different sweeps, or contradict each other
 */
export async function mergeSweep(
  given: readonly string[],
  out: string,
  data: string,
  trained = 1,
): Promise<{ summary: SweepSummary; missing: string | undefined }> {
  await using folder = await SweepFolder.open(out);
  const isGiven = given.some((folder) => resolve(folder) === resolve(out));
  const folders = !isGiven && await holdsSweep(out) ? [...given, out] : given;
  const parts = await readParts(folders);
  const cache = new Map(parts.definition.data);
  const planned = await plan(parts.definition.sweep, folders[0]!, data, cache);
  await folder.define({ ...parts.definition, data: [...cache] });
  const found = resultsFor(parts.definition.sweep, parts.results);
  const results = new Map<string, Result>();
  for (const { run } of planned.trials.flatMap(({ runs }) => runs)) {
    const result = found.get(run);
    if (result === undefined) continue;
    results.set(run, result);
    if (parts.folders.get(run) !== out) await folder.record(result);
  }
  const lacking = await copyRuns(folder, folders, planned, results);
  const summary = await writeSummary(folder, planned, results, { data });
  for (const line of mergeLines(folders, parts, lacking)) printNote(line);
  const { stage, stages, pending } = progressOf(planned, withoutFailures(results));
  const begun = stage <= trained || hasBegun(planned, results, stage);
  const of = stages > 1 ? ` of stage ${stage}` : "";
  const missing = pending.length > 0 && begun ? counted(pending.length, "run") + of : undefined;
  return { summary, missing };
}

/** Whether a run has come to the end of a stage, or failed in it. */
function hasBegun(planned: SweepPlan, results: Records, stage: number): boolean {
  return stage <= planned.rungs.length && planned.trials.some(({ runs }) =>
    runs.some((run) => {
      const { state, metrics } = results.get(run.run) ?? { metrics: [] };
      return state === "failed" || metrics.length >= endOf(planned, run, stage - 1);
    })
  );
}
