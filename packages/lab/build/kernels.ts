/**
 * `deno task --cwd packages/lab build_kernels`: compiles the kernels in `lib/engine/kernels/` to WebAssembly, with clang and Binaryen, and
 * writes them to `lib/engine/wasm/kernels.ts`, as text that any loader takes, with their names and types; with `--print`
 * to stdout.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { printDocument } from "../../../tasks/cli/print.ts";
import { formatText } from "../../../lib/engine/mod.ts";
import { withMemory } from "../../../lib/engine/wasm/instantiate.ts";
import {
  compilerArguments,
  readSources,
  signaturesIn,
  SOURCES,
} from "../../../tasks/native/mod.ts";
import { importNpm } from "../../../tasks/system/import_npm.ts";

/** What we use of Binaryen. */
interface Binaryen {
  readBinary(bytes: Uint8Array): Module;
  setOptimizeLevel(level: number): void;
  setShrinkLevel(level: number): void;
  setLowMemoryUnused(on: boolean): void;
  setOneCallerInlineMaxSize(size: number): void;
  readonly Features: Readonly<Record<string, number>>;
}

interface Module {
  setFeatures(features: number): void;
  optimize(): void;
  runPasses(passes: readonly string[]): void;
  emitBinary(): Uint8Array<ArrayBuffer>;
}

/**
 * WebAssembly for the compiler: with SIMD, and without what makes V8 slower. It computes addresses again in loops, moves
 * conditions, and unrolls; V8 keeps the order that it is given.
 */
const WASM = {
  triple: "wasm32-unknown-unknown",
  variants: { wasm: { lanes: 4, flags: ["-msimd128", "-mbulk-memory", "-mnontrapping-fptoint"] } },
  flags: [
    "-O2",
    "-fno-vectorize",
    "-fno-slp-vectorize",
    "-fno-unroll-loops",
    "-mllvm",
    "-disable-lsr",
    "-mllvm",
    "-rotation-max-header-size=0",
  ],
};

/** The linker's: one import, the memory; and hardly room for a stack, which would lie in the memory that workers share. */
const LINK = [
  "--no-entry",
  "--export-dynamic",
  "--strip-all",
  "--global-base=1024",
  "--import-memory",
  "--initial-memory=65536",
  "--max-memory=4294967296",
  "--stack-first",
  "-z",
  "stack-size=1024",
];

/** Where the compiler and the linker write, since the linker cannot write to a pipe. */
const DIST = new URL("../../../dist/", import.meta.url);

/**
 * Runs the compiler or the linker, and returns what it prints.
 * @throws {Error} if there is none, or it fails; the message has what to install, or what it prints
 */
async function runTool(name: string, args: readonly string[]): Promise<string> {
  const command = new Deno.Command(name, { args: [...args] });
  const { success, stdout, stderr } = await command.output().catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`Cannot find ${name}: sudo apt-get install clang-19 lld-19 (Debian, Ubuntu)`);
  });
  const text = new TextDecoder().decode(success ? stdout : stderr);
  if (!success) throw new Error(`Cannot build the kernels:\n${text}`);
  return text;
}

/** Compiles the kernels, as clang makes them. */
async function compile(): Promise<Uint8Array> {
  await Deno.mkdir(DIST, { recursive: true });
  const [object, module] = ["o", "wasm"].map((ending) =>
    fileURLToPath(new URL(`${crypto.randomUUID()}.${ending}`, DIST))
  ) as [string, string];
  try {
    const source = fileURLToPath(new URL("kernels.c", SOURCES));
    await runTool("clang-19", [...compilerArguments(WASM, "wasm"), "-c", source, "-o", object]);
    await runTool("wasm-ld-19", [...LINK, object, "-o", module]);
    return await Deno.readFile(module);
  } finally {
    for (const file of [object, module]) await Deno.remove(file).catch(() => {}); // what there is
  }
}

/** What Binaryen makes of the module: smaller and faster. Functions that are apart stay apart, see `row_product.h`. */
async function optimize(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const binaryen = await importNpm<Binaryen>("npm:binaryen@132.0.0");
  const { SIMD128, BulkMemory, MutableGlobals, NontrappingFPToInt, SignExt } = binaryen.Features;
  const module = binaryen.readBinary(bytes);
  module.setFeatures(SIMD128! | BulkMemory! | MutableGlobals! | NontrappingFPToInt! | SignExt!);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setLowMemoryUnused(true);
  binaryen.setOneCallerInlineMaxSize(0);
  module.optimize();
  module.runPasses(["strip-producers", "strip-target-features"]);
  return module.emitBinary();
}

/** A kernel, as its source declares it. */
interface Kernel {
  readonly name: string;
  /** Such as `"z: number, from: number, to: number"`. */
  readonly parameters: string;
  /** Whether workers can share it: its last parameters are a range. */
  readonly shared: boolean;
}

/** The kernels that sources define, by name. */
function kernelsIn(sources: ReadonlyMap<string, string>): Kernel[] {
  const found = [...sources.values()].join("\n").matchAll(/^KERNEL\((\w+),([^)]*)\)/gm);
  const kernels = Array.from(found, ([, name = "", parameters = ""]) => {
    const names = parameters.split(",").map((parameter) => parameter.trim().split(/\s+/)[1]!);
    return {
      name,
      parameters: names.map((name) => `${name}: number`).join(", "),
      shared: names.slice(-2).join() === "from,to",
    };
  });
  const typed = Object.keys(signaturesIn(sources));
  if (typed.length !== kernels.length) throw new Error("Cannot name kernels twice");
  return kernels.sort((a, b) => a.name < b.name ? -1 : 1);
}

function interfaceOf(header: string, kernels: Kernel[]): string[] {
  const methods = kernels.map(({ name, parameters }) => {
    const line = `  ${name}(${parameters}): void;`;
    if (line.length <= 100) return line;
    const lines = parameters.match(/(?<=^|, ).{1,95}(?=, |$)/g)!.map((part) => `    ${part},`);
    return [`  ${name}(`, ...lines, "  ): void;"].join("\n");
  });
  return [`export interface ${header} {`, ...methods, "}"];
}

/** Compiles the kernels and returns the module of TypeScript that holds them. */
async function buildKernels(): Promise<string> {
  const module = withMemory(await optimize(await compile()), true);
  const [, version] = /clang version ([\d.]+)/.exec(await runTool("clang-19", ["--version"])) ?? [];
  const kernels = kernelsIn(readSources());
  const shared = kernels.filter((kernel) => kernel.shared);
  const lines = formatText(module).match(/.{1,100}/g)!;
  return [
    "/**",
    " * The kernels as `deno task --cwd packages/lab build_kernels` makes them of `../kernels/`, which documents what each computes.",
    ` * Compiled by clang ${version}.`,
    " *",
    " * @module",
    " */",
    "",
    "/** The kernels that workers can share: `from` to `to` is the part of the results that a call makes. */",
    ...interfaceOf("SharedKernels", shared),
    "",
    "/** The kernels: loops over addresses, sizes and ranges. */",
    ...interfaceOf("Kernels extends SharedKernels", kernels.filter((kernel) => !kernel.shared)),
    "",
    "/** The WebAssembly module as text, see `text.ts`: it imports its memory, shared, and nothing else. */",
    "export const KERNELS =",
    lines.map((line, k) => `  ${k === 0 ? "" : "  "}"${line}"`).join(" +\n") + ";",
    "",
  ].join("\n");
}

if (import.meta.main) {
  const text = await buildKernels();
  if (Deno.args.includes("--print")) printDocument(text.trimEnd());
  else {
    await Deno.writeTextFile(
      new URL("../../../lib/engine/wasm/kernels.ts", import.meta.url),
      text,
    );
  }
}
