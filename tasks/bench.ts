/**
 * `deno task bench`: how fast we train and infer, beside the peers that are installed.
 *
 * Every measurement is a process of its own. With peers, the programs take turns, round after round: whatever slows the
 * machine for a while then slows all of them.
 *
 * @module
 */

import { cpus } from "node:os";
import inkling from "../deno.json" with { type: "json" };
import { ENGINES } from "../lib/engine/create.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "./cli/arguments.ts";
import { type Contender, findPeers, ours } from "./bench/contenders.ts";
import type { Growth } from "./bench/growth.ts";
import { mergedRows, type Row } from "./bench/row.ts";
import { runContender } from "./bench/run_contender.ts";
import { comparisonLines, growthTable, rowTable } from "./bench/text.ts";
import { EPOCH, TRAININGS, WORKLOADS } from "./bench/workloads.ts";
import { counted } from "./cli/format.ts";
import { explain } from "./system/explain.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";

const ALL = Object.keys(WORKLOADS);

/** What takes less than two minutes, with NumPy and PyTorch too. */
const QUICK = { images: 2560, epochs: 2 } as const;

const command = {
  name: "bench",
  description: "Measures our speed, beside other libraries where they are installed.\n\n" +
    ALL.map((name) => `  ${name.padEnd(7)} ${WORKLOADS[name]}`).join("\n") + "\n\n" +
    "An epoch is 50,000 images. Shuffling them and gathering the batches as rows without zeros are in the time; loading\n" +
    "and evaluating are not. The clock starts after an epoch, of W4 after 2,560 images, in which we also make our\n" +
    "compact copy of the images, as the peers make theirs of float32 while they load.",
  options: {
    only: {
      description: "The workloads",
      value: "LIST",
      default: ALL.filter((name) => name !== "growth").join(),
    },
    peers: { description: "Run NumPy, PyTorch and others too, where they are installed" },
    tfjs: {
      description: "The folder whose node_modules holds TensorFlow.js",
      value: "FOLDER",
      default: ".",
    },
    workers: {
      description: "How many threads we use, or all; one and all if not given",
      value: "N",
    },
    engine: {
      description: "What runs our loops",
      value: "NAME",
      choices: [...ENGINES, "blas"],
      default: "auto",
    },
    epochs: { description: "Epochs to time in each process; 5, of W4 1", value: "N" },
    rounds: { description: "Processes to start for each row; 3 with peers, else 1", value: "N" },
    images: {
      description: "Training images of an epoch; times are scaled to 50,000, which is the default",
      value: "N",
    },
    quick: {
      description:
        `A first look: --images ${QUICK.images} --epochs ${QUICK.epochs} --rounds 1, and no slow peers`,
    },
    data: DATA,
    json: { description: "Print the result as JSON" },
  },
} satisfies Command;

/** Measures as the command line says. */
export async function benchTask(
  { options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const workloads = workloadsOf(options.only);
  const cores = navigator.hardwareConcurrency;
  const everyone = [...new Set([1, cores])];
  const given = (name: "images" | "epochs" | "rounds", most = Infinity) => {
    const value = options[name];
    return value === undefined ? undefined : wholeNumber(name, value, { min: 1, max: most });
  };
  const images = given("images", EPOCH) ?? (options.quick ? QUICK.images : EPOCH);
  const epochs = given("epochs") ?? (options.quick ? QUICK.epochs : undefined);
  const rounds = given("rounds") ?? (options.peers && !options.quick ? 3 : 1);

  const contenders = ours(options.engine, threadsOf(options, cores));
  if (options.peers) {
    const { peers, missing } = await findPeers(options.tfjs, everyone);
    contenders.push(...peers.filter(({ slow }) => !slow || !options.quick));
    if (missing.length > 0) console.error(`Not installed here: ${missing.join(", ")}`);
  }

  const result = {
    machine: machine(cores),
    date: new Date().toISOString(),
    versions: { inkling: inkling.version, deno: Deno.version.deno, v8: Deno.version.v8 },
    rows: [] as Row[],
  };
  let head = headOf(result, images);
  /** Prints a paragraph, the first below what was measured where. */
  const print = (text: string) => {
    if (options.json) return;
    console.log(`${head}\n${text}`);
    head = "";
  };
  const extras: { growth?: Growth[]; peakMemoryBytes?: number } = {};
  for (const workload of workloads) {
    const { warmUp, epochs: defaultEpochs } = TRAININGS[workload] ?? { warmUp: EPOCH, epochs: 5 };
    // Of a smaller epoch there are as many before the clock starts.
    const first = Math.min(warmUp, Math.ceil(warmUp / EPOCH) * images);
    const run = { images, warmUp: first, data: options.data, signal };
    const rows: Row[] = [];
    for (let round = 1; round <= rounds; round++) {
      for (const contender of takingPart(contenders, workload, round)) {
        console.error(`${workload}, round ${round} of ${rounds}: ${contender.name}`);
        const count = epochs ?? (contender.slow ? 1 : defaultEpochs);
        try {
          const outcome = await runContender(contender, workload, { ...run, epochs: count });
          const { rows: more, ...other } = outcome;
          rows.push(...more);
          Object.assign(extras, other);
        } catch (error) {
          if (contender.required || signal.aborted) throw error;
          console.error(explain(error));
        }
      }
    }
    const merged = mergedRows(rows);
    result.rows.push(...merged);
    if (merged.length > 0) print([rowTable(merged), ...comparisonLines(merged)].join("\n"));
  }
  if (options.json) return console.log(JSON.stringify({ ...result, ...extras }));
  const { growth, peakMemoryBytes } = extras;
  if (peakMemoryBytes) print(`Memory of a W1 run: ${Math.round(peakMemoryBytes / 1e6)} MB`);
  if (growth) print(growthTable(growth));
}

/** Which contenders run a workload in a round; slow ones, and workloads without rounds, run in the first round only. */
function takingPart(
  contenders: readonly Contender[],
  workload: string,
  round: number,
): Contender[] {
  const able = contenders.filter(({ workloads }) => workloads.includes(workload));
  if (workload === "growth") return round === 1 ? able.slice(0, 1) : [];
  if (workload === "load") return able.slice(0, 1); // it uses one thread only
  return able.filter(({ slow }) => !slow || round === 1);
}

function workloadsOf(list: string): string[] {
  const names = list.split(",");
  for (const name of names) {
    if (!ALL.includes(name)) {
      throw new UsageError(
        `--only takes ${ALL.join(", ")}, with commas between: there is no "${name}"`,
      );
    }
  }
  return names;
}

/** The numbers of threads that we are measured with. */
function threadsOf(
  { workers, engine }: { workers: string | undefined; engine: string },
  cores: number,
): number[] {
  if (engine === "reference") return [1];
  if (workers === undefined) return [...new Set([1, cores])];
  return [workers === "all" ? cores : wholeNumber("workers", workers, { min: 1 })];
}

/** What was measured where. */
function headOf(
  { machine: { cpu, cores, os }, versions: { deno } }: {
    machine: ReturnType<typeof machine>;
    versions: { deno: string };
  },
  images: number,
): string {
  const scaled = images < EPOCH ? `Scaled from ${images} images\n` : "";
  return `${cpu}, ${counted(cores, "core")}, ${os}; Deno ${deno}\n${scaled}`;
}

function machine(cores: number): { cpu: string; cores: number; os: string } {
  const cpu = cpus()[0]?.model.trim() ?? "unknown";
  return { cpu, cores, os: `${Deno.build.os} ${Deno.build.arch}` };
}

if (import.meta.main) await main(command, benchTask);
