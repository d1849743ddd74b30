import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import { createEngine, Network } from "../../mod.ts";
import type { EngineName } from "../../lib/engine/mod.ts";
import { replaced } from "../helpers/replaced.ts";

Deno.test("an engine is found by its name, and an unknown one is refused with those that there are", () => {
  assertEquals(createEngine("reference") instanceof ReferenceEngine, true);
  assertEquals(createEngine() instanceof WasmEngine, true);
  assertThrows(
    () => createEngine("gpu" as EngineName),
    RangeError,
    'the engine "gpu": there are auto',
  );
});

Deno.test("a matrix that WebAssembly's memory cannot hold is refused", () => {
  assertThrows(
    () => new WasmEngine().matrix(65536, 65536),
    RangeError,
    "WebAssembly's memory ends at 4 GB",
  );
});

/** The engine that a name leads to, and what is warned of. */
function made(name: EngineName, workers: number): string[] {
  const warnings: string[] = [];
  const engine = createEngine(name, { workers, onWarning: (warning) => warnings.push(warning) });
  engine.close();
  return [engine.name, String(engine.workers), ...warnings];
}

/** Fails unless one of an engine's workers works alone, with a single warning that contains these parts. */
function assertAlone([name, workers, warning, ...others]: string[], ...parts: string[]): void {
  assertEquals([name, workers, others], ["wasm", "1", []]);
  for (const part of [...parts, "one works, with identical results"]) {
    assertStringIncludes(warning!, part);
  }
}

const FALLBACK = "the reference engine works";

Deno.test("where there is no WebAssembly, auto is the reference, with a warning", () => {
  using _ = replaced({ WebAssembly: undefined });
  for (const workers of [1, 2]) {
    const [name, alone, warning, ...others] = made("auto", workers);
    assertEquals([name, alone, others], ["reference", "1", []]);
    assertMatch(warning!, new RegExp(`^WebAssembly does not run here \\(.+\\): ${FALLBACK}`));
  }
  assertEquals(createEngine().name, "reference"); // also where nobody listens
  assertEquals(new Network([2, 1]).engine.name, "reference");
  const error = assertThrows(() => createEngine("wasm"), Error);
  assertMatch(error.message, /^Cannot make the engine "wasm": WebAssembly does not run here \(/);
});

Deno.test("where memory runs out, auto is the reference", () => {
  class Memory {
    constructor() {
      throw new RangeError("could not allocate memory");
    }
  }
  using _ = replaced({ WebAssembly: { ...WebAssembly, Memory } });
  const [name, alone, warning, ...others] = made("auto", 1);
  assertEquals([name, alone, others], ["reference", "1", []]);
  assertStringIncludes(warning!, `(RangeError: could not allocate memory): ${FALLBACK}`);
});

Deno.test("where workers cannot share memory or do not exist, auto works alone, with a warning", () => {
  {
    using _ = replaced({ SharedArrayBuffer: undefined });
    assertAlone(made("auto", 3), "3 workers", "memory cannot be shared here");
    assertThrows(() => createEngine("wasm", { workers: 3 }), Error, "Cannot use 3 workers: ");
  }
  {
    using _ = replaced({ Worker: undefined, process: undefined });
    assertAlone(made("auto", 2), "2 workers", "there are no workers here");
  }
});

Deno.test("where a worker is refused as it is made, auto works alone, with a warning", () => {
  class Worker {
    constructor() {
      throw new DOMException("the policy does not allow it", "SecurityError");
    }
  }
  using _ = replaced({ Worker });
  assertAlone(made("auto", 2), "2 workers", "(the policy does not allow it)");
  assertThrows(
    () => createEngine("wasm", { workers: 2 }),
    Error,
    "(the policy does not allow it); use 1",
  );
});

Deno.test("a number of workers that makes no sense is an error for every engine", () => {
  for (const name of ["auto", "wasm", "reference"] as const) {
    for (const workers of [0, 1.5, NaN, 10_000]) {
      assertThrows(
        () => createEngine(name, { workers }),
        RangeError,
        `Cannot use ${workers} workers`,
      );
    }
  }
});

Deno.test("nothing is warned of where everything runs", () => {
  assertEquals(made("auto", 1), ["wasm", "1"]);
  assertEquals(made("auto", 2), ["wasm", "2"]);
});
