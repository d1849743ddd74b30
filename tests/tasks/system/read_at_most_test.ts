import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { readConfig } from "../../../tasks/run/config.ts";
import { readFinal } from "../../../tasks/run/final.ts";
import { FILES, FINAL, readNetwork, readRun } from "../../../tasks/run/run_folder.ts";
import { readSaved } from "../../../tasks/run/saved.ts";
import { readTextAtMost } from "../../../tasks/system/read_at_most.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

const files = { ignore: !granted("read", "write") };

Deno.test("a file is read if it has no more bytes than it may", files, async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "a");
  await Deno.writeTextFile(path, "häh");
  assertEquals(await readTextAtMost(path, 4), "häh");
  await assertRejects(
    () => readTextAtMost(path, 3),
    RangeError,
    "it is 4 bytes, at most 3 are allowed",
  );
});

Deno.test(
  "no file of a run, nor a config, is read that takes little on the disk and much in memory",
  files,
  async () => {
    await using folder = await temporaryFolder();
    const run = folder.path;
    const sparse = async (name: string) => {
      await Deno.writeTextFile(join(run, name), "{}");
      await Deno.truncate(join(run, name), 20_000_000_000);
    };
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
      await sparse(name);
      await assertRejects(read, Error, "it is 20000000000 bytes, at most");
      await small(name, "{}");
    }
  },
);
