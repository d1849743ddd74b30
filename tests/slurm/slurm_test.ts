/** `tasks/sweep/slurm.sh` on a real Slurm of two nodes, one of which is killed. Some of these take most of a minute. */

import { assert, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { LONG_TESTS } from "../helpers/long.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { granted, namesIn, runCommand } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { assertSame, SAME, sweepFile } from "../sweeps/same.ts";
import { sweepDone, writeSweep } from "../tasks/sweep/sweep_runs.ts";
import { Cluster, slurmFound } from "./cluster.ts";

const test = testsWhere(LONG_TESTS && await slurmFound());
const scriptTest = testsWhere(granted("read", "write", "run") && Deno.build.os !== "windows");

/** A sweep's file, the folder to write, and that of the shards, which the script puts beside it. */
function locateExamples(folder: string, name: typeof SAME[number]) {
  const out = join(folder, "merged");
  return { file: sweepFile(name), out, parts: `${out}-shards` };
}

/** Waits until a shard of the first stage has saved an epoch, and has not ended; returns its number and its node. */
async function shardUnderWay(cluster: Cluster, parts: string): Promise<[string, string]> {
  for (let tries = 0; tries < 600; tries++) {
    const running = await cluster.run("squeue", "-h", "-t", "R", "-o", "%K %N");
    for (const [shard = "", node = ""] of running.split("\n").map((line) => line.split(" "))) {
      const trials = join(parts, `stage-1-shard-${shard}`, "trials");
      for (const run of await namesIn(trials)) {
        if (await exists(join(trials, run, "checkpoint.safetensors"))) return [shard, node];
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("No shard has saved an epoch");
}

for (const name of SAME) {
  test(
    `Slurm takes a ${name} to the bytes of one machine, though a node is killed in the middle`,
    async (folder) => {
      const data = await mnistData();
      const { file, out, parts } = locateExamples(folder.path, name);
      await using cluster = await Cluster.start(join(folder.path, "cluster"), ["n1", "n2"]);
      const words = [file, "--shards", "4", "--out", out, "--data", data];
      assertMatch(
        await cluster.run("tasks/sweep/slurm.sh", ...words),
        /^Stage 1 of \d: 4 shards in job 1, merged by job 2; /,
      );

      const [shard, node] = await shardUnderWay(cluster, parts);
      await cluster.killNode(node);
      cluster.startNode(node);
      await cluster.untilDone();
      const log = await Deno.readTextFile(join(parts, "logs", `stage-1-shard-${shard}.log`));
      const starts = [...log.matchAll(/^Shard \d of 4$/gm)].length;
      assertGreater(starts, 1, log);

      await assertSame(out, name);
      assertMatch(await cluster.run("tasks/sweep/slurm.sh", ...words), /^Nothing is left to train/);
    },
  );
}

/** Runs the script where there need not be any Slurm. */
const runScript = (...args: string[]) => runCommand("bash", ["tasks/sweep/slurm.sh", ...args]);

scriptTest(
  "--dry-run prints an array of the shards that the stage has, and a merge that depends on it",
  async (folder) => {
    const { file, out, parts } = locateExamples(folder.path, "grid");
    const words = [file, "--shards", "100", "--out", out, "--dry-run", "--", "--time=60"];
    const { code, stdout, stderr } = await runScript(...words);
    assertEquals(code, 0, stderr);
    assertEquals(
      stdout,
      `Stage 1 of 1: 6 shards in job JOB, merged by job JOB; logs in ${parts}/logs\n`,
    );
    const [array = "", merge = ""] = stderr.split("\n").filter((line) => line.startsWith("sbatch"));
    assertMatch(array, / --array=1-6 --signal=B:TERM@60 .* --requeue .* --time=60 .* shard 1 6 /);
    assertMatch(merge, / --dependency=afterany:JOB .* --time=60 .* merge 1 .* -- --time=60 $/);
    assertEquals(await namesIn(folder.path), []);
  },
);

scriptTest(
  "a stage of which nothing came is missing, and is not submitted again",
  async (folder) => {
    const [part, out] = [join(folder.path, "part"), join(folder.path, "merged")];
    const file = await writeSweep(folder.path, "halving");
    await sweepDone([file, "--shard", "1/1", "--out", part]);
    await sweepDone(["merge", part, "--out", out]);
    const { code, stderr } = await runScript("merge", "2", file, "--out", out);
    assertEquals(code, 1, stderr);
    assertMatch(stderr, /^error: Missing: 8 runs of stage 2;$/m);
  },
);

scriptTest("a wrong command line of slurm.sh ends with 2, with the reason", async () => {
  for (
    const [args, message] of [
      [[], "expected a sweep's file; --help explains how"],
      [["a.json", "b.json"], "expected one sweep, got a.json and b.json"],
      [["a.json", "--shard", "2"], "there is no option --shard; --help lists them"],
      [["a.json", "--shards"], "expected a value after --shards"],
    ] as const
  ) {
    const stderr = `error: ${message}\n`;
    assertEquals(await runScript(...args), { code: 2, stdout: "", stderr });
  }
});

test(
  "a shard whose time is over goes back into the queue and goes on; one that is cancelled does not",
  async (folder) => {
    const data = await mnistData();
    const { file, out, parts } = locateExamples(folder.path, "grid");
    await using cluster = await Cluster.start(join(folder.path, "cluster"), ["n1"]);
    const words = [file, "--shards", "1", "--out", out, "--data", data];
    await cluster.run("tasks/sweep/slurm.sh", ...words);
    await shardUnderWay(cluster, parts);
    // What --signal=B:TERM@60 does a minute before the end of its time.
    await cluster.run("scancel", "--signal=TERM", "--batch", "1");
    await cluster.until(async () =>
      (await cluster.run("squeue", "-h", "-j", "1", "-t", "R", "-o", "%i")) === ""
    );
    const log = join(parts, "logs", "stage-1-shard-1.log");
    await cluster.until(async () =>
      (await Deno.readTextFile(log)).match(/^Shard 1 of 1$/gm)?.length === 2
    );
    await cluster.run("scancel", "1");
    await cluster.untilDone();
    assertEquals((await Deno.readTextFile(log)).match(/^Shard 1 of 1$/gm)?.length, 2);
    assertMatch(await cluster.run("scontrol", "-o", "show", "job", "1"), /JobState=CANCELLED /);
    const merged = await Deno.readTextFile(join(parts, "logs", "stage-1-merge.log"));
    assertMatch(merged, /^error: Missing: \d runs?/m);
    assert(await exists(join(out, "sweep.json")));
  },
);
