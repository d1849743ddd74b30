/** Runs that were never trained, for the tests of what compares runs. */

import { ensureDir } from "@std/fs";
import { join } from "@std/path";
import { type Config, parseConfig } from "../../../../lib/config.ts";
import type { ClassResult, Metrics, Summary } from "../../../../tasks/run/run_folder.ts";

/** The hash of some weights: the same letter, the same weights. */
export const hashOf = (letter: string): string => letter.repeat(64);

/** So many of 10,000. */
export function resultOf(correct: number): ClassResult {
  return { correct, size: 10_000, accuracy: correct / 10_000, cost: 0.1 };
}

/** A run's summary. */
const SUMMARY: Summary = {
  name: "nightly",
  epochs: 2,
  ended: "done",
  best: { epoch: 2, accuracy: 0.96 },
  epoch: 2,
  validation: resultOf(9600),
  test: resultOf(9550),
  weightsSha256: hashOf("a"),
  metricsSha256: hashOf("c"),
  data: { images: hashOf("1"), labels: hashOf("2") },
  engine: "wasm",
  workers: 1,
  seed: 5,
  seconds: 4,
  versions: { inkling: "0.2.0-dev.2", numerics: 3, statistics: 2, deno: "2.9.6", v8: "15" },
};

/** The metrics of a run that is a little worse in its last epoch than in the one before. */
const METRICS: readonly Metrics<ClassResult>[] = [9560, 9550].map((correct, k) => ({
  epoch: k + 1,
  learningRate: 3,
  train: { cost: 0.1 },
  validation: resultOf(correct + 50),
  test: resultOf(correct),
  seconds: 2,
  samplesPerSecond: 25_000,
}));

/** Writes a run's folder, all but its weights. */
export async function writeRun(
  path: string,
  changes: Partial<Summary> = {},
  config: Partial<Config> = {},
): Promise<string> {
  await ensureDir(path);
  const write = (name: string, text: string) => Deno.writeTextFile(join(path, name), text);
  await write("config.json", JSON.stringify({ ...parseConfig({ epochs: 2 }), ...config }));
  await write("metrics.jsonl", METRICS.map((line) => JSON.stringify(line) + "\n").join(""));
  await write("summary.json", JSON.stringify({ ...SUMMARY, ...changes }));
  return path;
}
