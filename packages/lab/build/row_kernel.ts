/**
 * `deno task --cwd packages/lab build_row_kernel`: compiles `lib/module/runtime/affine.c` to WebAssembly, with clang, and writes it to
 * `affine_wasm.ts` beside it; with `--print` to stdout.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { printDocument } from "../../../tasks/cli/print.ts";

const RUNTIME = new URL("../../../lib/module/runtime/", import.meta.url);

/** The compiler's and the linker's. The kernel has no stack and no constants; it gets its memory from the module. */
const FLAGS = [
  "--target=wasm32-unknown-unknown",
  "-O2",
  "-msimd128",
  "-ffp-contract=off",
  "-fno-unroll-loops",
  "-nostdlib",
  "-Wall",
  "-Werror",
  "-Wl,--no-entry,--strip-all,--import-memory,--initial-memory=65536,--stack-first,-z,stack-size=0",
];

/** Where the linker writes, since it cannot write to a pipe. */
const DIST = new URL("../../../dist/", import.meta.url);

/**
 * What the compiler prints.
 * @throws {Error} if there is none, or it fails; the message has what to install, or what it prints
 */
async function clang(...args: string[]): Promise<string> {
  const command = new Deno.Command("clang-19", { args });
  const { success, stdout, stderr } = await command.output().catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error("Cannot find clang-19: sudo apt-get install clang-19 lld-19 (Debian, Ubuntu)");
  });
  if (!success) {
    throw new Error(`Cannot build the kernel of a row:\n${new TextDecoder().decode(stderr)}`);
  }
  return new TextDecoder().decode(stdout);
}

/** Compiles the kernel and returns the module of TypeScript that holds it. */
async function buildRowKernel(): Promise<string> {
  await Deno.mkdir(DIST, { recursive: true });
  const module = fileURLToPath(new URL(`${crypto.randomUUID()}.wasm`, DIST));
  try {
    await clang(...FLAGS, fileURLToPath(new URL("affine.c", RUNTIME)), "-o", module);
    const [, version] = /clang version ([\d.]+)/.exec(await clang("--version")) ?? [];
    const bytes = await Deno.readFile(module);
    const lines = btoa(String.fromCharCode(...bytes)).match(/.{1,92}/g)!;
    return [
      "/**",
      " * `affine.c` as `deno task --cwd packages/lab build_row_kernel` makes it: WebAssembly in base64, which imports its memory.",
      ` * Compiled by clang ${version}.`,
      " *",
      " * @module",
      " */",
      "",
      "export const AFFINE =",
      lines.map((line) => `  "${line}"`).join(" +\n") + ";",
      "",
    ].join("\n");
  } finally {
    await Deno.remove(module).catch(() => {}); // where there is one
  }
}

if (import.meta.main) {
  const text = await buildRowKernel();
  if (Deno.args.includes("--print")) printDocument(text.trimEnd());
  else await Deno.writeTextFile(new URL("affine_wasm.ts", RUNTIME), text);
}
