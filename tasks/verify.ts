/**
 * `deno task verify RUN`: computes every claim of a run again, if possible, and lists the claims that cannot be computed. The
 * same network gives the same bits on every machine. @module
 */

import type { Arguments, Command } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";
import { printJson, printText } from "./cli/print.ts";
import { findRun, knownRuns } from "./run/find_run.ts";
import { chooseEngine, ENGINE } from "./run/open_engine.ts";
import { MOVED } from "./run/run_data.ts";
import type { Check } from "./verify/checks.ts";
import { retrain } from "./verify/retrain.ts";
import { verifyRun } from "./verify/verify_run.ts";
import { FOLDERS, PROGRAM } from "./system/installation.ts";

export const command = {
  name: "verify",
  description:
    "Recomputes a run's results from its weights and the data, and compares them exactly.\n" +
    "The weights of other epochs are gone: for these it checks that the files agree with each other and are " +
    "unchanged. --retrain trains again and checks every epoch.\n" +
    `RUN is the run's folder, or its name in ${FOLDERS.runs}.`,
  operands: { value: "RUN", min: 1, max: 1, known: knownRuns },
  options: {
    retrain: { description: "Train again, and compare every epoch and every byte" },
    module: {
      description: "Check the module that export wrote (default: model.mjs in the run's folder)",
      value: "FILE",
    },
    data: DATA,
    ...MOVED,
    engine: ENGINE,
    json: { description: "Print the claims and the problems as JSON" },
  },
} satisfies Command;

/** Runs the command; throws if a claim does not hold. */
export async function verifyTask(
  { operands: [word], options }: Arguments<typeof command>,
  interrupt: AbortSignal,
): Promise<void> {
  const path = await findRun(word!);
  const engine = await chooseEngine(options.engine);
  const { checks, run } = await verifyRun(path, options.data, { ...options, engine });
  if (options.retrain && run !== undefined) await retrain(checks, run, engine, interrupt);
  const { all, problems, unverified } = checks;
  const holds = problems.length === 0;
  if (options.json) {
    const verified = all.filter(({ holds }) => holds).map(({ claim }) => claim);
    const wrong = problems.map(({ claim, claimed, found }) => ({ claim, claimed, found }));
    printJson({ run: path, holds, verified, unverified, problems: wrong });
  } else all.forEach((check) => printText(describe(check)));
  if (run === undefined) {
    throw new Error(
      `Cannot verify ${path} with this data: it is not the data that the run learned from`,
    );
  }
  if (!holds) {
    const hint = checks.mixed
      ? "; its files are from different epochs, as happens if training is killed while writing them: " +
        `\`${PROGRAM} train --resume\` repairs that`
      : "";
    throw new Error(
      `${path} does not hold: ${problems.length} of ${all.length} claims are wrong${hint}`,
    );
  }
  if (options.json) return;
  printText(
    `\n${path} holds: ${all.length} claims recomputed; not verifiable: ${byFileText(unverified)}`,
  );
}

/** What cannot be verified, file by file. */
function byFileText(unverified: readonly string[]): string {
  const byFile = Map.groupBy(unverified, (entry) => entry.split(" in ").at(-1)!);
  return Array.from(byFile, ([file, entries]) => {
    const keys = entries.map((entry) => entry.replace(` in ${file}`, ""));
    return keys[0] === file ? file : `${keys.join(", ")} in ${file}`;
  }).join("; ");
}

function describe({ claim, claimed, found, holds }: Check): string {
  if (holds) return `ok     ${claim}`;
  const [claimedText, foundText] = [claimed, found].map((value) => JSON.stringify(value));
  return `WRONG  ${claim}\n         claimed ${claimedText}\n         found   ${foundText}`;
}

if (import.meta.main) await main(command, verifyTask);
