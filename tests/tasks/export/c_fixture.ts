/** Compiles exported C, and runs it. @module */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { hasProgram } from "../../helpers/programs.ts";
import { outcomeOf } from "../../helpers/run_task.ts";

export const HEAD = { weightsSha256: "0".repeat(64), name: "run" };

export const SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g"];

export const compilers: string[] = [];
for (const name of ["gcc", "clang", "clang-19"]) {
  if (compilers.length < 2 && await hasProgram(name)) compilers.push(name);
}

export const reason = compilers.length === 0
  ? "; not run, since gcc and clang are not installed"
  : "";

/** Compiles a file, and returns what it prints for an input. */
export async function answersOf(
  folder: string,
  text: string,
  input: string,
  [compiler, ...flags]: readonly [string, ...string[]],
): Promise<string> {
  const [source, program] = [join(folder, "model.c"), join(folder, "model")];
  await Deno.writeTextFile(source, text);
  const warnings = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-Wno-unknown-pragmas"];
  const args = ["-O2", "-ffp-contract=off", ...warnings, ...flags, source, "-o", program];
  const { code, stderr } = await outcomeOf(
    new Deno.Command(compiler, { args, stdout: "piped", stderr: "piped" }).spawn(),
  );
  assertEquals(code, 0, stderr);
  const child = new Deno.Command(program, { stdin: "piped", stdout: "piped", stderr: "piped" })
    .spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode(input)).then(() => writer.close());
  const [outcome] = await Promise.all([outcomeOf(child), written]);
  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  return outcome.stdout;
}
