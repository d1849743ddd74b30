/** The kernels in WebAssembly, which native ones are compared with. @module */

import { assert, assertEquals } from "@std/assert";
import { kernelModule } from "../../../lib/engine/wasm/instantiate.ts";
import type { Kernels } from "../../../lib/engine/wasm/kernels.ts";
import { type Call, CASES, type Geometry } from "./cases.ts";
import { Draw, type Output, type Region } from "./draw.ts";

/** The name of a kernel. */
export type KernelName = keyof Kernels;

/** The names of all kernels. */
export const NAMES = Object.keys(CASES).sort() as KernelName[];

/** How large the memory of a call is. */
export const MEMORY_PAGES = 64;
export const MEMORY_BYTES = MEMORY_PAGES * 65536;

/** Before it are the constants of the kernels in WebAssembly. */
const FIRST_FREE_ADDRESS = 2048;

const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: 65536 });
const instance = new WebAssembly.Instance(kernelModule(false), { env: { memory } });
const wasm = instance.exports as unknown as Record<KernelName, (...args: number[]) => void>;
const inWasm = new Uint8Array(memory.buffer);

/** A random call of a kernel, made in WebAssembly, for a native kernel to make. */
export interface DrawnCall extends Call {
  /** The memory that the native kernel gets. */
  readonly before: Uint8Array;
  /** Checks the memory that the native kernel leaves. */
  readonly check: (what: string, native: Uint8Array) => void;
}

/** Draws a call of a kernel, for native memory, and makes it in WebAssembly. */
export function drawCall(
  name: KernelName,
  seed: number,
  native: Uint8Array,
  geometry: Geometry,
): DrawnCall {
  const draw = new Draw(native, 100_000 * NAMES.indexOf(name) + seed);
  draw.begin(FIRST_FREE_ADDRESS);
  const call = CASES[name](draw, geometry);
  const before = native.slice(0, draw.end);
  inWasm.set(before.subarray(FIRST_FREE_ADDRESS), FIRST_FREE_ADDRESS);
  wasm[name](...call.wasmArgs ?? call.args);
  const outputs = call.outputs.map((output) => ({
    ...output,
    expected: inWasm.slice(output.at, output.at + output.bytes),
  }));
  return {
    ...call,
    before,
    check(what, native) {
      for (const output of outputs) {
        const actual = native.slice(output.at, output.at + output.bytes);
        const same = agree(output.expected, actual, output.type);
        assert(same, `${what}(${call.args}), call ${seed}, differs at ${output.at}`);
      }
      const written = firstWritten(before, native, [...outputs, ...call.scratch ?? []]);
      assertEquals(written, -1, `${what}(${call.args}), call ${seed}, wrote at ${written}`);
    },
  };
}

/** Whether elements are equal bit for bit, every NaN being the same. */
function agree(a: Uint8Array, b: Uint8Array, type: Output["type"]): boolean {
  if (type === "f64") {
    const [x, y] = [a, b].map(({ buffer }) => new Float64Array(buffer));
    return x!.every((value, k) => Object.is(value, y![k]));
  }
  if (type !== "f32") return firstDifference(a, b, 0, a.length) === -1;
  const [x, y] = [a, b].map(({ buffer }) => new Uint32Array(buffer));
  return x!.every((word, k) => word === y![k] || isNaNWord(word) && isNaNWord(y![k]!));
}

function isNaNWord(word: number): boolean {
  return (word & 0x7fffffff) > 0x7f800000;
}

function firstDifference(a: Uint8Array, b: Uint8Array, from: number, to: number): number {
  for (let k = from; k < to; k++) if (a[k] !== b[k]) return k;
  return -1;
}

/** The first byte outside of `regions` that is not what it was; -1 if there is none. */
function firstWritten(before: Uint8Array, after: Uint8Array, regions: readonly Region[]): number {
  let at = 0;
  for (const region of regions.toSorted((a, b) => a.at - b.at)) {
    const written = firstDifference(before, after, at, region.at);
    if (written !== -1) return written;
    at = Math.max(at, region.at + region.bytes);
  }
  return firstDifference(before, after, at, before.length);
}
