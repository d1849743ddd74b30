/** The workflow of sweeps: a stage in shards, which are cut short and go on, and a stage after it, to the files of one machine. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { checkoutIn } from "../helpers/checkout.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { namesIn, ROOT } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { DENO, ghWith, ignore, readWorkflow, runSteps, type StepsRun } from "./steps.ts";

const SWEEP = join(ROOT, "tests/workflows/table_sweep.json");

/** The files of a sweep that are the same everywhere, and the weights that it keeps, by their paths. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const runs = await namesIn(join(folder, "trials"));
  const names = [
    "sweep.json",
    "trials.csv",
    "index.html",
    "best.json",
    ...runs.map((run) => `trials/${run}/weights.safetensors`),
  ];
  const texts = names.map(async (
    name,
  ) => [name, (await Deno.readFile(join(folder, name))).toHex()]);
  return Object.fromEntries(await Promise.all(texts));
}

testsWhere(LONG_TESTS && !ignore)(
  "a sweep in shards and two stages has the files of one machine",
  async ({ path }) => {
    const workflow = await readWorkflow(".github/workflows/sweep.yml");
    const cwd = await checkoutIn(path, "native");
    await Deno.copyFile(join(ROOT, "tests/tasks/data/penguins.csv"), join(cwd, "penguins.csv"));
    const programs = { deno: DENO, gh: ghWith([], { "5 sweep": join(path, "sweep") }) };
    /** Runs a job as on a machine of its own, with what its first steps bring. */
    const job = async (name: string, from: string, values: Record<string, string>) => {
      await Deno.remove(join(cwd, "merged"), { recursive: true }).catch(() => {});
      return await runSteps(workflow, name, {
        cwd,
        programs,
        values: {
          "inputs.file": SWEEP,
          "inputs.shards": "2",
          "inputs.from": from,
          "github.repository": "Someone/inkling",
          "github.token": "token",
          ...values,
        },
      });
    };
    const shard = async (from: string, shard: string) => {
      const run = await job("shard", from, { "matrix.shard": shard });
      assertEquals(run.code, 0, run.log);
    };
    const merge = (from: string, stage: number): Promise<StepsRun> =>
      job("merge", from, { "fromJSON(needs.plan.outputs.plan).stage": String(stage) });
    const plan = async (from: string) => {
      const { code, log, outputs } = await job("plan", from, {});
      assertEquals(code, 0, log);
      return JSON.parse(outputs["plan.plan"]!);
    };

    const first = await plan("");
    assertEquals([first.stage, first.stages, first.done, first.shards], [1, 2, false, [
      "1/2",
      "2/2",
    ]]);
    await shard("", "2/2");
    const missing = await merge("", 1);
    assertEquals(missing.code, 1, "a shard is missing");
    assertStringIncludes(missing.log, "error: Missing: ");
    for (const one of first.shards) await shard("", one); // the second goes on from what it left
    const merged = await merge("", 1);
    assertEquals(merged.code, 0, merged.log);
    assertMatch(merged.summary, /learningRate/);
    await Deno.rename(join(cwd, "merged"), join(path, "sweep"));
    await Deno.remove(join(cwd, "parts"), { recursive: true });

    const second = await plan("5");
    assertEquals([second.stage, second.done], [2, false]);
    for (const one of second.shards) await shard("5", one);
    const last = await merge("5", 2);
    assertEquals(last.code, 0, last.log);
    const whole = await contentsOf(join(cwd, "merged"));
    await Deno.remove(join(path, "sweep"), { recursive: true });
    await Deno.rename(join(cwd, "merged"), join(path, "sweep"));
    assertEquals((await plan("5")).done, true);

    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "-q", "sweep", SWEEP, "--out", join(path, "alone"), "--no-report"],
      cwd,
      stdout: "null",
      stderr: "null",
    }).output();
    assertEquals(success, true);
    assertEquals(whole, await contentsOf(join(path, "alone")));
  },
);
