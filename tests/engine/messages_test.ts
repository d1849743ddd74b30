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

testMessages("engines", {
  RangeError: {
    'Cannot find the engine "gpu": there are auto, reference, wasm': () =>
      createEngine("gpu" as EngineName),
    "Cannot use 0 workers: expected 1 to 256": () => createEngine("auto", { workers: 0 }),
    "Cannot encode the label 3: expected 0 to 2": () => oneHot([3], 3),
  },
  Error: {
    [
      "Cannot use 3 workers: memory cannot be shared here, which takes a cross-origin " +
      "isolated page; use 1, for the same bytes"
    ]: () => {
      using _ = replaced({ SharedArrayBuffer: undefined });
      createEngine("wasm", { workers: 3 });
    },
    [
      "Cannot use 3 workers: memory cannot be shared here, which takes a cross-origin " +
      "isolated page; one works alone, to the same bytes"
    ]: () => warned(3, { SharedArrayBuffer: undefined }),
    "Cannot use 2 workers: there are no workers here; one works alone, to the same bytes": () =>
      warned(2, { Worker: undefined, process: undefined }),
    [
      "Cannot use 2 workers: one did not start (the policy does not allow it); use 1, for " +
      "the same bytes"
    ]: () => {
      using _ = replaced({ Worker: Refused });
      createEngine("wasm", { workers: 2 });
    },
    [
      "Cannot use 2 workers: one did not start (the policy does not allow it); one works " +
      "alone, to the same bytes"
    ]: () => warned(2, { Worker: Refused }),
    [
      'Cannot make the engine "wasm": WebAssembly does not run here (RangeError: could not ' +
      "allocate memory)"
    ]: () => {
      using _ = replaced({ WebAssembly: { ...WebAssembly, Memory } });
      createEngine("wasm");
    },
    [
      "WebAssembly does not run here (RangeError: could not allocate memory): the " +
      "reference engine works alone, slower, to the same bytes"
    ]: () => warned(1, { WebAssembly: { ...WebAssembly, Memory } }),
  },
  TypeError: {
    "Cannot write a result to a matrix of another engine: engine.matrix makes one": () => {
      const weights = matrix([[2]]);
      new WasmEngine().affine(matrix([[0]]), matrix([[1]]), weights, weights);
    },
    "Cannot drop units of sparse rows into dense ones: expected both of one kind": () =>
      engine.dropout(engine.denseRows(1, 2), engine.sparseRows(1, 2), {} as never),
    "Cannot use 1 for row 0 of the targets: expected a list of rows; for example [[0, 1], [1, 1]]":
      () => matrix([1, 2] as never),
    "Cannot use targets whose rows are of different lengths: row 0 has 2, row 1 has 1": () =>
      matrix([[1, 2], [3]]),
    'Cannot use "1" in row 0, column 0 of the targets: expected a number': () =>
      matrix([["1"]] as never),
  },
});
