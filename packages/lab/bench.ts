/**
 * `deno task --cwd packages/lab bench`: how fast we train and infer, beside the peers that are installed.
 *
 * Every measurement is a process of its own. With peers, the programs take turns, round after round: whatever slows the
 * machine for a while then slows all of them. @module
 */

import { cpus } from "node:os";
import inkling from "../../deno.json" with { type: "json" };
import { ENGINES } from "../../lib/engine/mod.ts";
import {
  type Arguments,
  type Command,
  UsageError,
  wholeNumber,
} from "../../tasks/cli/arguments.ts";
import { type Contender, findNative, findPeers, ours, oursIn } from "./bench/contenders.ts";
import { measurePeak, type Peak } from "./bench/machine_peak.ts";
import type { NativeKernels } from "./bench/native_peak.ts";
import { findRuntime, runContender, RUNTIMES } from "./bench/programs.ts";
import { type AnyRow, mergedRows, type NonZeros, nonZerosOf, type Row } from "./bench/row.ts";
import { shareOfPeak } from "./bench/row.ts";
import { benchTables } from "./bench/tables/bench_tables.ts";
import { DIVISIONS } from "./bench/tables/list.ts";
import { workloadText } from "./bench/text.ts";
import {
  EPOCH_IMAGES,
  SINGLE_ROUND_WORKLOADS,
  TRAINING_WORKLOADS,
  WORKLOADS,
} from "./bench/workloads.ts";
import { readSplits } from "../../tasks/data/catalogue.ts";
import { counted } from "../../tasks/cli/format.ts";
import { explain } from "../../tasks/system/explain.ts";
import { main } from "../../tasks/cli/main.ts";
import { NATIVE } from "../../tasks/native/mod.ts";
import { workersOf } from "../../tasks/run/open_engine.ts";
import { DATA } from "../../tasks/cli/options.ts";
import { printDocument, printJson, printNote } from "../../tasks/cli/print.ts";

const ALL_WORKLOADS = Object.keys(WORKLOADS);

const DEFAULT_WORKLOADS = ALL_WORKLOADS.filter((name) => name !== "growth").join();

/** What takes less than two minutes, with peers too. */
const QUICK = { images: 2560, epochs: 2 } as const;

const command = {
  name: "bench",
  member: "packages/lab",
  description: "Measures our speed, beside other libraries where they are installed.\n\n" +
    ALL_WORKLOADS.map((name) => `  ${name.padEnd(7)} ${WORKLOADS[name]}`).join("\n") + "\n\n" +
    "An epoch is 50,000 images. Shuffling them and gathering the batches as rows without zeros are in the time; loading " +
    "and evaluating are not. The clock starts after an epoch, of W4 after 2,560 images, in which we also make our " +
    "compact copy of the images, as the peers make theirs of float32 while they load.\n\n" +
    "The peak is what one core multiplies and adds, measured first for WebAssembly and for native vectors of each " +
    "width, and the memory that it copies. A network's share of the peak of its kernels counts the products of matrices " +
    "alone, and of the first layer the pixels that are not zero: forward, and trained also back through every layer but " +
    "the first, and for every gradient. A kernel whose data stays in a cache goes beyond the memory's peak.\n\n" +
    "The first row of each workload is what `deno task train` does. Native kernels have rows of their own where " +
    "`deno task build_native` has built them.\n\n" +
    "--tables measures ours and its peers in Python on equal rows of the tables of packages/lab/bench/tables instead, " +
    "and compares their ranks, wins and processor seconds. What FOLDER/results has is not measured again.",
  options: {
    only: {
      description: "The workloads, or what is measured on tables; all but growth if not given",
      value: "LIST",
    },
    tables: { description: "Measure on the tables of this folder", value: "FOLDER" },
    division: {
      description: "Which of the tables",
      value: "NAME",
      choices: DIVISIONS,
      default: "tuned",
    },
    seeds: { description: "The splits of each table", value: "LIST", default: "1,2,3" },
    checkout: { description: "Train on tables by this checkout", value: "FOLDER" },
    name: {
      description: "The name under which its results are kept",
      value: "NAME",
      default: "ours",
    },
    words: {
      description:
        "What train is given besides, such as --words='--search'; {minutes} is tuned XGBoost's processor time",
      value: "WORDS",
      default: "",
    },
    peers: {
      description:
        "Run NumPy, PyTorch and others too, where they are installed; those in JavaScript come from npm",
    },
    runtime: {
      description: "Where we run: deno, or another beside it, from the PATH",
      value: "NAME",
      choices: ["deno", ...RUNTIMES],
      default: "deno",
    },
    workers: {
      description: "How many threads we use, or all; one and all if not given",
      value: "N",
    },
    engine: {
      description: "What runs our loops; auto is wasm, and native too where it is built",
      value: "NAME",
      choices: [...ENGINES, NATIVE],
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
        `A quick run: --images ${QUICK.images} --epochs ${QUICK.epochs}, of W4 1, --rounds 1, no slow peers`,
    },
    data: DATA,
    json: { description: "Print the result as JSON" },
  },
} satisfies Command;

async function benchTask(
  { options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const { tables } = options;
  if (tables !== undefined) return await benchTables({ ...options, tables }, signal);
  const workloads = workloadsOf(options.only ?? DEFAULT_WORKLOADS);
  const cores = navigator.hardwareConcurrency;
  const given = (name: "images" | "epochs" | "rounds", most = Infinity) => {
    const value = options[name];
    return value === undefined ? undefined : wholeNumber(name, value, { min: 1, max: most });
  };
  const images = given("images", EPOCH_IMAGES) ?? (options.quick ? QUICK.images : EPOCH_IMAGES);
  const epochs = given("epochs");
  const rounds = given("rounds") ?? (options.peers && !options.quick ? 3 : 1);

  const nonZeros = await nonZerosFor(workloads, images, options.data);
  const native = await findNative();
  const isNative = !("missing" in native);
  if (!isNative && options.engine === NATIVE) throw new Error(native.missing);
  const { contenders, versions } = await contendersOf(options, cores, isNative);
  const result = {
    machine: { ...machine(cores), peak: measurePeak(isNative ? native.peaks : {}) },
    native: isNative ? `${native.variant}, ${counted(native.lanes, "lane")}` : null,
    date: new Date().toISOString(),
    versions: { inkling: inkling.version, ...versions },
    rows: [] as AnyRow[],
  };
  const print = (text: string) => {
    if (!options.json) printDocument(`${text}\n`);
  };
  print(headOf(result, native, images));
  const extras: { peakMemoryBytes?: number } = {};
  for (const workload of workloads) {
    const { warmUp, epochs: defaultEpochs } = TRAINING_WORKLOADS[workload] ??
      { warmUp: EPOCH_IMAGES, epochs: 5 };
    // Of a smaller epoch there are as many before the clock starts.
    const first = Math.min(warmUp, Math.ceil(warmUp / EPOCH_IMAGES) * images);
    const run = { images, warmUp: first, data: options.data, signal };
    const measured: AnyRow[] = [];
    for (let round = 1; round <= rounds; round++) {
      for (const contender of takingPart(contenders, workload, round)) {
        printNote(`${workload}, round ${round} of ${rounds}: ${contender.name}`);
        const most = contender.slow ? 1 : options.quick ? QUICK.epochs : Infinity;
        const count = epochs ?? Math.min(defaultEpochs, most);
        try {
          const outcome = await runContender(contender, workload, { ...run, epochs: count });
          const { rows, ...other } = outcome;
          measured.push(...rows);
          Object.assign(extras, other);
        } catch (error) {
          if (contender.required || signal.aborted) throw error;
          printNote(explain(error));
        }
      }
    }
    const single = SINGLE_ROUND_WORKLOADS.includes(workload)
      ? measured
      : mergedRows(measured as Row[]);
    const rows = defaultFirst(single, workload).map((row) => ({
      ...row,
      shareOfPeak: shareOfPeak(row, nonZeros, result.machine.peak),
    }));
    result.rows.push(...rows);
    if (rows.length > 0) print(workloadText(workload, rows));
  }
  if (options.json) return printJson({ ...result, ...extras });
  const { peakMemoryBytes } = extras;
  if (peakMemoryBytes) print(`Memory of a W1 run: ${Math.round(peakMemoryBytes / 1e6)} MB`);
}

/** The contenders, and the versions of our runtimes; prints what is not installed. */
async function contendersOf(
  options: Arguments<typeof command>["options"],
  cores: number,
  isNative: boolean,
): Promise<{ contenders: Contender[]; versions: Record<string, string> }> {
  const threads = threadsOf(options, cores);
  const contenders = ours(options.engine, threads, isNative);
  const versions: Record<string, string> = { deno: Deno.version.deno, v8: Deno.version.v8 };
  const absent: string[] = [];
  const other = RUNTIMES.find((name) => name === options.runtime);
  if (other !== undefined) {
    if (options.engine === NATIVE) {
      throw new UsageError(
        `Cannot run --engine ${NATIVE} in ${other}: it is measured in Deno alone`,
      );
    }
    const runtime = await findRuntime(other);
    if (runtime === undefined) absent.push(other);
    else {
      contenders.push(...oursIn(runtime, options.engine, threads));
      versions[other] = runtime.version;
    }
  }
  if (options.peers) {
    const { peers, missing } = await findPeers([...new Set([1, cores])], !options.quick);
    contenders.push(...peers);
    absent.push(...missing);
  }
  if (absent.length > 0) printNote(`Not installed here: ${absent.join(", ")}`);
  return { contenders, versions };
}

/** Checks that the data is there, if a workload needs it, and counts the inputs that are not zero. */
async function nonZerosFor(
  workloads: readonly string[],
  images: number,
  data: string,
): Promise<NonZeros | undefined> {
  if (workloads.every((name) => name === "kernels")) return undefined;
  const { training, test } = await readSplits({ dataset: "mnist", trainingSize: images }, data);
  return { training: nonZerosOf(training), test: nonZerosOf(test) };
}

/** The rows of a workload, first that of what `deno task train` does: WebAssembly with as many workers as it takes. */
function defaultFirst(rows: readonly AnyRow[], workload: string): AnyRow[] {
  const training = TRAINING_WORKLOADS[workload];
  if (training === undefined) return [...rows];
  const { sizes, train: { batchSize } } = training;
  const threads = workersOf("auto", { sizes: [...sizes], batchSize: batchSize!, folds: 0 });
  const isDefault = (row: AnyRow) => row.who === "inkling (wasm)" && row.threads === threads;
  return rows.toSorted((a, b) => Number(isDefault(b)) - Number(isDefault(a)));
}

/** Which contenders run a workload in a round; slow ones, and workloads without rounds, run in the first round only. */
function takingPart(
  contenders: readonly Contender[],
  workload: string,
  round: number,
): Contender[] {
  const able = contenders.filter(({ workloads }) => workloads.includes(workload));
  return able.filter(({ slow }) =>
    round === 1 || !slow && !SINGLE_ROUND_WORKLOADS.includes(workload)
  );
}

function workloadsOf(list: string): string[] {
  const names = list.split(",");
  for (const name of names) {
    if (!ALL_WORKLOADS.includes(name)) {
      throw new UsageError(
        `--only takes ${ALL_WORKLOADS.join(", ")}, with commas between: there is no "${name}"`,
      );
    }
  }
  return names;
}

function threadsOf(
  { workers, engine }: { workers: string | undefined; engine: string },
  cores: number,
): number[] {
  if (engine === "reference") return [1];
  if (workers === undefined) return [...new Set([1, cores])];
  return [workers === "all" ? cores : wholeNumber("workers", workers, { min: 1 })];
}

function headOf(
  { machine: { cpu, cores, os, peak }, versions: { deno, node, bun } }: {
    machine: ReturnType<typeof machine> & { peak: Peak };
    versions: Readonly<Record<string, string>>;
  },
  native: NativeKernels | { missing: string },
  images: number,
): string {
  const runtimes = Object.entries({ Deno: deno, Node: node, Bun: bun })
    .filter(([, version]) => version !== undefined).map((words) => words.join(" "));
  const gflops = Object.entries(peak["GFLOP/s"]).map(([kernels, most]) =>
    `${kernels} ${most.toFixed(1)}`
  );
  return [
    `${cpu}, ${counted(cores, "core")}, ${os}; ${runtimes.join(", ")}`,
    `Peak of one core in GFLOP/s: ${gflops.join(", ")}; memory ${peak["GB/s"].toFixed(1)} GB/s`,
    "missing" in native
      ? `Native kernels are off: ${native.missing}`
      : `Native kernels are on: ${native.variant}, ${counted(native.lanes, "lane")}`,
    ...images < EPOCH_IMAGES ? [`Scaled from ${images} images`] : [],
  ].join("\n");
}

function machine(cores: number): { cpu: string; cores: number; os: string } {
  const cpu = cpus()[0]?.model.trim() ?? "unknown";
  return { cpu, cores, os: `${Deno.build.os} ${Deno.build.arch}` };
}

if (import.meta.main) await main(command, benchTask);
