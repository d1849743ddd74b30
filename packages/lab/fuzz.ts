/** `deno task --cwd packages/lab fuzz`: damaged files, a million of them, for every reader of what comes from outside. @module */

import { join } from "@std/path";
import { type Arguments, type Command, UsageError } from "../../tasks/cli/arguments.ts";
import { count } from "../../tasks/cli/format.ts";
import { main } from "../../tasks/cli/main.ts";
import { printNote, printText } from "../../tasks/cli/print.ts";
import { table } from "../../tasks/cli/table.ts";
import { writeAtomically } from "../../tasks/system/files.ts";
import { CORPUS } from "../../tests/fuzz/corpus.ts";
import { fuzzTarget, type Outcome } from "../../tests/fuzz/run_target.ts";
import { TARGETS } from "../../tests/fuzz/targets.ts";

const command = {
  name: "fuzz",
  member: "packages/lab",
  description:
    "Damages files in many ways, and sees to it that each is read or refused with an error that is documented.\n" +
    "What fails is kept below tests/fuzz/corpus, made as small as can be, and is a test from then on.",
  options: {
    cases: { value: "N", default: "1000000", description: "How many files in all" },
    seed: {
      value: "N",
      default: "1",
      description: "Where they come from: the same seed, the same files",
    },
    target: {
      value: "NAME",
      description: "Only the reader of this name",
      choices: TARGETS.map(({ name }) => name),
    },
  },
} satisfies Command;

async function fuzz({ options }: Arguments<typeof command>, signal: AbortSignal): Promise<void> {
  const [cases, seed] = [numberIn("cases", options.cases), numberIn("seed", options.seed)];
  const targets = TARGETS.filter(({ name }) => (options.target ?? name) === name);
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  const outcomes: Outcome[] = [];
  for (const target of targets) {
    signal.throwIfAborted();
    const outcome = await fuzzTarget(target, {
      cases: Math.ceil(cases * target.share / shares),
      seed,
    });
    outcomes.push(outcome);
    printNote(`${target.name}: ${outcome.seconds.toFixed(1)} s`);
    if (outcome.failure !== undefined) await keep(target.name, outcome.failure);
  }
  printText(table([
    ["target", "cases", "refused", "seconds"],
    ...[...outcomes, total(outcomes)].map((
      { target, cases, refused, seconds },
    ) => [target, count(cases), count(refused), seconds.toFixed(1)]),
  ]));
  const failed = outcomes.filter(({ failure }) => failure !== undefined);
  if (failed.length > 0) {
    throw new Error(`${failed.map(({ target }) => target).join(", ")} failed on a file each`);
  }
}

async function keep(target: string, { file, why }: NonNullable<Outcome["failure"]>): Promise<void> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", file)).toHex().slice(0, 8);
  const path = join(CORPUS, target.replaceAll(" ", "-"), hash);
  await writeAtomically(path, file);
  printNote(`${target}: ${why}\nKept ${path}`);
}

function total(outcomes: readonly Outcome[]): Outcome {
  const sum = (key: "cases" | "refused" | "seconds") =>
    outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
  return { target: "all", cases: sum("cases"), refused: sum("refused"), seconds: sum("seconds") };
}

function numberIn(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} is a whole number, not ${JSON.stringify(text)}`);
}

if (import.meta.main) await main(command, fuzz);
