/** A disk that fails at any operation: nothing that was there is lost or torn, the error names the file, and the next start goes on. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseDraft, resolveConfig } from "../../lib/config.ts";
import { parseSweepDraft, resolveSweep } from "../../tasks/sweep/sweep.ts";
import { factsOf, openData } from "../../tasks/data/source.ts";
import { fetchDataset } from "../../tasks/data/fetch_dataset.ts";
import { missingFiles } from "../../tasks/data/missing_files.ts";
import { readRun } from "../../tasks/run/run_folder.ts";
import { readSaved } from "../../tasks/run/saved.ts";
import { readDefinition, readResults, type Result, SweepFolder } from "../../tasks/sweep/folder.ts";
import { removeStalePartials, writeOutput, writeTogether } from "../../tasks/system/files.ts";
import { trainRun } from "../../tasks/train/train_run.ts";
import { granted, namesIn, temporaryFolder } from "../helpers/run_task.ts";
import { IRIS } from "../helpers/shared_runs.ts";
import { fakeDataset, gzip, recorder } from "../tasks/data/fake.ts";
import { failEverywhere } from "./fail_everywhere.ts";

const ignore = !granted("read", "write");

Deno.test("train meets a failing disk at any operation", { ignore }, async () => {
  const draft = parseDraft({
    dataset: { csv: IRIS, target: "species" },
    hidden: [4],
    epochs: 3,
    earlyStopping: null,
  });
  const opened = await openData(draft, "data");
  const config = resolveConfig(draft, factsOf(opened));
  const hashes = new Set<string>();
  await failEverywhere({
    act: async (folder) => {
      const path = join(folder, "run");
      const { summary } = await trainRun(path, config, {
        opened,
        engine: "wasm",
        workers: 1,
        saved: await readSaved(path),
        interrupt: new AbortController().signal,
      });
      hashes.add(summary!.weightsSha256);
    },
    check: async (folder) => {
      const saved = await readSaved(join(folder, "run"));
      if (saved === undefined) return;
      const { summary, metrics } = await readRun(join(folder, "run"));
      assertEquals([summary.epochs, metrics.length], [
        saved.checkpoint.epoch,
        saved.checkpoint.epoch,
      ]);
    },
    checkEnd: async (folder) => {
      const { summary } = await readRun(join(folder, "run"));
      assertEquals([summary.ended, hashes.size], ["done", 1]);
      const hidden = (await namesIn(join(folder, "run"))).filter((name) => name.startsWith("."));
      assertEquals(hidden, []);
    },
  });
});

Deno.test("fetch meets a failing disk at any operation", { ignore }, async () => {
  await using source = await temporaryFolder();
  const { entry, files } = fakeDataset();
  for (const [name, bytes] of files) {
    await Deno.writeFile(join(source.path, `${name}.gz`), await gzip(bytes));
  }
  const torn = async (folder: string) =>
    (await missingFiles(entry, join(folder, entry.name))).filter(({ damage }) => damage);
  await failEverywhere({
    act: (folder) =>
      fetchDataset(entry, { from: source.path, data: folder, progress: recorder().progress }),
    check: async (folder) => assertEquals(await torn(folder), []),
    checkEnd: async (folder) => {
      assertEquals(await missingFiles(entry, join(folder, entry.name)), []);
      assertEquals(await namesIn(join(folder, entry.name)), [...files.keys()].sort());
    },
  });
});

Deno.test("a sweep's folder meets a failing disk at any operation", { ignore }, async () => {
  const result = (run: string): Result => ({
    run,
    state: "finished",
    metrics: [{ train: { cost: 1 } }],
    times: { seconds: 1, engine: "wasm", workers: 1 },
  });
  const runs = ["0123456789abcdef", "fedcba9876543210"];
  const sweep = resolveSweep(
    parseSweepDraft({ config: {}, method: "list", list: [{}] }),
    {},
    "sweep",
  );
  const definition = { sweep, data: [] };
  await failEverywhere({
    act: async (folder) => {
      const path = join(folder, "sweep");
      await using sweep = await SweepFolder.open(path);
      await sweep.define(definition);
      for (const run of runs) await sweep.record(result(run));
      await sweep.write({ "best.json": null, "sweep.json": "{}\n", "trials.csv": "run\n" });
    },
    check: async (folder) => assertEquals((await readResults(join(folder, "sweep"))).damaged, []),
    checkEnd: async (folder) => {
      const path = join(folder, "sweep");
      assertEquals((await readDefinition(path)).sweep.name, "sweep");
      assertEquals([...(await readResults(path)).results.keys()].sort(), runs);
      assertEquals(await namesIn(path), ["definition.json", "results", "sweep.json", "trials.csv"]);
    },
  });
});

Deno.test("an output file meets a failing disk at any operation", { ignore }, async () => {
  const texts = ["old\n".repeat(1000), "new\n".repeat(2000)];
  await failEverywhere({
    act: async (folder) => {
      const path = join(folder, "out");
      await writeOutput(path, texts[0]!);
      await writeOutput(path, texts[1]!);
    },
    check: async (folder) => {
      const text = await Deno.readTextFile(join(folder, "out")).catch(() => texts[0]!);
      assertEquals(texts.includes(text), true);
    },
    checkEnd: async (folder) => {
      assertEquals(await Deno.readTextFile(join(folder, "out")), texts[1]);
      assertEquals(await namesIn(folder), ["out"]);
    },
  });
});

Deno.test(
  "several files at once meet a failing disk at any operation",
  { ignore },
  async () => {
    const names = ["a.jsonl", "b.html", "c.json"];
    await failEverywhere({
      act: async (folder) => {
        for (const name of names) await removeStalePartials(join(folder, name));
        for (const text of ["one\n", "one\ntwo\n"]) {
          await writeTogether(names.map((name) => [join(folder, name), text] as const));
        }
      },
      check: async (folder) => {
        for (const name of names) {
          const text = await Deno.readTextFile(join(folder, name)).catch(() => "one\n");
          assertMatch(text, /^one\n(two\n)?$/);
        }
      },
      checkEnd: async (folder) => assertEquals(await namesIn(folder), [...names].sort()),
    });
  },
);
