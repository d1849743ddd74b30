/** The native kernels against those in WebAssembly: on the same memory they write the same bits. */

import { assert, assertEquals } from "@std/assert";
import { kernelModule } from "../../../lib/engine/wasm/instantiate.ts";
import type { Kernels } from "../../../lib/engine/wasm/kernels.ts";
import { closing } from "../../helpers/closing.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { buildLibrary, canBuild, readSignatures, VARIANTS } from "./build_kernels.ts";
import { type Call, CASES, type Geometry } from "./cases.ts";
import { Draw, type Output, type Region } from "./draw.ts";

/** How many random calls of each kernel. */
const CALLS = LONG_TESTS ? 2000 : 24;

const MEMORY_BYTES = 4 * 2 ** 20;

/** Before it are the constants of the kernels in WebAssembly. */
const FIRST_FREE_ADDRESS = 2048;

const ignore = !granted("ffi") || Deno.build.arch !== "x86_64" || Deno.build.os !== "linux" ||
  !await canBuild();

type AnyKernel = (...args: readonly number[]) => void;

/** Whether elements are equal bit for bit, every NaN being the same. */
function agree(a: Uint8Array, b: Uint8Array, { at, bytes, type }: Output): boolean {
  if (type === "u8") return firstDifference(a, b, at, at + bytes) === -1;
  if (type === "f64") {
    const [x, y] = [a, b].map(({ buffer }) => new Float64Array(buffer, at, bytes / 8));
    return x!.every((value, k) => Object.is(value, y![k]));
  }
  const [x, y] = [a, b].map(({ buffer }) => new Uint32Array(buffer, at, bytes / 4));
  return x!.every((word, k) =>
    word === y![k] || type === "f32" && isNaNWord(word) && isNaNWord(y![k]!)
  );
}

function isNaNWord(word: number): boolean {
  return (word & 0x7fffffff) > 0x7f800000;
}

function firstDifference(a: Uint8Array, b: Uint8Array, from: number, to: number): number {
  for (let k = from; k < to; k++) if (a[k] !== b[k]) return k;
  return -1;
}

/** The first byte in [0, end) outside of `regions` that was written. */
function firstWritten(
  before: Uint8Array,
  after: Uint8Array,
  regions: readonly Region[],
  end: number,
): number {
  let at = 0;
  for (const region of regions.toSorted((a, b) => a.at - b.at)) {
    const written = firstDifference(before, after, at, region.at);
    if (written !== -1) return written;
    at = Math.max(at, region.at + region.bytes);
  }
  return firstDifference(before, after, at, end);
}

Deno.test("native kernels write the bits of those in WebAssembly, and nothing else", {
  ignore,
}, async (context) => {
  await using folder = await temporaryFolder();
  const path = await buildLibrary(folder.path);
  const signatures = await readSignatures();
  const memory = new WebAssembly.Memory({ initial: MEMORY_BYTES / 65536, maximum: 65536 });
  const wasm = new WebAssembly.Instance(kernelModule(false), { env: { memory } })
    .exports as unknown as Kernels;
  const inWasm = new Uint8Array(memory.buffer);
  const names = Object.keys(CASES) as (keyof Kernels)[];
  assertEquals(names.toSorted(), [...signatures.keys()].sort());
  using cpu = closing(Deno.dlopen(path, { lanes: { parameters: [], result: "i32" } }));
  const lanes = cpu.symbols.lanes();

  for (const { suffix, width } of VARIANTS.filter(({ target }) => target === "x86_64")) {
    await context.step({
      name: `${suffix}, vectors of ${width}`,
      ignore: width > lanes,
      fn() {
        using library = closing(Deno.dlopen(path, {
          ...Object.fromEntries(names.map((name) => [`${name}_${suffix}`, {
            parameters: ["pointer" as const, ...signatures.get(name)!],
            result: "void" as const,
          }])),
          [`panelColumns_${suffix}`]: { parameters: [], result: "i32" },
          [`tileRows_${suffix}`]: { parameters: [], result: "i32" },
        }));
        const symbols = library.symbols as unknown as Record<string, (...args: unknown[]) => never>;
        const native = new Uint8Array(MEMORY_BYTES);
        const base = Deno.UnsafePointer.of(native);
        const geometry: Geometry = {
          panelColumns: symbols[`panelColumns_${suffix}`]!(),
          tileRows: symbols[`tileRows_${suffix}`]!(),
        };
        for (const name of names) {
          for (let k = 0; k < CALLS; k++) {
            const draw = new Draw(native, names.indexOf(name) * 100_000 + k);
            draw.begin(FIRST_FREE_ADDRESS);
            const call = CASES[name](draw, geometry);
            inWasm.set(native.subarray(FIRST_FREE_ADDRESS, draw.end), FIRST_FREE_ADDRESS);
            const before = native.slice(0, draw.end);
            (wasm[name] as AnyKernel)(...(call.wasmArgs ?? call.args));
            symbols[`${name}_${suffix}`]!(base, ...call.args);
            check(`${name}_${suffix}(${call.args}), call ${k}`, call, before, native);
          }
        }
      },
    });
  }

  function check(what: string, call: Call, before: Uint8Array, native: Uint8Array): void {
    for (const output of call.outputs) {
      assert(agree(inWasm, native, output), `${what} differs from WebAssembly at ${output.at}`);
    }
    const regions = [...call.outputs, ...call.scratch ?? []];
    const written = firstWritten(before, native, regions, before.length);
    assertEquals(written, -1, `${what} wrote at ${written}`);
  }
});
