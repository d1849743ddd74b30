/**
 * `deno task verify RUN`: recomputes every claim in a run from its weights and the data, and compares exactly, since the
 * same network gives the same bits on every machine.
 *
 * @module
 */

import { evaluate, weightsSha256 } from "../mod.ts";
import type { Arguments, Command } from "./support/arguments.ts";
import { main } from "./support/main.ts";
import { readNetwork, readRun, type Result } from "./support/run.ts";
import { hashesOf, readSplits } from "./support/splits.ts";

const command = {
  name: "verify",
  description: "Recomputes every claim in a run from its weights and the data, and compares.",
  operands: { value: "RUN", min: 1, max: 1 },
  options: {
    data: { description: "The folder of the data sets", value: "FOLDER", default: "data" },
    json: { description: "Print the checks as JSON" },
  },
} satisfies Command;

/** A claim of a run beside what is the case. */
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
export async function verifyRun(run: string, data: string): Promise<Check[]> {
  const checks: Check[] = [];
  const check = (claim: string, claimed: unknown, found: unknown) => {
    const holds = JSON.stringify(claimed) === JSON.stringify(found);
    checks.push({ claim, claimed, found, holds });
  };
  const { config, metrics, summary } = await readRun(run);
  const { network, config: configInside, epoch } = await readNetwork(run);

  check("config.json is the config in weights.safetensors", config, configInside);
  check("the layers are the config's", config.sizes, network.sizes);
  check("the activation is the config's", config.activation, network.activation.name);
  check(
    "the output activation is the config's",
    config.outputActivation,
    network.outputActivation.name,
  );
  check("the cost is the config's", config.cost, network.cost.name);
  check("the seed is the config's", summary.seed, config.seed);
  check("summary.json describes the weights' epoch", summary.epoch, epoch);
  check("weightsSha256", summary.weightsSha256, await weightsSha256(network));

  const splits = await readSplits(config, data); // finds the files whole, or throws
  check("the data's SHA-256", summary.data, hashesOf(config));

  const line = metrics.find((line) => line.epoch === summary.epoch);
  for (const split of ["validation", "test"] as const) {
    if (!config.evaluate.includes(split)) {
      check(`no ${split} result, as the config wants none`, summary[split], undefined);
      continue;
    }
    const { confusion: _, ...found }: Result & { confusion: unknown } = evaluate(
      network,
      splits[split],
    );
    check(`${split} in summary.json`, summary[split], found);
    check(`${split} in metrics.jsonl, epoch ${summary.epoch}`, line?.[split], found);
  }

  check(
    "metrics.jsonl has every epoch once, in order",
    metrics.map(({ epoch }) => epoch),
    Array.from({ length: summary.epochs }, (_, k) => k + 1),
  );
  const best = metrics.reduce<{ epoch: number; accuracy: number } | null>(
    (best, { epoch, validation }) =>
      validation && validation.accuracy > (best?.accuracy ?? -1)
        ? { epoch, accuracy: validation.accuracy }
        : best,
    null,
  );
  check("the best epoch by validation", summary.best, best);
  check(
    `the epoch kept is the ${config.keep} one`,
    summary.epoch,
    config.keep === "best" ? best?.epoch : metrics.at(-1)?.epoch,
  );
  return checks;
}

/** Verifies as the command line says; throws if a claim does not hold. */
export async function verifyTask(
  { operands: [run], options }: Arguments<typeof command>,
): Promise<void> {
  const checks = await verifyRun(run!, options.data);
  const wrong = checks.filter(({ holds }) => !holds);
  if (options.json) console.log(JSON.stringify({ run, holds: wrong.length === 0, checks }));
  else checks.forEach((check) => console.log(describe(check)));
  if (wrong.length > 0) {
    throw new Error(`${run} does not hold: ${wrong.length} of ${checks.length} claims are wrong`);
  }
  if (!options.json) console.log(`\n${run} holds: all ${checks.length} claims are true`);
}

function describe({ claim, claimed, found, holds }: Check): string {
  if (holds) return `ok     ${claim}`;
  return `WRONG  ${claim}\n         claimed ${JSON.stringify(claimed)}\n         found   ${
    JSON.stringify(found)
  }`;
}

if (import.meta.main) await main(command, verifyTask);
