/**
 * `deno task verify RUN`: recomputes the figures of a run's epoch from its weights and the data, and compares exactly,
 * since the same network gives the same bits on every machine. The weights of the other epochs are gone: of their
 * figures it checks that they agree with each other and with the config.
 *
 * @module
 */

import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Config } from "../lib/config.ts";
import { readFinal } from "./run/final.ts";
import { findRun } from "./run/find_run.ts";
import { createSchedule, evaluate, weightsSha256 } from "../mod.ts";
import type { Arguments, Command } from "./cli/arguments.ts";
import { bestIn, bestOf, endsEarlyWith, scoresOf } from "./run/early_end.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";
import { intervalsText, noveltyText } from "./run/familiarity.ts";
import { resultOverCopies } from "./run/over_copies.ts";
import { resultOf } from "./run/result.ts";
import {
  type ClassResult,
  isOfClasses,
  type Metrics,
  readNetwork,
  readRun,
  type Result,
  together,
} from "./run/run_folder.ts";
import { warningsOf } from "./train/warnings.ts";
import { openData } from "./datasets/open_data.ts";
import { checkThere, MOVED, type Moved, movedTo } from "./run/run_data.ts";

const command = {
  name: "verify",
  description:
    "Recomputes a run's figures for the epoch kept, from its weights and the data, and compares.\n" +
    "Of the other epochs, whose weights are gone, it checks that the figures agree.\n" +
    "RUN is the run's folder, or its name in data/runs.",
  operands: { value: "RUN", min: 1, max: 1 },
  options: {
    data: DATA,
    ...MOVED,
    json: { description: "Print the checks as JSON" },
  },
} satisfies Command;

const DATA_CLAIM = "the data's SHA-256";

/** A claim of a run, and what is true. */
export interface Check {
  /** What is claimed. */
  claim: string;
  /** What the run says. */
  claimed: unknown;
  /** What was found. */
  found: unknown;
  /** Whether the two are the same. */
  holds: boolean;
}

/**
 * Checks every claim of a run.
 *
 * @throws {Error} if a file of the run or of the data is missing or damaged
 */
export async function verifyRun(
  run: string,
  data: string,
  moved: Moved = {},
): Promise<Check[]> {
  const checks: Check[] = [];
  const check = (claim: string, claimed: unknown, found: unknown) => {
    checks.push({ claim, claimed, found, holds: same(claimed, found) });
  };
  const { files, inside, final } = await together(run, async () => ({
    files: await readRun(run),
    inside: await readNetwork(run),
    final: await readFinal(run),
  }));
  const { config, metrics, summary } = files;
  const { network, config: configInside, epoch, metadata } = inside;
  /** Checks something of every line; the first that is wrong stands for all. */
  const checkLines = (claim: string, of: (line: Metrics, k: number) => [unknown, unknown]) => {
    const pairs = metrics.map(of);
    const wrong = pairs.findIndex(([claimed, found]) => !same(claimed, found));
    check(wrong === -1 ? claim : `${claim}: line ${wrong + 1}`, ...pairs[Math.max(wrong, 0)]!);
  };

  /** Checks a result; one that blas computed is near and not the same. */
  const checkResult = (claim: string, claimed: Result | undefined, found: Result) =>
    summary.engine === "blas" && claimed !== undefined && near(claimed, found)
      ? check(`${claim}, within the rounding of blas`, claimed, claimed)
      : check(claim, claimed, found);

  check("config.json is the config in weights.safetensors", config, configInside);
  check("the seed is the config's", summary.seed, config.seed);
  check("summary.json describes the weights' epoch", summary.epoch, epoch);
  check("weightsSha256", summary.weightsSha256, await weightsSha256(network));

  const dataset = movedTo(config.dataset, moved);
  await checkThere(dataset, run);
  const splits = await openData({ ...config, dataset }, data);
  check(DATA_CLAIM, summary.data, splits.hashes);
  // Of other data the figures would be others, or none. The catalogue's is always the same.
  if (typeof dataset !== "string" && !checks.at(-1)!.holds) return checks;

  for (const split of ["validation", "test"] as const) {
    if (!config.evaluate.includes(split)) {
      check(`no ${split} result, as the config wants none`, summary[split], undefined);
      continue;
    }
    const found = resultOf(evaluate(network, splits[split]), splits.table);
    checkResult(`${split} in summary.json, recomputed`, summary[split], found);
    const line = metrics[epoch - 1]?.[split];
    checkResult(`${split} in metrics.jsonl, epoch ${epoch}, recomputed`, line, found);
    if (isOfClasses(found)) {
      checkLines(`${split} in metrics.jsonl has accuracy = correct / size`, (line) => {
        const { size, accuracy, correct } = line[split] as Partial<ClassResult> ?? {};
        return [{ size, accuracy }, { size: found.size, accuracy: correct! / found.size }];
      });
    }
  }

  if (final !== undefined) {
    check("final.json is of these weights", final.weightsSha256, summary.weightsSha256);
    if (final.test !== undefined) {
      const found = resultOf(evaluate(network, splits.test), splits.table);
      check("test in final.json, recomputed", final.test, found);
    }
    if (final.copies !== undefined) {
      const { test, ...copies } = final.copies;
      const found = await resultOverCopies(splits.test, { network, config }, copies);
      check("test over deformed copies in final.json, recomputed", test, found);
    }
  }

  const kept = (text: string | undefined) => text && hash("sha256", text);
  if (metadata["novelty"] !== undefined) {
    const claim = "the SHA-256 of what tells unfamiliar data, recomputed";
    check(claim, kept(metadata["novelty"]), kept(noveltyText(splits)));
  }
  if (metadata["intervals"] !== undefined && summary.engine !== "blas") {
    const claim = "the intervals of quantities, recomputed";
    check(claim, metadata["intervals"], intervalsText(network, splits));
  }

  check("metrics.jsonl has a line for every epoch", summary.epochs, metrics.length);
  checkLines("metrics.jsonl has the epochs in order", ({ epoch }, k) => [epoch, k + 1]);
  checkLines("metrics.jsonl has the config's learning rates", ({ learningRate }, k) => [
    learningRate,
    learningRateOf(config, metrics, k),
  ]);
  check(
    "the training is done if it has all the config's epochs, and only then",
    summary.ended === "done",
    metrics.length === config.epochs,
  );
  check(
    "the training ended early if validation no longer improved, and only then",
    summary.ended === "earlyStopping",
    metrics.length < config.epochs && endsEarlyWith(config, scoresOf(metrics, config)),
  );
  if (!["interrupted", "diverged"].includes(summary.ended)) {
    const found = warningsOf(config, network, summary, splits);
    check("the warnings", summary.warnings ?? [], found);
  }
  const best = bestIn(bestOf(metrics, config), config);
  check("the best epoch by validation", summary.best, best);
  check(
    `the epoch kept is the ${config.keep} one`,
    summary.epoch,
    config.keep === "best" ? best?.epoch : metrics.length,
  );
  return checks;
}

/** The learning rate of the last step of the epoch in line `k`, from the schedule and the lines before. */
function learningRateOf(config: Config, metrics: readonly Metrics[], k: number): number {
  const stepsPerEpoch = Math.ceil(config.trainingSize / config.batchSize);
  return config.learningRate * createSchedule(config.schedule).multiplier({
    step: (k + 1) * stepsPerEpoch - 1,
    steps: config.epochs * stepsPerEpoch,
    stepsPerEpoch,
    history: scoresOf(metrics.slice(0, k), config),
  });
}

/** How far a result of blas may be from ours, as a fraction of the examples and of the cost. */
const NEAR = { examples: 1e-3, cost: 1e-4 };

/** Whether two results differ by no more than the order in which a BLAS adds. */
function near(claimed: Result, found: Result): boolean {
  const nearlyRight = isOfClasses(claimed) && isOfClasses(found) &&
    Math.abs(claimed.correct - found.correct) <= NEAR.examples * found.size;
  return claimed.size === found.size && (nearlyRight || !isOfClasses(found)) &&
    Math.abs(claimed.cost - found.cost) <= NEAR.cost * found.cost;
}

/** Whether two values are the same in a JSON file: the order of keys makes no difference, nor does what JSON cannot hold. */
function same(a: unknown, b: unknown): boolean {
  const [inFileA, inFileB] = [a, b].map((value) => JSON.parse(JSON.stringify(value) ?? "null"));
  return isDeepStrictEqual(inFileA, inFileB);
}

/** Verifies as the command line says; throws if a claim does not hold. */
export async function verifyTask(
  { operands: [word], options }: Arguments<typeof command>,
): Promise<void> {
  const run = await findRun(word!);
  const checks = await verifyRun(run, options.data, options);
  const wrong = checks.filter(({ holds }) => !holds);
  if (options.json) console.log(JSON.stringify({ run, holds: wrong.length === 0, checks }));
  else checks.forEach((check) => console.log(describe(check)));
  if (wrong.length > 0 && checks.at(-1)!.claim === DATA_CLAIM) {
    throw new Error(
      `Cannot verify ${run} with this data: it is not what the run learned from, or no longer`,
    );
  }
  if (wrong.length > 0) {
    throw new Error(`${run} does not hold: ${wrong.length} of ${checks.length} claims are wrong`);
  }
  if (options.json) return;
  console.log(`\n${run} holds: all ${checks.length} claims are true`);
  console.log(
    "Results were recomputed for the epoch kept only: the weights of the others are gone",
  );
}

function describe({ claim, claimed, found, holds }: Check): string {
  if (holds) return `ok     ${claim}`;
  return `WRONG  ${claim}\n         claimed ${JSON.stringify(claimed)}\n         found   ${
    JSON.stringify(found)
  }`;
}

if (import.meta.main) await main(command, verifyTask);
