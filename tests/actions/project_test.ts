/** The workflow of a project that `deno task init` makes. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { walk } from "@std/fs";
import { join, relative } from "@std/path";
import { runHere } from "../helpers/run_here.ts";
import { temporaryFolder } from "../helpers/run_task.ts";
import { NPM, programsOf } from "./programs.ts";
import { runWorkflow } from "./run_workflow.ts";
import { ignore } from "./tiny_workflow.ts";

const WORKFLOW = ".github/workflows/train.yml";

Deno.test("the first run of a project's workflow is green", { ignore }, async () => {
  await using folder = await temporaryFolder();
  const [repository, store] = [join(folder.path, "shop"), join(folder.path, "store")];
  const { code, stderr } = await runHere(["init", repository]);
  assertEquals(code, 0, stderr);
  await new Deno.Command("git", { args: ["init", "-q"], cwd: repository }).output();
  await using programs = await programsOf({ ...NPM, gh: "#!/bin/sh\n" });
  const run = await runWorkflow(WORKFLOW, { store, repository, programs: programs.path });
  assertEquals(run.result, "success", run.lines.join("\n"));
  const summary = run.summaries.get("train")!;
  assertMatch(summary, /^- ok: test \S+\s%, at least 70\.00\s% \(--floor\)/m);
  const artifacts = await Array.fromAsync(
    walk(join(store, "artifacts"), { includeDirs: false }),
    ({ path }) => relative(join(store, "artifacts"), path),
  );
  const text = artifacts.sort().join("\n");
  assertStringIncludes(text, "history-1234567890-1/history.jsonl");
  assertStringIncludes(text, "run-1234567890-1/weights.safetensors");
});
