import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { readKept } from "../../../packages/lab/reproduce/results_file.ts";
import { readConfig } from "../../helpers/read_config.ts";
import { readFinal } from "../../../tasks/run/final.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import { FILES, FINAL, readRun, REPORT } from "../../../tasks/run/run_folder.ts";
import { readSaved } from "../../../tasks/run/saved.ts";
import { keptRuns } from "../../../tasks/run/sweep_folder.ts";
import { readDefinition, readResults, SWEEP_FILES } from "../../../tasks/sweep/folder.ts";
import { JOURNAL, readJournal } from "../../../tasks/system/files.ts";
import { readTextAtMost } from "../../../tasks/system/read_at_most.ts";
import { readContents } from "../../../tasks/verify/verify_run.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

test("a file is read if it has no more bytes than it may", async ({ path: folder }) => {
  const path = join(folder, "a");
  await Deno.writeTextFile(path, "häh");
  assertEquals(await readTextAtMost(path, 4), "häh");
  if (Deno.build.os !== "windows") assertEquals(await readTextAtMost("/dev/null", 0), "");
});

/** A file that takes nothing on the disk and 20 GB in memory. */
async function sparse(path: string): Promise<void> {
  await Deno.writeTextFile(path, "{}");
  await Deno.truncate(path, 20_000_000_000);
}

test("no file of a sweep is read if too large", async ({ path }) => {
  const readers: readonly [name: string, read: () => Promise<unknown>][] = [
    [SWEEP_FILES.definition, () => readDefinition(path)],
    [SWEEP_FILES.summary, () => keptRuns(path)],
    ["results.json", () => readKept(join(path, "results.json"))],
  ];
  for (const [name, read] of readers) {
    await sparse(join(path, name));
    await assertRejects(read, Error, "20000000000 bytes, at most");
  }
});

test("a result or a journal that is too large counts as none", async ({ path }) => {
  await Deno.mkdir(join(path, "results"));
  const result = join(path, "results", "0123456789abcdef.json");
  await sparse(result);
  assertEquals(await readResults(path), { results: new Map(), damaged: [result] });
  await sparse(join(path, JOURNAL));
  assertEquals(await readJournal(path), undefined);
});

test("verify reads no checkpoint and no report that is too large", async ({ path }) => {
  for (const name of [FILES.config, FILES.metrics]) await Deno.writeTextFile(join(path, name), "");
  for (const name of [FILES.checkpoint, REPORT]) {
    await sparse(join(path, name));
    await assertRejects(() => readContents(path), Error, "20000000000 bytes, at most");
    await Deno.remove(join(path, name));
  }
});

test("no file of a run and no config is read if it is too large", async ({ path: folder }) => {
  const run = folder;
  const small = (name: string, text: string) => Deno.writeTextFile(join(run, name), text);
  const readers: readonly [name: string, read: () => Promise<unknown>][] = [
    [FILES.config, () => readConfig(join(run, FILES.config), [])],
    [FILES.config, () => readRun(run)],
    [FILES.metrics, () => readRun(run)],
    [FILES.summary, () => readRun(run)],
    [FILES.weights, () => readNetwork(run)],
    [FILES.checkpoint, () => readSaved(run)],
    [FINAL, () => readFinal(run)],
  ];
  await small(FILES.metrics, "{}\n");
  for (const [name, read] of readers) {
    await sparse(join(run, name));
    await assertRejects(read, Error, "20000000000 bytes, at most");
    await small(name, "{}");
  }
});
