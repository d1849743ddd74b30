import { WasmEngine } from "../../lib/engine/wasm.ts";
import { createEngine, matrix, oneHot } from "../../mod.ts";
import type { EngineName } from "../../lib/engine/mod.ts";
import { replaced } from "../helpers/replaced.ts";
import { pinnedIn, sourceOf } from "../helpers/pinned.ts";
import { BAD_CALLS } from "./bad_calls.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

/** Throws what an engine warns of, if it warns of one thing, where these are as they are given. */
function warned(workers: number, globals: { readonly [name: string]: unknown }): never {
  using _ = replaced(globals);
  const warnings: string[] = [];
  createEngine("auto", { workers, onWarning: (warning) => warnings.push(warning) }).close();
  throw new Error(warnings.join("\n"));
}

/** A worker that a policy forbids. */
class Refused {
  constructor() {
    throw new DOMException("the policy does not allow it", "SecurityError");
  }
}

/** A memory that there is not enough of. */
class Memory {
  constructor() {
    throw new RangeError("could not allocate memory");
  }
}

const engine = createEngine("reference");

pin("engines", [
  () => createEngine("gpu" as EngineName),
  () => createEngine("auto", { workers: 0 }),
  () => oneHot([3], 3),
  () => {
    using _ = replaced({ SharedArrayBuffer: undefined });
    createEngine("wasm", { workers: 3 });
  },
  () => warned(3, { SharedArrayBuffer: undefined }),
  () => warned(2, { Worker: undefined, process: undefined }),
  () => {
    using _ = replaced({ Worker: Refused });
    createEngine("wasm", { workers: 2 });
  },
  () => warned(2, { Worker: Refused }),
  () => {
    using _ = replaced({ WebAssembly: { ...WebAssembly, Memory } });
    createEngine("wasm");
  },
  () => warned(1, { WebAssembly: { ...WebAssembly, Memory } }),
  () => {
    const weights = matrix([[2]]);
    new WasmEngine().affine(matrix([[0]]), matrix([[1]]), weights, weights);
  },
  () => engine.dropout(engine.denseRows(1, 2), engine.sparseRows(1, 2), {} as never),
  () => matrix([1, 2] as never),
  () => matrix([[1, 2], [3]]),
  () => matrix([["1"]] as never),
]);

pin("calls that do not fit", BAD_CALLS.map((call) => [sourceOf(call), () => call(engine)]));
