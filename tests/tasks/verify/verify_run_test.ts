import { assert, assertEquals, assertMatch } from "@std/assert";
import { hash } from "node:crypto";
import { join } from "@std/path";
import { writeReport } from "../../../tasks/results/report/write_report.ts";
import { FILES, metricsText, REPORT } from "../../../tasks/run/run_folder.ts";
import { formatSaved, readSaved } from "../../../tasks/run/saved.ts";
import { readJournal } from "../../../tasks/system/files.ts";
import { retrain } from "../../../tasks/verify/retrain.ts";
import { verifyRun } from "../../../tasks/verify/verify_run.ts";
import { failingDisk } from "../../helpers/failing_disk.ts";
import { parcelsTable } from "../../helpers/draw_tables.ts";
import { contentOf, verified, writeContent } from "../../helpers/run_content.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { done } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { copyOf } from "../../helpers/shared_runs.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";

const test = testsWith("read", "write", "run");

/** Trains one network on a small table, unless folds are set. */
async function train(folder: string, ...sets: string[]): Promise<string> {
  const csv = join(folder, "table.csv");
  await Deno.writeTextFile(csv, parcelsTable(60));
  const words = ["--csv", csv, "--target", "price", "--runs", folder, "--no-report", "--resume"];
  await done("train", ...words, ...["folds=0", ...sets].flatMap((set) => ["--set", set]));
  return join(folder, "table");
}

test("verify names files of different epochs, and missing ones", async ({ path: folder }) => {
  const run = await train(folder, "hidden=[3]", "epochs=1");
  const before = await copyOf(run, folder, "before");
  await train(folder, "epochs=3");
  assertEquals((await verified(run)).wrong, []);

  // As where training is killed between two renames: the checkpoint is renamed first.
  await Deno.copyFile(join(run, FILES.checkpoint), join(before, FILES.checkpoint));
  assert((await verified(before)).wrong.includes("the epoch in checkpoint.safetensors"));
  const { code, stderr } = await runHere(["verify", before]);
  assertEquals(code, 1);
  assertMatch(stderr, /its files are from different epochs, .*`deno task train --resume` repairs/);

  await Deno.remove(join(run, FILES.checkpoint));
  await Deno.writeTextFile(join(run, "model.onnx"), "");
  const { wrong, unverified } = await verified(run);
  assertEquals(wrong, []);
  for (const entry of [FILES.checkpoint, "model.onnx"]) assert(unverified.includes(entry), entry);
  const summary = join(run, FILES.summary);
  const { metricsSha256: _, ...others } = JSON.parse(await Deno.readTextFile(summary));
  await Deno.writeTextFile(summary, JSON.stringify(others));
  assertEquals((await verified(run)).wrong, ["metricsSha256, over every line"]);
});

test("verify holds of plain descent whose gradients are clipped, which takes its steps otherwise", async ({ path: folder }) => {
  const keys = ['optimizer={"name":"sgd"}', "learningRate=0.1", "clipNorm=1"];
  const run = await train(folder, "hidden=[3]", "epochs=1", ...keys);
  assertEquals((await verified(run)).wrong, []);
});

test("verify compares the results in the summary with those in the metrics", async ({ path: folder }) => {
  const run = await train(folder, "hidden=[3]", "epochs=2");
  const file = join(run, FILES.summary);
  const summary = JSON.parse(await Deno.readTextFile(file));
  const claim = async (metrics: object) => {
    const test = { ...summary.test, ...metrics };
    await Deno.writeTextFile(file, JSON.stringify({ ...summary, test }));
  };
  const inMetrics = "test in summary.json, and in its line of metrics.jsonl";
  await claim({});
  assertEquals((await verified(run)).wrong, []);
  await claim({ rmse: summary.test.rmse * 1.00001 });
  assertEquals((await verified(run)).wrong, ["test in summary.json, recomputed", inMetrics]);
});

test("verify takes the files of one moment, of a run that trains on and of one that was killed", async ({ path: folder }) => {
  const run = await train(folder, "hidden=[3]", "epochs=1");
  const one = await contentOf(run);
  await train(folder, "epochs=3");
  const three = await contentOf(run);

  await writeContent(run, one);
  await writeReport([run], { data: "" });
  const open = Deno.open;
  let trains = true;
  Deno.open = async (path, options) => {
    if (String(path).endsWith("table.csv") && trains) {
      trains = false;
      await writeContent(run, three);
    }
    return await open(path, options);
  };
  try {
    const { checks, run: opened } = await verifyRun(run, "");
    assertEquals(checks.problems, []);
    assert(checks.unverified.includes(REPORT));
    await retrain(checks, opened!, "wasm", new AbortController().signal);
    assertEquals([checks.problems, opened!.summary.epochs, trains], [[], 1, false]);
  } finally {
    Deno.open = open;
  }

  await writeContent(run, one);
  for (let at = 1; await readJournal(run) === undefined; at++) {
    using _ = failingDisk("stop", { at });
    await writeContent(run, three).catch(() => {});
  }
  const { checks, run: opened } = await verifyRun(run, "");
  assertEquals([checks.problems, opened!.summary.epochs], [[], 3]);
});

test("verify makes the report again, wherever the run is now, and sees what is changed in it", async ({ path: folder }) => {
  const run = await train(folder, "hidden=[3]", "epochs=2");
  const claim = "report.html, made again";
  for (const split of ["test", "validation"] as const) {
    await writeReport([run], { data: "", split });
    assertEquals((await verified(run)).wrong, []);
  }
  const page = join(run, REPORT);
  const text = await Deno.readTextFile(page);
  for (const found of [/ 2 epochs in /, /aria-label="/, / d="M/]) {
    await Deno.writeTextFile(page, text.replace(found, "$&1"));
    assertEquals((await verified(run)).wrong, [claim]);
  }
  await Deno.writeTextFile(page, text.replace("inkling:written", "other"));
  assertEquals((await verified(run)).wrong, ["report.html can be compared"]);
  await Deno.writeTextFile(page, text.replace("inkling:split", "other")); // as another version has it
  const { wrong, unverified } = await verified(run);
  assertEquals([wrong, unverified.includes(REPORT)], [[], true]);

  await Deno.writeTextFile(page, text);
  const moved = join(folder, "it's elsewhere & <moved>");
  await Deno.rename(run, moved);
  await Deno.utime(join(moved, FILES.summary), 0, 0);
  assertEquals((await verified(moved)).wrong, []);
});

test(
  "verify --retrain trains members over folds again, to the same bytes",
  { ignore: QUICK_TESTS },
  async ({ path: folder }) => {
    const run = await train(folder, "hidden=[3]", "epochs=3", "folds=2");
    const { stdout } = await done("verify", run, "--retrain");
    assertMatch(stdout, /^ok {5}checkpoint\.safetensors, trained again$/m);
    assertMatch(stdout, /^ok {5}truth in summary\.json, trained again$/m);

    // Someone who changes what only training shows, everywhere that it stands.
    const { checks, run: opened } = await verifyRun(run, "");
    const [line, ...others] = opened!.metrics;
    const metrics = [{ ...line!, train: { cost: 9 } }, ...others];
    const { truth } = opened!.summary;
    const curve = truth!.curve.map((point) => ({ ...point, value: point.value + 1 }));
    const summary = { ...opened!.summary, truth: { ...truth!, curve } };
    await retrain(checks, { ...opened!, metrics, summary }, "wasm", new AbortController().signal);
    assertEquals(checks.problems.map(({ claim }) => claim), [
      "metrics.jsonl but its times, trained again: line 1",
      "truth in summary.json, trained again",
    ]);
  },
);

test("verify of folds without a checkpoint leaves what only members that were not kept show", async ({ path: folder }) => {
  const run = await train(folder, "hidden=[3]", "epochs=2", "folds=2", "monitor=cost");
  await Deno.remove(join(run, FILES.checkpoint));
  const { wrong, unverified } = await verified(run);
  assertEquals(wrong, []);
  for (const entry of ["the weight decays in weights.safetensors", "members in metrics.jsonl"]) {
    assert(unverified.includes(entry), entry);
  }
});

test("verify --retrain finds the same bytes, and metrics that do not follow from the files alone", async ({ path: folder }) => {
  const run = await train(folder, "hidden=[3]", "epochs=4", "keep=best", "batchSize=8");
  const { stdout, stderr } = await done("verify", run, "--retrain");
  assertMatch(stderr, /^Trains .* again, which took \d+\.\d s the first time$/m);
  assertMatch(stdout, /^ok {5}checkpoint\.safetensors, trained again$/m);
  assertMatch(stdout, /not verifiable: .*; seconds, samplesPerSecond in metrics\.jsonl$/m);

  // Someone who changes a line everywhere that it stands, and every hash.
  const saved = (await readSaved(run))!;
  const metrics = saved.metrics.map((line, k) => k === 0 ? { ...line, train: { cost: 9 } } : line);
  await Deno.writeFile(join(run, FILES.checkpoint), await formatSaved({ ...saved, metrics }));
  await Deno.writeTextFile(join(run, FILES.metrics), metricsText(metrics));
  const file = join(run, FILES.summary);
  const summary = JSON.parse(await Deno.readTextFile(file));
  const forged = { ...summary, metricsSha256: hash("sha256", metricsText(metrics)) };
  await Deno.writeTextFile(file, JSON.stringify(forged));
  assertEquals((await verified(run)).wrong, []);
  const { checks, run: opened } = await verifyRun(run, "");
  await retrain(checks, opened!, "wasm", new AbortController().signal);
  assertEquals(
    checks.problems.map(({ claim }) => claim),
    ["metrics.jsonl but its times, trained again: line 1"],
  );
});
