import { assert, assertEquals } from "@std/assert";
import { createEngine, type KernelHost, WasmEngine } from "../../../lib/engine/mod.ts";
import { Network } from "../../../mod.ts";
import { closing } from "../../helpers/closing.ts";
import { untilReady } from "../until_ready.ts";

/** A host with one kernel, which scales by JavaScript and counts its calls in the memory's last word before the data. */
function open(memory: WebAssembly.Memory) {
  let view = new Float32Array(memory.buffer);
  return {
    kernels: {
      scaleElements(at: number, scale: number, from: number, to: number) {
        for (let k = at / 4 + from; k < at / 4 + to; k++) view[k]! *= scale;
        view[511]!++; // before the first free address
      },
    },
    memoryGrew() {
      view = new Float32Array(memory.buffer);
    },
  };
}

const HOST: KernelHost = {
  name: "counting",
  geometry: { panelColumns: 12, tileRows: 3, padsRows: false, maxDensity: 0.5 },
  open,
  program: String(open),
};

Deno.test("a host's kernels run in place of WebAssembly's, after the memory has grown too", () => {
  for (
    const engine of [createEngine("wasm", { host: HOST }), createEngine("auto", { host: HOST })]
  ) {
    assertEquals(engine.name, "counting");
    const [small, large] = [engine.matrix(3, 5), engine.matrix(700, 700)]; // two pages and thirty
    for (const matrix of [small, large]) {
      matrix.values.fill(3);
      engine.scale(matrix, 0.5);
      assert(matrix.values.every((value) => value === 1.5));
    }
    const view = new Float32Array((large.values.buffer) as ArrayBuffer);
    assertEquals(view[511], 2);
    assertEquals(new Network([2, 3, 1], { engine }).engine.name, "counting");
  }
});

Deno.test("workers open a host's kernels by its program", async () => {
  using engine = closing(new WasmEngine({ workers: 2, shareFrom: 0, host: HOST }));
  await untilReady(engine);
  const matrix = engine.matrix(4, 16);
  matrix.values.fill(3);
  engine.scale(matrix, 2);
  assert(matrix.values.every((value) => value === 6));
  const calls = new Float32Array(matrix.values.buffer)[511]!;
  assert(calls === 2 || calls === 1, `${calls}`); // both counted, or one over the other
});
