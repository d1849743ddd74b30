/**
 * `deno task build_kernels`: compiles the kernels in `lib/engine/wasm/kernels/` with AssemblyScript and writes them, as text
 * that any loader takes, to `lib/engine/wasm/kernels.ts`; with `--print` to stdout.
 *
 * @module
 */

import { importNpm } from "../system/import_npm.ts";

/** What we use of AssemblyScript's compiler. */
interface Compiler {
  main(args: string[], host: {
    readFile(name: string): string | null;
    writeFile(name: string, contents: string | Uint8Array): void;
    listFiles(): string[];
  }): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

/** Compiles the kernels and returns the module of TypeScript that holds them. */
export async function buildKernels(): Promise<string> {
  const asc = await importNpm<Compiler>("npm:assemblyscript@0.28.20/asc");
  const sources = new URL("../../lib/engine/wasm/kernels/", import.meta.url);
  const texts = new Map<string, string>();
  for await (const { name } of Deno.readDir(sources)) {
    texts.set(name, await Deno.readTextFile(new URL(name, sources)));
  }
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([
    "index.ts",
    ...["-O3", "--runtime", "stub", "--noAssert", "--converge"],
    ...["--enable", "simd", "--enable", "threads"],
    ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
    ...["--outFile", "kernels.wasm"],
  ], {
    readFile: (name) => texts.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === "kernels.wasm") binary = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) {
    throw new Error(`Cannot build the kernels:\n${stderr}`);
  }
  const lines = binary.toBase64().match(/.{1,100}/g)!;
  return [
    "/** The kernels as `deno task build_kernels` makes them of `kernels/`: WebAssembly in base64. @module */",
    "",
    "/** The module: it imports its memory, shared, and nothing else. */",
    "export const KERNELS =",
    lines.map((line, k) => `  ${k === 0 ? "" : "  "}"${line}"`).join(" +\n") + ";",
    "",
  ].join("\n");
}

if (import.meta.main) {
  const text = await buildKernels();
  if (Deno.args.includes("--print")) console.log(text.trimEnd());
  else await Deno.writeTextFile(new URL("../../lib/engine/wasm/kernels.ts", import.meta.url), text);
}
