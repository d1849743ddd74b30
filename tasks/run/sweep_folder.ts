/** A finished sweep's folder, which stands for the runs that keep their weights. @module */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { quote } from "../../lib/checks/texts.ts";
import type { SweepSummary } from "../sweep/plan/summary.ts";
import { UsageError } from "../cli/arguments.ts";
import { PROGRAM } from "../system/installation.ts";
import { readNamed, readTextAtMost } from "../system/read_at_most.ts";
import { holdsRun, inFile } from "./run_folder.ts";

/** The files by which a sweep's folder is known: what was asked for, and what came of it. */
export const [SWEEP_DEFINITION, SWEEP_SUMMARY] = ["definition.json", "sweep.json"] as const;

/** The largest summary that is read, in bytes: it has some kilobytes for each of at most 100,000 trials. */
export const MAX_SUMMARY = 268_435_456;

/** The folder of a run in the folder of its sweep; it is an ordinary run's folder. */
export function trialPath(sweep: string, run: string): string {
  return join(sweep, "trials", run);
}

export async function holdsSweep(folder: string): Promise<boolean> {
  return await exists(join(folder, SWEEP_DEFINITION)).catch(() => false);
}

interface KeptRun {
  readonly path: string;
  readonly weightsSha256?: string | undefined;
}

/**
 * The runs of a sweep that keep their weights, the best by its metric first; of equals the first.
 * @throws {UsageError} if it is not finished
 * @throws {Error} if its summary is damaged, or no run keeps weights
 */
export async function keptRuns(folder: string): Promise<KeptRun[]> {
  const path = join(folder, SWEEP_SUMMARY);
  const text = await exists(path)
    ? await readNamed(path, MAX_SUMMARY, readTextAtMost)
    : '{ "complete": false, "trials": [], "metric": { "goal": "" } }'; // none of its runs has ended
  const { complete, metric, trials } = inFile(path, (): SweepSummary => {
    const summary = Object(JSON.parse(text));
    if (!Array.isArray(summary.trials) || typeof summary.metric?.goal !== "string") {
      throw new SyntaxError("expected the summary of a sweep");
    }
    return summary;
  });
  if (!complete) {
    throw new UsageError(
      `Cannot use ${folder}: the sweep is not finished; ` +
        `\`${PROGRAM} sweep FILE --out ${quote(folder)}\` continues it`,
    );
  }
  const sign = metric.goal === "maximize" ? -1 : 1;
  const finished = trials.flatMap(({ runs }) => runs)
    .filter(({ state, value }) => state === "finished" && value !== null)
    .toSorted((a, b) => sign * (a.value! - b.value!));
  const kept: KeptRun[] = [];
  for (const { run, weightsSha256 } of finished) {
    const path = trialPath(folder, run);
    if (await holdsRun(path)) kept.push({ path, weightsSha256 });
  }
  if (kept.length > 0) return kept;
  throw new Error(
    `Cannot use ${folder}: none of its runs keeps its weights` +
      (finished.length === 0
        ? ", since none was trained to its end"
        : `; \`${PROGRAM} train --config ${
          quote(join(folder, "best.json"))
        }\` trains the best again`),
  );
}
