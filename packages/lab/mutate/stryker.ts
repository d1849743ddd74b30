/** Stryker, which makes one change of a file after the other and runs its tests each time. */

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
