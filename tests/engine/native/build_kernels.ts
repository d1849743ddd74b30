/** Compiles the native kernels for tests, without what a user has built. @module */

import { join } from "@std/path";
import { granted, outcomeOf, ROOT } from "../../helpers/run_task.ts";

/** Where the kernels' sources are. */
export const SOURCES: string = join(ROOT, "lib", "engine", "kernels");

/** The sets of instructions that the kernels are compiled for. */
export const VARIANTS = [
  { suffix: "sse", width: 4, target: "x86_64", flags: ["-march=x86-64-v2"] },
  { suffix: "avx2", width: 8, target: "x86_64", flags: ["-march=x86-64-v3", "-mno-fma"] },
  {
    suffix: "avx512",
    width: 16,
    target: "x86_64",
    flags: ["-march=x86-64-v4", "-mprefer-vector-width=512"],
  },
  { suffix: "neon", width: 4, target: "aarch64", flags: [] },
] as const;

/** One of {@linkcode VARIANTS}. */
export type Variant = typeof VARIANTS[number];

/** What every file of the kernels is compiled with. */
const FLAGS = [
  ...["-std=c17", "-O3", "-ffreestanding", "-fno-math-errno", "-ffp-contract=off", "-fPIC"],
  ...["-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-fno-unwind-tables"],
  ...["-fvisibility=hidden", "-Wall", "-Wextra", "-Werror", "-Wno-psabi"],
  ...["-Wno-unused-parameter", "-Wno-unused-function"],
];

const CLANG = "clang-19";

/** Whether a program can be run. */
export async function hasProgram(name: string): Promise<boolean> {
  if (!granted("run")) return false;
  try {
    await runProgram(name, ["--version"]);
    return true;
  } catch {
    return false;
  }
}

/** Whether the kernels can be compiled here. */
export async function canBuild(): Promise<boolean> {
  return granted("read", "write", "run") && await hasProgram(CLANG) &&
    await hasProgram("ld.lld-19");
}

/**
 * Runs a program.
 * @returns what it prints
 */
export async function runProgram(name: string, args: readonly string[]): Promise<string> {
  const command = new Deno.Command(name, { args: [...args], stdout: "piped", stderr: "piped" });
  const { code, stdout, stderr } = await outcomeOf(command.spawn());
  if (code !== 0) throw new Error(`Cannot run ${name} ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

/** Compiles a file of C for a variant, to an object file. */
export async function compile(
  { suffix, width, target, flags }: Variant,
  source: string,
  object: string,
  more: readonly string[] = [],
): Promise<void> {
  const define = [`-DW=${width}`, `-DSUFFIX=${suffix}`];
  const words = [`--target=${target}-unknown-linux-gnu`, ...FLAGS, ...flags, ...define, ...more];
  await runProgram(CLANG, [...words, "-c", source, "-o", object]);
}

/**
 * Compiles the kernels of a processor to a library in a folder.
 * @returns the library's path
 */
export async function buildLibrary(
  folder: string,
  target: Variant["target"] = "x86_64",
): Promise<string> {
  const variants = VARIANTS.filter((variant) => variant.target === target);
  const objects = variants.map(({ suffix }) => join(folder, `${suffix}.o`));
  const cpu = join(folder, `cpu_${target}.o`);
  await Promise.all([
    compile(variants[0]!, join(SOURCES, "cpu.c"), cpu),
    ...variants.map((variant, k) => compile(variant, join(SOURCES, "kernels.c"), objects[k]!)),
  ]);
  const library = join(folder, `kernels_${target}.so`);
  await runProgram(CLANG, [
    ...[`--target=${target}-unknown-linux-gnu`, "-fuse-ld=lld-19", "-nostdlib", "-shared"],
    ...["-Wl,-z,defs", ...objects, cpu, "-o", library],
  ]);
  return library;
}

/** The kernels and the types of their parameters, after the memory, from their sources. */
export async function readSignatures(): Promise<Map<string, ParameterType[]>> {
  const signatures = new Map<string, ParameterType[]>();
  for await (const { name } of Deno.readDir(SOURCES)) {
    if (!name.endsWith(".c")) continue;
    const text = await Deno.readTextFile(join(SOURCES, name));
    for (const [, kernel, parameters] of text.matchAll(/^KERNEL\((\w+),\s*([^)]*)\)/gm)) {
      signatures.set(
        kernel!,
        parameters!.split(",").map((parameter) => TYPES[parameter.trim().split(" ")[0]!]!),
      );
    }
  }
  return signatures;
}

const TYPES: Readonly<Record<string, ParameterType>> = {
  u32: "u32",
  i32: "i32",
  float: "f32",
  double: "f64",
};

/** What a kernel's parameters may be. */
export type ParameterType = "u32" | "i32" | "f32" | "f64";
