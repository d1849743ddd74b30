/**
 * `deno task --cwd packages/lab build_kernels`: compiles the kernels in `lib/engine/wasm/kernels/` with AssemblyScript and writes them to
 * `lib/engine/wasm/kernels.ts`, as text that any loader takes, with their names and types; with `--print` to stdout.
 *
 * @module
 */

import { printDocument } from "../../../tasks/cli/print.ts";
import { formatText } from "../../../lib/engine/mod.ts";
import { importNpm } from "../../../tasks/system/import_npm.ts";

/** What we use of AssemblyScript's compiler. */
interface Compiler {
  main(args: string[], host: {
    readFile(name: string): string | null;
    writeFile(name: string, contents: string | Uint8Array): void;
    listFiles(): string[];
  }): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

/** A kernel, as the compiler declares it to TypeScript. */
interface Kernel {
  readonly name: string;
  /** Such as `"z: number, from: number, to: number"`. */
  readonly parameters: string;
  /** Whether workers can share it: its last parameters are a range. */
  readonly shared: boolean;
}

/** Compiles the kernels: the WebAssembly module, and the declarations of what it exports. */
async function compile(): Promise<{ module: Uint8Array; declarations: string }> {
  const asc = await importNpm<Compiler>("npm:assemblyscript@0.28.20/asc");
  const sources = new URL("../../../lib/engine/wasm/kernels/", import.meta.url);
  const texts = new Map<string, string>();
  for await (const { name } of Deno.readDir(sources)) {
    texts.set(name, await Deno.readTextFile(new URL(name, sources)));
  }
  let module: Uint8Array | undefined;
  let declarations = "";
  const { error, stderr } = await asc.main([
    "index.ts",
    ...["-O3s", "--runtime", "stub", "--noAssert", "--converge"],
    ...["--enable", "simd", "--enable", "threads"],
    ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
    ...["--outFile", "kernels.wasm", "--bindings", "raw"],
  ], {
    readFile: (name) => texts.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === "kernels.wasm") module = contents as Uint8Array;
      if (name === "kernels.d.ts") declarations = contents as string;
    },
    listFiles: () => [],
  });
  if (error !== null || module === undefined) {
    throw new Error(`Cannot build the kernels:\n${stderr}`);
  }
  return { module, declarations };
}

/** The kernels among the declarations, by name. */
function kernelsIn(declarations: string): Kernel[] {
  const functions = declarations.matchAll(/^ *export function (\w+)\((.*)\): void;$/gm);
  return Array.from(functions, ([, name = "", parameters = ""]) => {
    return { name, parameters, shared: parameters.endsWith(", from: number, to: number") };
  }).sort((a, b) => a.name < b.name ? -1 : 1);
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
  const { module, declarations } = await compile();
  const kernels = kernelsIn(declarations);
  const shared = kernels.filter((kernel) => kernel.shared);
  const lines = formatText(module).match(/.{1,100}/g)!;
  return [
    "/**",
    " * The kernels as `deno task --cwd packages/lab build_kernels` makes them of `kernels/`, which documents what each computes.",
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
  else {await Deno.writeTextFile(
      new URL("../../../lib/engine/wasm/kernels.ts", import.meta.url),
      text,
    );}
}
