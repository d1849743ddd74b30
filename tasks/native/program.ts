/**
 * The text that opens the native kernels on a memory, in this thread or in a worker. V8 calls native code in some 7
 * nanoseconds where each kernel has a function of its own that calls one symbol with all arguments written out, and in 300
 * otherwise: so these functions are made as text, from the kernels' names and types. @module
 */

import type { HostKernels } from "../../lib/engine/mod.ts";

/** The types of a kernel's arguments after the memory's address, as Deno names them. */
export type ArgumentType = "u32" | "i32" | "f32" | "f64";

/** The types of the arguments of each kernel. */
export type Signatures = { readonly [kernel: string]: readonly ArgumentType[] };

/** Numbers become words as WebAssembly makes them, by their lower 32 bits; Deno refuses what is out of range. */
const COERCIONS: { readonly [type in ArgumentType]?: string } = { u32: " >>> 0", i32: " | 0" };

/** The text of a function that opens a library's kernels, whose symbols end with `_variant`, on a memory. */
export function programOf(path: string, variant: string, signatures: Signatures): string {
  const names = Object.keys(signatures);
  const wrappers = names.map((name) => {
    const types = signatures[name]!;
    const parameters = types.map((_, k) => `a${k}`).join(", ");
    const args = types.map((type, k) => `a${k}${COERCIONS[type] ?? ""}`).join(", ");
    return `${name}(${parameters}) { ${name}(m, ${args}); },`;
  });
  const opener = "Deno" in globalThis ? denoOpener : bunOpener;
  // A thread opens it once and never closes it: a kernel may be running.
  return `(({ base, ${names.join(", ")} }) =>
  (memory) => {
    const find = () => base(new Uint8Array(memory.buffer));
    let m = find();
    return {
      kernels: { ${wrappers.join("\n")} },
      memoryGrew() { m = find(); },
    };
  })(${opener(path, variant, signatures)})`;
}

export function openerOf(program: string): (memory: WebAssembly.Memory) => HostKernels {
  return new Function(`return ${program}`)();
}

function denoOpener(path: string, variant: string, signatures: Signatures): string {
  const symbols = Object.entries(signatures).map(([kernel, types]) => {
    const definition = { parameters: ["pointer", ...types], result: "void" };
    return [kernel, { name: `${kernel}_${variant}`, ...definition }];
  });
  const all = {
    base: { parameters: ["buffer"], result: "pointer" },
    ...Object.fromEntries(symbols),
  };
  return `Deno.dlopen(${JSON.stringify(path)}, ${JSON.stringify(all)}).symbols`;
}

/** Bun names its types otherwise, opens symbols by their own names only, and finds a buffer's address itself. */
function bunOpener(path: string, variant: string, signatures: Signatures): string {
  const symbols = Object.entries(signatures).map(([kernel, types]) => [
    `${kernel}_${variant}`,
    { args: ["ptr", ...types], returns: "void" },
  ]);
  const all = JSON.stringify(Object.fromEntries(symbols));
  const byName = Object.keys(signatures).map((name) => `${name}: symbols.${name}_${variant}`);
  return `(({ dlopen, ptr }) => {
      const { symbols } = dlopen(${JSON.stringify(path)}, ${all});
      return { base: ptr, ${byName.join(", ")} };
    })(process.getBuiltinModule("bun:ffi"))`;
}
