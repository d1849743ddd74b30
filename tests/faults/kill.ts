/**
 * Kills commands at random moments (`kill -9`), and checks after each kill that no file is torn and that whatever reads the
 * files finds one state of them; at the end, that the same command gives the files of an uninterrupted one.
 *
 * `deno run -P=test tests/faults/kill.ts 200` kills 200 times and prints a table.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { mnist } from "../../lib/digits/mnist.ts";
import { weightsSha256 } from "../../mod.ts";
import { missingFiles } from "../../tasks/data/missing_files.ts";
import { isReport } from "../../tasks/results/report/write_report.ts";
import { listRuns } from "../../tasks/run/list_runs.ts";
import { readNetwork } from "../../tasks/run/read_network.ts";
import { holdsRun, readConsistent, readRun } from "../../tasks/run/run_folder.ts";
import { readSaved } from "../../tasks/run/saved.ts";
import { holdsSweep } from "../../tasks/run/sweep_folder.ts";
import { readDefinition, readResults } from "../../tasks/sweep/folder.ts";
import { killAtRandom } from "../helpers/kills.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import {
  namesIn,
  outcomeOf,
  startTask,
  temporaryFolder,
  untilGroupEnds,
} from "../helpers/run_task.ts";
import { IRIS } from "../helpers/shared_runs.ts";
import { bytesOf, writeSweep } from "../tasks/sweep/sweep_runs.ts";

/** A command that is killed, and what has to hold then. */
interface Victim {
  /** The command line. */
  readonly words: readonly [string, ...string[]];
  /** What it is begun anew with; nothing is removed if left out, so that it goes on. */
  readonly clear?: () => Promise<void>;
  /** Fails if a file is torn or two contradict each other. */
  readonly check: () => Promise<void>;
  /** Fails if the files differ from those of an uninterrupted command. */
  readonly checkEnd: () => Promise<void>;
}

/** How often a command was killed, and how often it was done before. */
export interface Kills {
  readonly command: string;
  readonly killed: number;
  readonly done: number;
}

/**
 * Kills each command so many times at random moments; throws at the first thing that does not hold.
 *
 * @param onRow is called after each command
 */
export async function killEach(
  kills: number,
  onRow: (row: Kills) => void = () => {},
): Promise<Kills[]> {
  await using folder = await temporaryFolder();
  const rows: Kills[] = [];
  for (const [command, victim] of Object.entries(await victimsIn(folder.path))) {
    const row = await killAtRandom(command, async (drawDelay) => {
      let [killed, done] = [0, 0];
      let longest = await timeOf(victim);
      await victim.clear?.();
      while (killed < kills) {
        const began = performance.now();
        const process = startTask(victim.words, { detached: true });
        const timer = setTimeout(() => process.kill("SIGKILL"), drawDelay(longest));
        const status = process.status.finally(() => clearTimeout(timer)); // stderr may end later
        const { stderr } = await outcomeOf(process);
        const { signal, code } = await status;
        await untilGroupEnds(process.pid); // what it started ends by itself
        await victim.check();
        if (signal === "SIGKILL") killed++;
        else {
          assertEquals(code, 0, `${command}: ${stderr}`);
          await victim.checkEnd();
          await victim.clear?.();
          longest = performance.now() - began;
          done++;
        }
      }
      await timeOf(victim);
      await victim.checkEnd();
      return { command, killed, done };
    });
    rows.push(row);
    onRow(row);
  }
  return rows;
}

/** Lets a command come to its end; returns how long it takes, in milliseconds. */
async function timeOf({ words }: Pick<Victim, "words">): Promise<number> {
  const began = performance.now();
  const { code, stderr } = await outcomeOf(startTask(words));
  assertEquals(code, 0, stderr);
  return performance.now() - began;
}

async function victimsIn(folder: string): Promise<Record<string, Victim>> {
  const runs = join(folder, "runs");
  const trainWith = (...words: string[]) => (name: string): [string, ...string[]] => [
    "train",
    "--no-report",
    "--csv",
    IRIS,
    "--target",
    "species",
    "--set",
    "earlyStopping=null",
    ...words,
    "--runs",
    runs,
    "--name",
    name,
    "--resume",
  ];
  const train = trainWith("--folds", "0", "--set", "epochs=600");
  const trainFolds = trainWith("--folds", "3", "--set", "epochs=60", "--set", "hidden=[8]");
  const [straight, folds] = [join(runs, "straight"), join(runs, "folds")];
  await timeOf({ words: train("straight") });
  await timeOf({ words: trainFolds("folds") });
  const sweepFile = await writeSweep(folder, "grid");
  const sweep = (out: string): [string, ...string[]] => ["sweep", sweepFile, "--out", out];
  const [wholeSweep, killedSweep] = [join(folder, "whole"), join(folder, "killed")];
  await timeOf({ words: sweep(wholeSweep) });
  const expected = await bytesOf(wholeSweep);
  const data = join(folder, "data");
  const model = join(folder, "model.onnx");
  const report = join(folder, "report.html");
  const remove = (path: string) => async () => {
    if (await exists(path)) await Deno.remove(path, { recursive: true });
  };
  const export_: [string, ...string[]] = ["export", straight, "--out", model, "--force"];
  await timeOf({ words: export_ });
  const whole = await Deno.readFile(model);
  const fetched = async () => (await missingFiles(mnist, join(data, "mnist")));

  return {
    fetch: {
      words: ["fetch", "--data", data, "--from", join(await mnistData(), "mnist")],
      clear: remove(data),
      check: async () => {
        for (const { file, damage } of await fetched()) {
          assertEquals(damage, undefined, `${file.name} is torn`);
        }
      },
      checkEnd: async () => {
        assertEquals(await fetched(), []);
        assertEquals(
          await namesIn(join(data, "mnist")),
          Object.values(mnist.files).map(({ name }) => name).sort(),
        );
      },
    },
    train: trained(runs, "killed", train, straight),
    "train over folds": trained(runs, "killed-folds", trainFolds, folds),
    sweep: {
      words: sweep(killedSweep),
      clear: remove(killedSweep),
      check: async () => {
        if (!await holdsSweep(killedSweep)) return;
        await readDefinition(killedSweep);
        assertEquals((await readResults(killedSweep)).damaged, []);
        for (const name of await namesIn(join(killedSweep, "trials"))) {
          await checkRun(join(killedSweep, "trials"), name);
        }
      },
      checkEnd: async () => assertEquals(await bytesOf(killedSweep), expected),
    },
    report: {
      words: ["report", straight, "--out", report],
      check: async () => assert(!await exists(report) || await isReport(report), "it is torn"),
      checkEnd: async () => assert(await isReport(report)),
    },
    export: {
      words: export_,
      check: async () => assertEquals(await Deno.readFile(model), whole),
      checkEnd: async () => assertEquals(await Deno.readFile(model), whole),
    },
  };
}

/** Training that goes on with its run until it is done, and has the weights of another run then. */
function trained(
  runs: string,
  name: string,
  words: (name: string) => [string, ...string[]],
  straight: string,
): Victim {
  const run = join(runs, name);
  return {
    words: words(name),
    clear: async () => {
      if (await exists(run)) await Deno.remove(run, { recursive: true });
    },
    check: () => checkRun(runs, name),
    checkEnd: async () => {
      const [{ summary }, other] = [await readRun(run), await readRun(straight)];
      assertEquals([summary.ended, summary.weightsSha256], ["done", other.summary.weightsSha256]);
      assertEquals(await namesIn(run), await namesIn(straight));
    },
  };
}

/** Fails if a run's files are not all of one epoch. */
async function checkRun(runs: string, name: string): Promise<void> {
  const path = join(runs, name);
  if (!await holdsRun(path)) return;
  const { files, network, saved } = await readConsistent(path, async () => ({
    files: await readRun(path),
    network: await readNetwork(path),
    saved: await readSaved(path),
  }));
  const { summary, metrics } = files;
  assertEquals([summary.epochs, saved?.checkpoint.epoch], [metrics.length, metrics.length]);
  assertEquals(await weightsSha256(network.network), summary.weightsSha256);
  const listed = (await listRuns(runs)).find((run) => run.name === name);
  assertEquals(listed?.damage, undefined);
}

if (import.meta.main) {
  const kills = Number(Deno.args[0] ?? 10);
  const each = Math.ceil(kills / 6); // commands
  await killEach(each, ({ command, killed, done }) => {
    console.log(`${command}: killed ${killed} times, done before that ${done} times; nothing torn`);
  });
}
