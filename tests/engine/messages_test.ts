import { WasmEngine } from "../../lib/engine/wasm.ts";
import { createEngine, matrix, oneHot } from "../../mod.ts";
import type { EngineName } from "../../lib/engine/mod.ts";
import { replaced } from "../helpers/replaced.ts";
import { testMessages } from "../helpers/says.ts";

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

testMessages("engines", [
  [
    "an engine that there is not",
    () => createEngine("gpu" as EngineName),
    RangeError,
    'Cannot find the engine "gpu": there are auto, reference, wasm',
  ],
  [
    "no workers",
    () => createEngine("auto", { workers: 0 }),
    RangeError,
    "Cannot use 0 workers: expected 1 to 256",
  ],
  [
    "workers without shared memory",
    () => {
      using _ = replaced({ SharedArrayBuffer: undefined });
      createEngine("wasm", { workers: 3 });
    },
    Error,
    "Cannot use 3 workers: memory cannot be shared here, which takes a cross-origin isolated page; use 1, for the same bytes",
  ],
  [
    "a warning of no shared memory",
    () => warned(3, { SharedArrayBuffer: undefined }),
    Error,
    "Cannot use 3 workers: memory cannot be shared here, which takes a cross-origin isolated page; " +
    "one works alone, to the same bytes",
  ],
  [
    "a warning of no workers",
    () => warned(2, { Worker: undefined, process: undefined }),
    Error,
    "Cannot use 2 workers: there are no workers here; one works alone, to the same bytes",
  ],
  [
    "a worker that is refused",
    () => {
      using _ = replaced({ Worker: Refused });
      createEngine("wasm", { workers: 2 });
    },
    Error,
    "Cannot use 2 workers: one did not start (the policy does not allow it); use 1, for the same bytes",
  ],
  [
    "a warning of a worker that is refused",
    () => warned(2, { Worker: Refused }),
    Error,
    "Cannot use 2 workers: one did not start (the policy does not allow it); one works alone, to the same bytes",
  ],
  [
    "no memory",
    () => {
      using _ = replaced({ WebAssembly: { ...WebAssembly, Memory } });
      createEngine("wasm");
    },
    Error,
    'Cannot make the engine "wasm": WebAssembly does not run here (RangeError: could not allocate memory)',
  ],
  [
    "a warning of no memory",
    () => warned(1, { WebAssembly: { ...WebAssembly, Memory } }),
    Error,
    "WebAssembly does not run here (RangeError: could not allocate memory): " +
    "the reference engine works alone, slower, to the same bytes",
  ],
  [
    "a matrix of another engine",
    () => {
      const weights = matrix([[2]]);
      new WasmEngine().affine(matrix([[0]]), matrix([[1]]), weights, weights);
    },
    TypeError,
    "Cannot write a result to a matrix of another engine: engine.matrix makes one",
  ],
  [
    "units dropped into rows of another kind",
    () => engine.dropout(engine.denseRows(1, 2), engine.sparseRows(1, 2), {} as never),
    TypeError,
    "Cannot drop units of sparse rows into dense ones: expected both of one kind",
  ],
  [
    "a row that is a number",
    () => matrix([1, 2] as never),
    TypeError,
    "Cannot use 1 for row 0 of the targets: expected a list of rows; for example [[0, 1], [1, 1]]",
  ],
  [
    "rows of different lengths",
    () => matrix([[1, 2], [3]]),
    TypeError,
    "Cannot use targets whose rows are of different lengths: row 0 has 2, row 1 has 1",
  ],
  [
    "a text for a number",
    () => matrix([["1"]] as never),
    TypeError,
    'Cannot use "1" in row 0, column 0 of the targets: expected a number',
  ],
  [
    "a label that is no class",
    () => oneHot([3], 3),
    RangeError,
    "Cannot encode the label 3: expected 0 to 2",
  ],
]);
