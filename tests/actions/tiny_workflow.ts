/** Tiny workflows for the tests of what runs them. @module */

import { ensureDir } from "@std/fs";
import { dirname, join } from "@std/path";
import { granted, temporaryFolder } from "../helpers/run_task.ts";
import { type RunOptions, runWorkflow, type WorkflowRun } from "./run_workflow.ts";

/** Whether workflows cannot be run: they need Bash, Git and permissions. */
export const ignore = Deno.build.os === "windows" || !granted("read", "write", "run", "env");

/** A checkout with workflows. */
export interface Tiny extends AsyncDisposable {
  /** Runs `.github/workflows/test.yml`. */
  run(options?: Partial<RunOptions>): Promise<WorkflowRun>;
}

/**
 * Makes a checkout with files by their paths.
 *
 * @param jobs the text of the jobs of `.github/workflows/test.yml`, or all of its text; jobs run on Ubuntu
 */
export async function tiny(
  jobs: string,
  { inputs = "", files = {} }: { inputs?: string; files?: Record<string, string> } = {},
): Promise<Tiny> {
  const folder = await temporaryFolder();
  const repository = join(folder.path, "repository");
  const store = join(folder.path, "store");
  const dispatch = inputs === "" ? "" : `\n    inputs:${inputs}`;
  const workflow = jobs.includes("\njobs:")
    ? jobs
    : `on:\n  workflow_dispatch:${dispatch}\njobs:${
      jobs.replaceAll(/^ {4}steps:/gm, "    runs-on: ubuntu-latest\n    steps:")
    }`;
  const all = { ...files, ".github/workflows/test.yml": workflow };
  for (const [path, text] of Object.entries(all)) {
    await ensureDir(dirname(join(repository, path)));
    await Deno.writeTextFile(join(repository, path), text);
  }
  const init = { args: ["init", "-q"], cwd: repository };
  if (!(await new Deno.Command("git", init).output()).success) throw new Error("Cannot use git");
  return {
    run: (options) => runWorkflow(".github/workflows/test.yml", { store, repository, ...options }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** A test of a checkout with such jobs. */
export function testTiny(
  name: string,
  jobs: string,
  fn: (workflow: Tiny) => Promise<void>,
  options: Parameters<typeof tiny>[1] = {},
): void {
  Deno.test({
    name,
    ignore,
    fn: async () => {
      await using workflow = await tiny(jobs, options);
      await fn(workflow);
    },
  });
}

/** The lines that the jobs of a run printed after `> `, without the lines of the runner. */
export function printed({ lines }: WorkflowRun): string[] {
  return lines.flatMap((line) => line.match(/\| > (.*)/)?.[1] ?? []);
}

/** The results of jobs by their paths. */
export function results({ jobs }: WorkflowRun): Record<string, string> {
  return Object.fromEntries([...jobs].map(([path, { result }]) => [path, result]));
}
