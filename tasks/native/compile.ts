/** Compiles the native kernels with clang and lld alone: no library, no import, the same bytes in every folder. @module */

import { fileURLToPath } from "node:url";
import {
  type Manifest,
  MANIFEST_NAME,
  readSources,
  sha256Of,
  SOURCES,
  sourcesSha256,
} from "./library.ts";
import { type ArgumentType, callerOf, type Signatures } from "./program.ts";

/** A kind of vector, by the end of the kernels' names. */
interface Variant {
  readonly lanes: number;
  readonly flags: readonly string[];
}

/**
 * The vectors of x86-64. AVX2's machines have fused multiply-add, which rounds once where the contract rounds twice, and
 * AVX-512 implies it: so it stays off by `-ffp-contract=off`, and a test disassembles every library.
 */
const X86: { readonly [suffix: string]: Variant } = {
  avx2: { lanes: 8, flags: ["-march=x86-64-v3", "-mno-fma"] },
  avx512: { lanes: 16, flags: ["-march=x86-64-v4", "-mprefer-vector-width=512"] },
  sse: { lanes: 4, flags: ["-march=x86-64-v2"] },
};
const ARM: { readonly [suffix: string]: Variant } = { neon: { lanes: 4, flags: [] } };

/** A machine that libraries are built for. */
export interface Target {
  /** As compilers name it. */
  readonly triple: string;
  readonly file: string;
  readonly variants: { readonly [suffix: string]: Variant };
  /** The compiler's flags. */
  readonly flags: readonly string[];
  /** The linker, and its arguments before the objects, for a library at a path. */
  readonly link: (path: string) => readonly [string, ...string[]];
}

const ELF = (path: string): readonly [string, ...string[]] => [
  "ld.lld",
  "-shared",
  "--build-id=none",
  "-s",
  "-z",
  "defs",
  "-z",
  "noexecstack",
  "-o",
  path,
];

const MACH_O = (arch: string) => (path: string): readonly [string, ...string[]] => [
  "ld64.lld",
  "-arch",
  arch,
  "-platform_version",
  "macos",
  "11.0",
  "11.0",
  "-install_name",
  "@rpath/kernels",
  "-dylib",
  "-S",
  "-x",
  "-no_uuid",
  "-undefined",
  "error",
  "-adhoc_codesign",
  "-o",
  path,
];

const COFF = (path: string): readonly [string, ...string[]] => [
  "lld-link",
  "/dll",
  "/noentry",
  "/nodefaultlib",
  "/brepro",
  `/out:${path}`,
];

/** The machines that libraries are built for, by operating system and processor. */
export const TARGETS: { readonly [machine: string]: Target } = {
  "linux-x86_64": {
    triple: "x86_64-unknown-linux-gnu",
    file: "kernels.so",
    variants: X86,
    flags: ["-fPIC"],
    link: ELF,
  },
  "linux-aarch64": {
    triple: "aarch64-unknown-linux-gnu",
    file: "kernels.so",
    variants: ARM,
    flags: ["-fPIC"],
    link: ELF,
  },
  "darwin-x86_64": {
    triple: "x86_64-apple-macos11",
    file: "kernels.dylib",
    variants: X86,
    flags: ["-fPIC"],
    link: MACH_O("x86_64"),
  },
  "darwin-aarch64": {
    triple: "arm64-apple-macos11",
    file: "kernels.dylib",
    variants: ARM,
    flags: ["-fPIC"],
    link: MACH_O("arm64"),
  },
  "windows-x86_64": {
    triple: "x86_64-pc-windows-msvc",
    file: "kernels.dll",
    variants: X86,
    flags: ["-fno-exceptions", "-mno-stack-arg-probe"],
    link: COFF,
  },
};

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
 * Compiles the kernels into a folder, with the manifest.
 * @throws {Error} if there is no compiler, or it fails
 */
export async function compileKernels(folder: URL, target: Target): Promise<Manifest> {
  const { ending, version } = await findTools();
  const sources = readSources();
  const kernels = signaturesIn(sources);
  const sourcesHash = sourcesSha256(sources);
  const suffixes = Object.keys(target.variants);
  await Deno.mkdir(folder, { recursive: true });
  // Compiled beside it and moved: a program may be running the one that is there.
  const workplace = new URL(`.${crypto.randomUUID()}/`, folder);
  await Deno.mkdir(workplace);
  try {
    const caller = new URL("caller.c", workplace);
    await Deno.writeTextFile(caller, callerOf(kernels));
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
    const manifest: Manifest = {
      file: target.file,
      sha256: sha256Of(await Deno.readFile(library)),
      sourcesSha256: sourcesHash,
      compiler: version,
      target: target.triple,
      variants: Object.fromEntries(suffixes.map((end) => [end, target.variants[end]!.lanes])),
      kernels,
    };
    await Deno.rename(library, new URL(target.file, folder));
    await writeManifest(folder, manifest);
    return manifest;
  } finally {
    await Deno.remove(workplace, { recursive: true });
  }
}

/** Writes what is known of the library in a folder. */
export async function writeManifest(folder: URL, manifest: Manifest): Promise<void> {
  await Deno.writeTextFile(
    new URL(MANIFEST_NAME, folder),
    JSON.stringify(manifest, null, 2) + "\n",
  );
}

const TYPES: { readonly [type: string]: ArgumentType } = {
  u32: "u32",
  i32: "i32",
  float: "f32",
  double: "f64",
};

/** The kernels that sources define, with the types of their arguments. */
export function signaturesIn(sources: ReadonlyMap<string, string>): Signatures {
  const found = [...sources.values()].join("\n").matchAll(/^KERNEL\((\w+),([^)]*)\)/gm);
  const entries = Array.from(found, ([, name = "", parameters = ""]) => {
    const types = parameters.split(",").map((parameter) => {
      const type = parameter.trim().split(/\s+/)[0]!;
      const known = TYPES[type];
      if (known === undefined) throw new Error(`Cannot pass a ${type} to the kernel ${name}`);
      return known;
    });
    return [name, types] as const;
  });
  return Object.fromEntries(entries);
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
