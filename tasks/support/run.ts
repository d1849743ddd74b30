/**
 * A run: the folder that a training leaves behind, `data/runs/NAME/`.
 *
 * The run is written again after every epoch, each file whole or not at all, the summary last. So a training that is
 * killed leaves the run of a whole epoch; only if it dies between two of the files do they speak of different epochs,
 * which `deno task verify` finds.
 *
 * @module
 */

import { join } from "@std/path";
import { type Config, parseConfig } from "../../lib/config.ts";
import { type Evaluation, Network, parseSafetensors } from "../../mod.ts";
import { explain } from "./explain.ts";
import { removeStalePartials, writeAtomically } from "./files.ts";

/** The files of a run. */
export const FILES = {
  config: "config.json",
  metrics: "metrics.jsonl",
  summary: "summary.json",
  weights: "weights.safetensors",
} as const;

/** A network's result on a split, as files have it: an {@linkcode Evaluation} without its confusion matrix. */
export type Result = Omit<Evaluation, "confusion">;

/** A line of `metrics.jsonl`; a split that the config does not evaluate is absent. */
export interface Metrics {
  epoch: number;
  learningRate: number;
  train: { cost: number };
  validation?: Result;
  test?: Result;
  /** The training of the epoch: shuffles, mini-batches and steps, without the evaluations. */
  seconds: number;
  samplesPerSecond: number;
}

/** `summary.json`: what the run came to, and what made it; it describes exactly the weights beside it. */
export interface Summary {
  name: string;
  /** How many whole epochs were trained. */
  epochs: number;
  /** What ended the training. */
  ended: "done" | "interrupted" | "diverged";
  /** The best epoch by validation accuracy, the first of equals; `null` without validation. */
  best: { epoch: number; accuracy: number } | null;
  /** The epoch whose weights are kept. */
  epoch: number;
  validation?: Result;
  test?: Result;
  weightsSha256: string;
  data: { [file: string]: string };
  engine: string;
  workers: number;
  seed: number;
  seconds: number;
  versions: { inkling: string; deno: string; v8: string };
}

/** Everything that a run's files say. */
export interface Run {
  config: Config;
  metrics: Metrics[];
  summary: Summary;
  weights: Uint8Array;
}

/** A run's folder, held for writing: another training cannot take it at the same time. */
export class RunFolder implements AsyncDisposable {
  /** `RUNS/NAME` */
  readonly path: string;
  readonly #lock: Deno.FsFile;

  private constructor(path: string, lock: Deno.FsFile) {
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Makes the folder of a run, or takes the one of an earlier run, whose files stay until they are written over.
   *
   * @throws {Error} if another training holds the folder, or if it holds something else than a run
   */
  static async open(path: string): Promise<RunFolder> {
    await Deno.mkdir(path, { recursive: true });
    const names = (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name);
    const strangers = names.filter((name) => !name.startsWith("."));
    if (strangers.length > 0 && !names.includes(FILES.summary) && !names.includes(FILES.config)) {
      throw new Error(
        `Cannot write a run to ${path}: it holds other files, such as ${strangers[0]}`,
      );
    }
    const lock = await Deno.open(join(path, LOCK), { write: true, create: true });
    if (!await lock.tryLock(true)) {
      lock.close();
      throw new Error(`Cannot write a run to ${path}: another training is writing there`);
    }
    for (const name of Object.values(FILES)) await removeStalePartials(join(path, name));
    return new RunFolder(path, lock);
  }

  /** Writes the files of a run, the summary last. */
  async write({ config, metrics, summary, weights }: Run): Promise<void> {
    const lines = metrics.map((line) => JSON.stringify(line) + "\n").join("");
    await writeAtomically(join(this.path, FILES.config), json(config));
    await writeAtomically(join(this.path, FILES.weights), weights);
    await writeAtomically(join(this.path, FILES.metrics), lines);
    await writeAtomically(join(this.path, FILES.summary), json(summary));
  }

  /** Lets go of the folder, and removes it if nothing was written. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#lock.close();
    await Deno.remove(join(this.path, LOCK)).catch(() => {});
    await Deno.remove(this.path).catch(() => {}); // succeeds if it is empty
  }
}

const LOCK = ".lock";

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}

/**
 * Reads a run's weights, from its folder or from the file itself, and makes its network.
 *
 * @throws {Error} if there is no run, or its weights are not a run's
 */
export async function readNetwork(
  run: string,
): Promise<{ network: Network; config: Config; epoch: number; path: string }> {
  const isFile = run.endsWith(".safetensors");
  const path = isFile ? run : join(run, FILES.weights);
  const bytes = await readRunFile(path, isFile ? undefined : run);
  const { network, metadata } = inFile(path, () => {
    const { metadata } = parseSafetensors(bytes);
    return { network: Network.fromSafetensors(bytes), metadata };
  });
  const config = inFile(path, () => parseConfig(JSON.parse(metadata["config"] ?? "null")));
  return { network, config, epoch: Number(metadata["epoch"]), path };
}

/**
 * Reads every file of a run. Each is JSON of the right outline; whether what they say is true is for `verify`.
 *
 * @throws {Error} if a file is missing or damaged
 */
export async function readRun(run: string): Promise<Omit<Run, "weights">> {
  const text = async (name: string) =>
    new TextDecoder().decode(await readRunFile(join(run, name), run));
  const config = await text(FILES.config);
  const metrics = await text(FILES.metrics);
  const summary = await text(FILES.summary);
  return {
    config: inFile(join(run, FILES.config), () => parseConfig(JSON.parse(config))),
    metrics: inFile(
      join(run, FILES.metrics),
      () => metrics.trimEnd().split("\n").map((line) => record<Metrics>(JSON.parse(line))),
    ),
    summary: inFile(join(run, FILES.summary), () => record<Summary>(JSON.parse(summary))),
  };
}

async function readRunFile(path: string, run: string | undefined): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(
      `Cannot find ${path}: ` +
        (run === undefined ? "no such file" : `${run} is not a run of \`deno task train\``),
      { cause: error },
    );
  }
}

/** Parses what a file holds; an error says which file. */
function inFile<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Error(`Cannot use ${path}: ${explain(error)}`, { cause: error });
  }
}

function record<T extends object>(value: unknown): T {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SyntaxError(`an object is wanted, not ${JSON.stringify(value)}`);
  }
  return value as T;
}
