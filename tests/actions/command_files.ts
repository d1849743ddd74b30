/** The files by which a step passes on outputs, environment variables, paths, a summary. @module */

import { join } from "@std/path";

/** What a step wrote. */
export interface StepOutput {
  readonly outputs: Record<string, string>;
  readonly env: Record<string, string>;
  readonly paths: readonly string[];
  readonly summary: string;
}

const NAMES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"] as const;

/** Makes the files, empty, in a new folder of `folder`. */
export async function makeCommandFiles(folder: string): Promise<Record<string, string>> {
  const own = await Deno.makeTempDir({ dir: folder });
  const files = NAMES.map((name) => [name, join(own, name)] as const);
  for (const [, path] of files) await Deno.writeTextFile(path, "");
  return Object.fromEntries(files);
}

/** Reads the files after the step. */
export async function readCommandFiles(files: Record<string, string>): Promise<StepOutput> {
  const [outputs, env, paths, summary] = await Promise.all(
    NAMES.map((name) => Deno.readTextFile(files[name]!)),
  );
  return {
    outputs: parseCommandFile(outputs!),
    env: parseCommandFile(env!),
    paths: paths!.split("\n").filter((path) => path !== ""),
    summary: summary!,
  };
}

/**
 * Reads lines `name=value`, and `name<<END` with the lines of the value until one that is `END`.
 *
 * @throws {SyntaxError} if a line is neither, or an end is missing
 */
export function parseCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split("\n");
  for (let k = 0; k < lines.length; k++) {
    if (lines[k] === "") continue;
    const [, name, sign, rest] = /^([^=<]+)(=|<<)(.*)$/.exec(lines[k]!) ?? [];
    if (name === undefined) throw new SyntaxError(`Invalid format '${lines[k]}'`);
    if (sign === "=") {
      values[name] = rest!;
      continue;
    }
    const end = lines.indexOf(rest!, k + 1);
    if (end < 0) throw new SyntaxError(`Matching delimiter not found '${rest}'`);
    values[name] = lines.slice(k + 1, end).join("\n");
    k = end;
  }
  return values;
}
