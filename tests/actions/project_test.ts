/** The workflow of a project that `deno task init` makes. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { walk } from "@std/fs";
import { join, relative } from "@std/path";
import { runHere } from "../helpers/run_here.ts";
import { temporaryFolder } from "../helpers/run_task.ts";
import { ghAfter, NPM, programsOf } from "./programs.ts";
import { runWorkflow } from "./run_workflow.ts";
import { ignore } from "./tiny_workflow.ts";

const WORKFLOW = ".github/workflows/train.yml";

Deno.test("a project's workflow is green, first alone and then after that run", {
  ignore,
}, async () => {
  await using folder = await temporaryFolder();
  const [repository, first, second] = ["shop", "first", "second"].map((name) =>
    join(folder.path, name)
  ) as [string, string, string];
  const { code, stderr } = await runHere(["init", repository]);
  assertEquals(code, 0, stderr);
  await new Deno.Command("git", { args: ["init", "-q"], cwd: repository }).output();
  /** What a run in a store adds to the job's summary. */
  const summaryOf = async (store: string, before: string) => {
    await using programs = await programsOf({ ...NPM, gh: ghAfter(before) });
    const run = await runWorkflow(WORKFLOW, { store, repository, programs: programs.path });
    assertEquals(run.result, "success", run.lines.join("\n"));
    return run.summaries.get("train")!;
  };
  const summary = await summaryOf(first, folder.path);
  assertMatch(summary, /^- the weights are the first of this config and data$/m);
  assertMatch(summary, /^- ok: test \S+\s%, at least 70\.00\s% \(--floor\)/m);
  assertMatch(await summaryOf(second, first), /^- ok: the weights are those of \d{4}-/m);
  const artifacts = join(second, "artifacts");
  const paths = await Array.fromAsync(
    walk(artifacts, { includeDirs: false }),
    ({ path }) => relative(artifacts, path),
  );
  const text = paths.sort().join("\n");
  assertStringIncludes(text, "history-1234567890-1/history.jsonl");
  assertStringIncludes(text, "run-1234567890-1/weights.safetensors");
});
