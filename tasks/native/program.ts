/**
 * The text that opens the native kernels on a memory, in this thread or in a worker, and the C that they are called
 * through. V8 calls native code in some 10 nanoseconds from a function that it has optimized, and in 300 until then, which
 * takes some ten thousand calls. So all kernels are called from one function, which is soon hot: it passes the number of a
 * kernel and the address of the arguments. @module
 */

import type { HostKernels } from "../../lib/engine/host.ts";

/** The types of a kernel's arguments after the memory's address. */
export type ArgumentType = "u32" | "i32" | "f32" | "f64";

/** The types of the arguments of each kernel. */
export type Signatures = { readonly [kernel: string]: readonly ArgumentType[] };

/** How an argument, a float64, becomes what a kernel takes: words by their lower 32 bits, as in WebAssembly. */
const CASTS = {
  u32: "(u32)(i64)",
  i32: "(i32)(i64)",
  f32: "(float)",
  f64: "",
} as const satisfies Record<ArgumentType, string>;

/** The most arguments that a kernel takes. */
function mostArguments(signatures: Signatures): number {
  return Math.max(...Object.values(signatures).map(({ length }) => length));
}

/**
 * The source in C of `call`, which calls a kernel by its number with the arguments at an address; and of `calls`, which makes
 * one call after the other, each of a number and the arguments.
 */
export function callerOf(signatures: Signatures): string {
  const cases = Object.entries(signatures).map(([name, types], kernel) => {
    const args = types.map((type, k) => `${CASTS[type]}a[${k}]`);
    return `case ${kernel}: JOIN(${name}, SUFFIX)(${["m", ...args].join(", ")}); break;`;
  });
  return `#include "kernels.c"
typedef long long i64;
EXPORT void JOIN(call, SUFFIX)(char *m, u32 kernel, const double *a) {
  switch (kernel) {
    ${cases.join("\n    ")}
  }
}
EXPORT void JOIN(calls, SUFFIX)(char *m, u32 count, const double *a) {
  for (; count > 0; count--, a += ${
    1 + mostArguments(signatures)
  }) JOIN(call, SUFFIX)(m, (u32)a[0], a + 1);
}
`;
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

/** The text of a function that opens a library's kernels, whose symbols end with `_variant`, on a memory. */
export function programOf(path: string, variant: string, signatures: Signatures): string {
  const most = mostArguments(signatures);
  const parameters = Array.from({ length: most }, (_, k) => `a${k}`);
  const stores = parameters.map((name, k) => `numbers[${k}] = ${name};`);
  const opener = "Deno" in globalThis ? denoOpener : bunOpener;
  // A thread opens it once and never closes it: a kernel may be running.
  return `(({ base, call, calls }) =>
  (memory) => {
    const numbers = new Float64Array(new ArrayBuffer(${8 * most}));
    const args = base(new Uint8Array(numbers.buffer));
    const find = () => base(new Uint8Array(memory.buffer));
    let m = find();
    const kernelOf = (kernel) => (${parameters.join(", ")}) => {
      ${stores.join("\n      ")}
      call(m, kernel, args);
    };
    const names = ${JSON.stringify(Object.keys(signatures))};
    return {
      kernels: Object.fromEntries(names.map((name, kernel) => [name, kernelOf(kernel)])),
      join(list) {
        const records = new Float64Array(new ArrayBuffer(${8 * (most + 1)} * list.length));
        for (const [k, [name, args]] of list.entries()) {
          if (!names.includes(name)) return undefined;
          records.set([names.indexOf(name), ...args], ${most + 1} * k);
        }
        const at = base(new Uint8Array(records.buffer));
        return () => calls(m, records.length / ${most + 1}, at); // which keeps the records
      },
      memoryGrew() { m = find(); },
    };
  })(${opener(path, variant)})`;
}

export function openerOf(program: string): (memory: WebAssembly.Memory) => HostKernels {
  return new Function(`return ${program}`)();
}

function denoOpener(path: string, variant: string): string {
  const parameters = ["pointer", "u32", "pointer"];
  const all = {
    base: { parameters: ["buffer"], result: "pointer" },
    call: { name: `call_${variant}`, parameters, result: "void" },
    calls: { name: `calls_${variant}`, parameters, result: "void" },
  };
  return `Deno.dlopen(${JSON.stringify(path)}, ${JSON.stringify(all)}).symbols`;
}

/** Bun names its types otherwise, opens symbols by their own names only, and finds a buffer's address itself. */
function bunOpener(path: string, variant: string): string {
  const definition = { args: ["ptr", "u32", "ptr"], returns: "void" };
  const [call, calls] = [`call_${variant}`, `calls_${variant}`] as const;
  const all = JSON.stringify({ [call]: definition, [calls]: definition });
  return `(({ dlopen, ptr }) => {
      const { symbols } = dlopen(${JSON.stringify(path)}, ${all});
      return { base: ptr, call: symbols.${call}, calls: symbols.${calls} };
    })(process.getBuiltinModule("bun:ffi"))`;
}
