/** Compiles the native kernels with clang and lld alone: no library, no import, the same bytes in every folder. @module */

import { fileURLToPath } from "node:url";
import {
  type Build,
  readSources,
  recordBuild,
  sha256Of,
  SOURCES,
  sourcesSha256,
} from "./builds.ts";
import { callerOf, signaturesIn } from "./program.ts";
import type { Target } from "./targets.ts";

/** A library that was compiled. */
export interface Compiled extends Build {
  /** The name of its file. */
  readonly file: string;
  readonly sha256: string;
}

/** Strict, freestanding, and with nothing that depends on the machine or the folder. */
const FLAGS: readonly string[] = [
  "-O3",
  "-std=c17",
  "-ffreestanding",
  "-ffp-contract=off",
  "-fno-math-errno",
  "-fno-stack-protector",
  "-fno-asynchronous-unwind-tables",
  "-fno-unwind-tables",
  "-fvisibility=hidden",
  "-Wall",
  "-Wextra",
  "-Werror",
  "-Wno-psabi",
  "-Wno-unused-function",
  "-Wno-unused-parameter",
];

/** The version of clang that the kernels are tested with, and how names end under which it or a newer one is found. */
const CLANG = 19;
const ENDINGS = [`-${CLANG}`, ""];

/** The compiler and the linkers. */
interface Tools {
  /** What their names end with. */
  readonly ending: string;
  /** Such as "clang 19.1.7". */
  readonly version: string;
}

/**
 * Finds clang.
 * @throws {Error} if there is none that is new enough; the message has what to install
 */
async function findTools(): Promise<Tools> {
  for (const ending of ENDINGS) {
    const text = await output(`clang${ending}`, ["--version"]).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return "";
      throw error;
    });
    const [, version = "", major = "0"] = /clang version ((\d+)[\d.]*)/.exec(text) ?? [];
    if (Number(major) >= CLANG) return { ending, version: `clang ${version}` };
  }
  throw new Error(
    `Cannot find clang ${CLANG} or newer: sudo apt-get install clang-${CLANG} lld-${CLANG} (Debian, Ubuntu), ` +
      "brew install llvm lld (macOS), winget install LLVM.LLVM (Windows)",
  );
}

/** The compiler's arguments for a machine, and for the vectors of one of its variants. */
export function compilerArguments(
  target: Pick<Target, "triple" | "variants" | "flags">,
  suffix?: string,
): string[] {
  const common = [`--target=${target.triple}`, ...FLAGS, ...target.flags];
  if (suffix === undefined) return common;
  const { lanes, flags } = target.variants[suffix]!;
  return [...common, ...flags, `-DW=${lanes}`, `-DSUFFIX=${suffix}`];
}

/**
 * Compiles the kernels into a folder.
 * @param options.isRecorded whether the list of libraries that were built here gets it, so that it may be opened
 * @throws {Error} if there is no compiler, or it fails
 */
export async function compileKernels(
  folder: URL,
  target: Target,
  { isRecorded = false }: { readonly isRecorded?: boolean } = {},
): Promise<Compiled> {
  const { ending, version } = await findTools();
  const sources = readSources();
  const suffixes = Object.keys(target.variants);
  await Deno.mkdir(folder, { recursive: true });
  // Compiled beside it and moved: a program may be running the one that is there.
  const workplace = new URL(`.${crypto.randomUUID()}/`, folder);
  await Deno.mkdir(workplace);
  try {
    const caller = new URL("caller.c", workplace);
    await Deno.writeTextFile(caller, callerOf(signaturesIn(sources)));
    const compile = async (source: URL, suffix?: string) => {
      const object = fileURLToPath(new URL(`${suffix ?? "cpu"}.o`, workplace));
      const files = ["-iquote", fileURLToPath(SOURCES), "-c", fileURLToPath(source), "-o", object];
      await output(`clang${ending}`, [...compilerArguments(target, suffix), ...files]);
      return object;
    };
    const compiled = await Promise.allSettled([
      ...suffixes.map((suffix) => compile(caller, suffix)),
      compile(new URL("cpu.c", SOURCES)),
    ]);
    const objects = compiled.map((result) => {
      if (result.status === "rejected") throw result.reason;
      return result.value;
    });
    const library = new URL(target.file, workplace);
    const path = fileURLToPath(library);
    const [linker, ...args] = target.link(path);
    await output(`${linker}${ending}`, [...args, ...objects]);
    const sha256 = sha256Of(await Deno.readFile(library));
    const build: Build = { sourcesSha256: sourcesSha256(sources), compiler: version };
    if (isRecorded) await recordBuild(sha256, build); // before it is in its place, where others open it
    await Deno.rename(library, new URL(target.file, folder));
    return { file: target.file, sha256, ...build };
  } finally {
    await Deno.remove(workplace, { recursive: true });
  }
}

/**
 * Runs a program, and returns what it prints.
 * @throws {Error} if it fails, with what it prints
 */
async function output(program: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args] }).output();
  const text = new TextDecoder().decode(success ? stdout : stderr);
  if (!success) throw new Error(`Cannot run ${program}:\n${text}`);
  return text;
}
