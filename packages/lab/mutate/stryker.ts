/** Stryker, which makes one change of a file after the other and runs its tests each time; and what it found. @module */

import { join } from "@std/path";
import { ROOT } from "../../../tests/helpers/run_task.ts";
import type { TestsOf } from "./tests_of.ts";

/** A position in a file, from 1 in lines and columns. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** One change of a file, from Stryker's report. */
export interface Mutant {
  readonly mutatorName: string;
  /** The code after the change. */
  readonly replacement: string;
  readonly location: { readonly start: Position; readonly end: Position };
  /** `Killed` and `Timeout`: a test failed, or did not end. `Survived`: all passed. */
  readonly status: string;
}

/** A file in Stryker's report: its text, and its mutants. */
export interface MutatedFile {
  readonly source: string;
  readonly mutants: readonly Mutant[];
}

/** Stryker, and a version of Node that it runs on: npx installs both. */
const PACKAGES = ["node@24", "@stryker-mutator/core@10.1.1"];

/** Runs the tests of a mutant: types are not checked, and the first failure is enough. */
const TEST = "deno test -q --no-prompt --no-check --no-lock -P=test --fail-fast";

/**
 * The command that runs a file's tests: the one that mirrors it, and the others if that one passes.
 *
 * @param options.quick whether the mirror is enough, where there is one
 */
export function testCommand({ mirror, others }: TestsOf, { quick }: { quick: boolean }): string {
  const commands = mirror === undefined ? [] : [`${TEST} ${mirror}`];
  const enough = quick && mirror !== undefined;
  if (others.length > 0 && !enough) commands.push(`${TEST} ${others.join(" ")}`);
  return commands.join(" && ");
}

/**
 * Mutates a file, in a copy of the project.
 *
 * @param file its path from the project's folder
 * @param command runs its tests
 * @param options.jobs how many mutants are tested at the same time
 * @throws {Error} if Stryker fails, as it does where the tests fail without a mutant
 */
export async function mutate(
  file: string,
  command: string,
  { jobs, signal }: { readonly jobs: number; readonly signal: AbortSignal },
): Promise<MutatedFile> {
  const folder = await Deno.makeTempDir({ prefix: "inkling_mutate_" });
  try {
    const config = join(folder, "stryker.config.json");
    const report = join(folder, "report.json");
    await Deno.writeTextFile(
      config,
      JSON.stringify({
        testRunner: "command",
        commandRunner: { command },
        mutate: [file],
        coverageAnalysis: "off",
        concurrency: jobs,
        timeoutMS: 20_000, // a machine that is busy is no endless loop
        reporters: ["json"],
        jsonReporter: { fileName: report },
        tempDirName: join(folder, "copies"),
        ignorePatterns: ["/data", "/dist", "/site", "/docs"],
        disableTypeChecks: false,
        plugins: [],
        checkers: [],
        logLevel: "error",
      }),
    );
    const { success, stdout } = await new Deno.Command("npx", {
      args: [
        "--yes",
        "--loglevel=error",
        ...PACKAGES.flatMap((name) => ["-p", name]),
        "stryker",
        "run",
        config,
      ],
      cwd: ROOT,
      stderr: "inherit",
      signal,
    }).output();
    if (!success) {
      throw new Error(`Cannot mutate ${file}: ${new TextDecoder().decode(stdout).trim()}`);
    }
    return JSON.parse(await Deno.readTextFile(report)).files[file] ?? { source: "", mutants: [] };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** How many mutants of a file its tests kill, and which ones survive. */

/** A mutant that no test killed. */
export interface Survivor {
  /** File, line and column, such as `lib/train/averaging.ts:12:5`. */
  readonly position: string;
  readonly mutator: string;
  readonly before: string;
  readonly after: string;
}

/** How many of a file's mutants were killed. */
export interface Score {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

/**
 * Counts the mutants of a file by their fate.
 *
 * @param file its path from the project's folder
 */
export function scoreOf(file: string, { source, mutants }: MutatedFile): Score {
  const survivors = mutants.filter(({ status }) => status !== "Killed" && status !== "Timeout");
  return {
    file,
    mutants: mutants.length,
    killed: mutants.length - survivors.length,
    survivors: survivors.map((mutant) => {
      const { mutatorName: mutator, replacement, location: { start } } = mutant;
      return {
        position: `${file}:${start.line}:${start.column}`,
        mutator,
        before: oneLine(source.slice(...rangeOf(source, mutant))),
        after: oneLine(replacement),
      };
    }),
  };
}

/** Several files as one. */
export function total(scores: readonly Score[]): Score {
  const sum = (key: "mutants" | "killed") => scores.reduce((sum, score) => sum + score[key], 0);
  return {
    file: "all",
    mutants: sum("mutants"),
    killed: sum("killed"),
    survivors: scores.flatMap(({ survivors }) => survivors),
  };
}

/** The share of mutants that are killed: 1 where there are none. */
export function shareKilled({ mutants, killed }: Score): number {
  return mutants === 0 ? 1 : killed / mutants;
}

/** The start and the end of what a mutant changes, as offsets in the file. */
function rangeOf(source: string, { location }: Pick<Mutant, "location">): [number, number] {
  const lines = source.split("\n");
  const offset = ({ line, column }: Mutant["location"]["start"]) =>
    lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, column - 1);
  return [offset(location.start), offset(location.end)];
}

/** The text with single spaces for all white space. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}
