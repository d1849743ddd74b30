/** What is in a run's folder, and whether it holds. */

import { join } from "@std/path";
import { FILES, readRun } from "../../tasks/run/run_folder.ts";
import { type RunContent, RunFolder } from "../../tasks/run/run_writer.ts";
import { verifyRun } from "../../tasks/verify/verify_run.ts";

/** What was written into a run's files. */
export async function contentOf(run: string): Promise<RunContent> {
  const { config, summary } = await readRun(run);
  return {
    config,
    summary,
    metrics: await Deno.readTextFile(join(run, FILES.metrics)),
    weights: await Deno.readFile(join(run, FILES.weights)),
    checkpoint: await Deno.readFile(join(run, FILES.checkpoint)),
  };
}

/** Writes a run as training does. */
export async function writeContent(run: string, content: RunContent): Promise<void> {
  await using folder = await RunFolder.open(run);
  await folder.write(content);
}

/** The claims of a run that do not hold, those that cannot be verified, and its seed. */
export async function verified(run: string) {
  const { checks, run: opened } = await verifyRun(run, "", { engine: "wasm" });
  const wrong = checks.problems.map(({ claim }) => claim);
  return { wrong, unverified: checks.unverified, seed: opened?.summary.seed };
}
