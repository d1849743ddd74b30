/**
 * Python, to write and read our files with the real libraries, where it is installed and may be run.
 *
 * @module
 */

import { pythonProgram } from "../../packages/lab/bench/programs.ts";
import { QUICK_TESTS } from "./long.ts";

/** The first Python that can import a module; undefined where there is none, it may not be run, or quick tests run. */
export async function findPython(module: string): Promise<string | undefined> {
  if (QUICK_TESTS) return undefined;
  for (const command of ["python3", "/usr/bin/python3"]) {
    const { state } = await Deno.permissions.query({ name: "run", command });
    if (state !== "granted") continue;
    try {
      const { success } = await new Deno.Command(command, {
        args: pythonProgram(`import ${module}`),
        stdout: "null",
        stderr: "null",
      }).output();
      if (success) return command;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

/**
 * Runs a program in Python.
 *
 * @param input the bytes of its standard input
 * @returns the bytes of its standard output
 */
export async function runPython(
  command: string,
  program: string,
  input: Uint8Array<ArrayBuffer> = new Uint8Array(),
): Promise<Uint8Array<ArrayBuffer>> {
  const process = new Deno.Command(command, {
    args: pythonProgram(program),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ success, stdout, stderr }] = await Promise.all([
    process.output(),
    new Blob([input]).stream().pipeTo(process.stdin),
  ]);
  if (!success) throw new Error(`Cannot run ${command}: ${new TextDecoder().decode(stderr)}`);
  return stdout;
}

// deno-lint-ignore no-explicit-any -- a value of JSON
type Json = any;

/** Runs a program in Python that reads JSON, if it is given any, and prints a value of JSON on each line. */
export async function pythonJson(
  command: string,
  program: string,
  given?: unknown,
): Promise<Json[]> {
  const input = new TextEncoder().encode(given === undefined ? "" : JSON.stringify(given));
  const text = new TextDecoder().decode(await runPython(command, program, input)).trim();
  return text.split("\n").map((line) => JSON.parse(line));
}
