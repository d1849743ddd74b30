/** `deno task --cwd packages/lab mutate`: makes one change of the library after the other, and checks that a test fails each time. @module */

import { relative, resolve } from "@std/path";
import { type Arguments, type Command, UsageError } from "../../tasks/cli/arguments.ts";
import { count, percent } from "../../tasks/cli/format.ts";
import { main } from "../../tasks/cli/main.ts";
import { printNote, printText } from "../../tasks/cli/print.ts";
import { table } from "../../tasks/cli/table.ts";
import { ROOT } from "../../tests/helpers/run_task.ts";
import { mutate, type Score, scoreOf, shareKilled, testCommand, total } from "./mutate/stryker.ts";
import { filesIn, type TestsOf, testsOf } from "./mutate/tests_of.ts";

/** What is mutated by default: the mathematics, and the readers of files from outside. */
export const FOLDERS = ["lib/network", "lib/train", "lib/config", "lib/formats"];

const LEAST = 0.9;

const command = {
  name: "mutate",
  member: "packages/lab",
  description:
    "Makes one change of lib/ after the other, by Stryker, and runs the tests each time: one has to fail.\n" +
    `Fails if they kill less than ${
      percent(LEAST, 0)
    } of these mutants. Needs npx, which installs Stryker.`,
  operands: { value: "[PATH…]", min: 0, max: Infinity },
  options: {
    jobs: { value: "N", default: "1", description: "How many changes are tested at the same time" },
    quick: { description: "Run no test but the one that mirrors a file, where there is one" },
  },
} satisfies Command;

async function run(
  { options, operands }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  if (!/^[1-9]\d{0,2}$/.test(options.jobs)) {
    throw new UsageError(`--jobs is a whole number from 1, not ${JSON.stringify(options.jobs)}`);
  }
  const tests = new Map<string, TestsOf>(); // of all files, before the first is mutated, which takes long
  for (const file of await filesOf(operands.length > 0 ? operands : FOLDERS)) {
    signal.throwIfAborted();
    tests.set(file, await testsOf(file));
  }
  const scores: Score[] = [];
  for (const [file, found] of tests) {
    signal.throwIfAborted();
    const testing = testCommand(found, { quick: options.quick });
    const report = await mutate(file, testing, { jobs: Number(options.jobs), signal });
    const score = scoreOf(file, report);
    if (score.mutants === 0) continue; // nothing but types
    scores.push(score);
    printNote(`${file}: ${score.killed} of ${score.mutants} killed`);
  }
  const all = total(scores);
  printText(table([
    ["file", "mutants", "killed", "survived", "score"],
    ...[...scores, all].map((score) => [
      score.file,
      count(score.mutants),
      count(score.killed),
      count(score.survivors.length),
      percent(shareKilled(score), 1),
    ]),
  ]));
  for (const { position, mutator, before, after } of all.survivors) {
    printText(`\n${position} ${mutator}\n  - ${before}\n  + ${after}`);
  }
  if (shareKilled(all) < LEAST) {
    const [share, least] = [shareKilled(all), LEAST].map((share) => percent(share, 1));
    throw new Error(`The tests kill ${share} of the mutants, which is less than ${least}`);
  }
}

/** The files of `lib/` that are named, by themselves or by their folder. */
async function filesOf(named: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const name of named) {
    const path = relative(ROOT, resolve(name));
    const found = path.endsWith(".ts") ? [path] : await filesIn(path, ".ts");
    if (!/^lib\b/.test(path) || found.length === 0) {
      throw new UsageError(`${name} is not a file or folder of lib/`);
    }
    files.push(...found);
  }
  return files;
}

if (import.meta.main) await main(command, run);
