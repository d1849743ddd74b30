import { assertEquals, assertThrows } from "@std/assert";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import { createEngine, type EngineName } from "../../mod.ts";

Deno.test("an engine is found by its name, and an unknown one is told what there is", () => {
  assertEquals(createEngine("reference") instanceof ReferenceEngine, true);
  assertEquals(createEngine() instanceof WasmEngine, true);
  assertThrows(
    () => createEngine("gpu" as EngineName),
    RangeError,
    'Cannot find the engine "gpu": there are ',
  );
});

Deno.test("a matrix that WebAssembly's memory cannot hold is refused", () => {
  assertThrows(
    () => new WasmEngine().matrix(65536, 65536),
    RangeError,
    "WebAssembly's memory ends at 4 GB",
  );
});

Deno.test("units are dropped into rows of the same kind only", () => {
  const sparse = {
    kind: "sparse",
    rows: 1,
    columns: 2,
    values: new Float32Array(2),
    indices: new Uint32Array(2),
    starts: new Uint32Array(2),
  } as const;
  const dense = { kind: "dense", rows: 1, columns: 2, values: new Float32Array(2) } as const;
  const mask = {} as never; // it is not looked at
  assertThrows(
    () => new ReferenceEngine().dropout(dense, sparse, mask),
    TypeError,
    "Cannot drop units of sparse rows into dense ones",
  );
});
