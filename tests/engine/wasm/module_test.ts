/** What the kernels' module keeps: nothing but constants, since workers share its memory. */

import { assert, assertEquals } from "@std/assert";
import { readSources } from "../../../tasks/native/mod.ts";
import { granted } from "../../helpers/run_task.ts";
import { FIRST_FREE_ADDRESS } from "../../../lib/engine/wasm/arena.ts";
import { kernelModule } from "../../../lib/engine/wasm/instantiate.ts";
import { KERNELS } from "../../../lib/engine/wasm/kernels.ts";
import { parseText } from "../../../lib/engine/wasm/text.ts";

/** The sections of a module that a test asks for (WebAssembly core specification, 5.5). */
const [TABLE, GLOBAL, START, DATA] = [4, 6, 8, 11];

/** Reads a module's bytes. */
class Reader {
  #at: number;

  constructor(readonly bytes: Uint8Array, at = 0) {
    this.#at = at;
  }

  get ended(): boolean {
    return this.#at >= this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.#at++]!;
  }

  /** A whole number of seven bits a byte, the lowest first, with a sign or without. */
  number(signed = false): number {
    let [value, weight, byte] = [0, 1, 0];
    do {
      byte = this.byte();
      value += (byte & 127) * weight;
      weight *= 128;
    } while (byte > 127);
    return signed && byte & 64 ? value - weight : value;
  }

  take(length: number): Reader {
    this.#at += length;
    return new Reader(this.bytes.subarray(this.#at - length, this.#at));
  }
}

/** The sections of a module, by their number. */
function sectionsOf(bytes: Uint8Array): Map<number, Reader> {
  const module = new Reader(bytes, 8); // after the magic number and the version
  const sections = new Map<number, Reader>();
  while (!module.ended) sections.set(module.byte(), module.take(module.number()));
  return sections;
}

/** Where each part of a data section lies in the memory. */
function segmentsOf(data: Reader): { from: number; to: number }[] {
  return Array.from({ length: data.number() }, () => {
    assertEquals([data.byte(), data.byte()], [0, 0x41], "expected i32.const for an address");
    const from = data.number(true);
    assertEquals(data.byte(), 0x0b);
    const length = data.number();
    data.take(length);
    return { from, to: from + length };
  });
}

const sections = sectionsOf(parseText(KERNELS));

Deno.test("the kernels import their memory, and nothing else", () => {
  const imports = WebAssembly.Module.imports(kernelModule(true));
  assertEquals(imports.map(({ module, name, kind }) => [module, name, kind]), [
    ["env", "memory", "memory"],
  ]);
});

// Compiled C keeps its stack in the memory, and where it ends in a global. Workers would write into each other's.
Deno.test("the kernels have no stack in the memory that workers share, and no other state", () => {
  assertEquals([TABLE, GLOBAL, START].filter((section) => sections.has(section!)), []);
});

Deno.test("the kernels' sources have no variable that stays", { ignore: !granted("read") }, () => {
  const sources = readSources();
  sources.delete("cpu.c"); // of native libraries alone
  const text = [...sources.values()].join("\n").replaceAll(/\/\*[^]*?\*\//g, "");
  const kept = [...text.matchAll(/\bstatic (\w+)/g)].map(([, word]) => word!);
  assertEquals([...new Set(kept)].sort(), ["__attribute__", "const", "inline"]);
});

Deno.test("the kernels' constants end before the memory that is given out", () => {
  const segments = segmentsOf(sections.get(DATA!)!);
  assert(segments.length > 0);
  for (const { from, to } of segments) {
    assert(from >= 0 && to <= FIRST_FREE_ADDRESS, `they lie from ${from} to ${to}`);
  }
});
