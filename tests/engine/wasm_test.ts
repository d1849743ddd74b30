import { assert, assertEquals, assertThrows } from "@std/assert";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import { activations, sigmoid } from "../../lib/network/activations.ts";
import { dataRows, matrix, Network, weightsSha256 } from "../../mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { Optimizer } from "../../lib/network/mod.ts";
import { QUICK_TESTS } from "../helpers/long.ts";
import { checkCase, checkGather, GATHERS, isSlowCase, SHAPES, VALUES } from "./conformance.ts";

for (const shape of SHAPES) {
  for (const values of VALUES) {
    Deno.test(`WebAssembly gives the contract's bits: ${shape.join(" × ")}, ${values}`, {
      ignore: QUICK_TESTS && isSlowCase(shape, values),
    }, () => {
      checkCase(new WasmEngine(), shape, values);
    });
  }
}

for (const [examples, features] of GATHERS) {
  Deno.test(`WebAssembly gathers ${examples} × ${features}`, () => {
    checkGather(new WasmEngine(), examples, features);
  });
}

Deno.test("bytes of as many examples as a batch has are taken as they are each time", () => {
  const [engine, reference] = [new WasmEngine(), new ReferenceEngine()];
  const inputs = new Uint8Array(3 * 40);
  const order = Uint32Array.of(2, 0, 1);
  const [out, expected] = [engine, reference].map((engine) => engine.sparseRows(3, 40));
  for (let time = 0; time < 200; time++) {
    for (let k = 0; k < inputs.length; k++) inputs[k] = k * time % 5 === 0 ? (k + time) % 256 : 0;
    engine.gather(out!, inputs, order, 0);
    reference.gather(expected!, inputs, order, 0);
    const end = expected!.starts[3]!;
    assertEquals(out!.starts.subarray(0, 4), expected!.starts.subarray(0, 4));
    assertEquals(out!.indices.subarray(0, end), expected!.indices.subarray(0, end));
    assertEquals(out!.values.subarray(0, end), expected!.values.subarray(0, end));
  }
});

Deno.test("matrices stay themselves when the memory grows", () => {
  const engine = new WasmEngine();
  const a = engine.matrix(1, 3);
  a.values.set([1, 2, 3]);
  engine.matrix(2000, 1000);
  assertEquals([...a.values], [1, 2, 3]);
  engine.activate(a, sigmoid);
  assertEquals(a.values[0], sigmoid.of(1));
});

Deno.test("a large product reads no sums of rows that are not there", () => {
  const engine = new WasmEngine();
  const [rows, inner, columns] = [130, 600, 5000]; // one row more than whole tiles, three depths of packing
  const [x, w] = [engine.matrix(rows, inner), engine.matrix(inner, columns)];
  const b = engine.matrix(1, columns);
  x.values.fill(1); // zeros would be left out
  engine.affine(engine.matrix(rows, columns), x, w, b); // takes the room that it needs
  // The memory grows for each result, and ends behind it: how far behind differs, up to a page.
  for (let k = 0; k < 10; k++) engine.affine(engine.matrix(rows, columns), x, w, b);
});

Deno.test("operands from elsewhere are copied, outputs must be the engine's own", () => {
  const engine = new WasmEngine();
  const [weights, biases] = [matrix([[2], [3]]), matrix([[1]])];
  const z = engine.matrix(2, 1);
  engine.affine(z, dataRows([[1, 1], [0, 2]]), weights, biases);
  assertEquals([...z.values], [6, 7]);
  engine.affine(z, matrix([[1, 0], [1, 2]]), weights, biases);
  assertEquals([...z.values], [3, 9]);
  // Of one size, and yet not each other's copy.
  const one = engine.matrix(1, 1);
  engine.affine(one, matrix([[5, 7]]), weights, biases);
  assertEquals(one.values[0], 5 * 2 + 7 * 3 + 1);
  const other = () => engine.affine(matrix([[0]]), dataRows([[1, 1]]), weights, biases);
  assertThrows(other, TypeError, "a matrix of another engine");
});

Deno.test("only the rows in use are touched", () => {
  const engine = new WasmEngine();
  const z = engine.matrix(3, 2);
  const x = engine.denseRows(3, 2);
  z.values.fill(9);
  z.rows = x.rows = 1;
  engine.affine(z, x, engine.matrix(2, 2), engine.matrix(1, 2));
  engine.activate(z, sigmoid);
  assertEquals([...z.values], [0.5, 0.5, 9, 9, 9, 9]);
});

Deno.test("no loop writes beyond the rows in use, however long a row is", () => {
  const engine = new WasmEngine();
  for (let columns = 1; columns <= 9; columns++) {
    const [delta, a] = [engine.matrix(3, columns), engine.matrix(3, columns)];
    const [weights, biases] = [engine.matrix(4, columns), engine.matrix(1, columns)];
    const x = engine.matrix(3, 4);
    for (const matrix of [delta, a, weights, biases, x]) matrix.values.fill(9);
    delta.rows = a.rows = x.rows = 1;
    const untouched = (name: string, matrix = delta) => {
      const end = matrix.rows * columns;
      const rest = matrix.values.subarray(end);
      assertEquals([...rest], Array(2 * columns).fill(9), `${name}, ${columns} columns`);
      matrix.values.fill(2, 0, end);
    };
    for (const [name, activation] of Object.entries(activations)) {
      engine.activate(a, activation);
      untouched(name, a);
      engine.activateBackward(delta, a, activation, a);
      untouched(`${name}, backward`);
    }
    engine.flush(delta);
    untouched("flush");
    engine.descend(weights, biases, x, delta, 1, 0.5);
    untouched("descend");
    const mask = { rate: 0.5, key: new Uint32Array([1, 2]), examples: new Uint32Array([3]) };
    engine.dropout(delta, a, mask);
    untouched("dropout");
  }
});

Deno.test("a batch from elsewhere trains to the same bits as one in the engine's memory", async () => {
  const trained = async (engine: Engine) => {
    const network = new Network([3, 5, 2], { seed: 4, engine });
    const inputs = dataRows([[1, 0, 0.5], [0, 0.25, 1]]);
    const batch = { inputs, targets: matrix([[1, 0], [0, 1]]) };
    for (let step = 0; step < 20; step++) network.updateMiniBatch(batch, 1);
    return await weightsSha256(network);
  };
  assertEquals(await trained(new WasmEngine()), await trained(new ReferenceEngine()));
});

Deno.test("training does not make the memory grow", () => {
  const engine = new WasmEngine();
  const network = new Network([20, 10, 3], { engine });
  const batch = { inputs: dataRows([new Array(20).fill(1)]), targets: matrix([[1, 0, 0]]) };
  network.updateMiniBatch(batch, 1);
  const { buffer } = network.weights[0]!.values;
  for (let step = 0; step < 1000; step++) network.updateMiniBatch(batch, 1);
  assert(network.weights[0]!.values.buffer === buffer);
});

Deno.test("layers and batches of several sizes do not make the memory grow for ever", () => {
  const engine = new WasmEngine();
  const network = new Network([40, 420, 400, 300], { engine, activation: "relu" });
  const optimizer = new Optimizer({ name: "momentum" });
  const batches = [100, 70].map((rows) => {
    const inputs = engine.sparseRows(rows, 40);
    const order = Uint32Array.from({ length: rows }, (_, k) => k);
    engine.gather(inputs, new Uint8Array(4000).fill(1, 0, 3000), order, 0);
    return { inputs, targets: engine.matrix(rows, 300) };
  });
  const epoch = () => {
    for (const batch of batches) network.updateMiniBatch(batch, 0.1, { optimizer });
  };
  for (let k = 0; k < 5; k++) epoch();
  const { buffer } = network.weights[0]!.values;
  for (let k = 0; k < 20; k++) epoch();
  assert(network.weights[0]!.values.buffer === buffer);
});

Deno.test("rows of another engine are copied, and gathered into by plain loops", () => {
  const [engine, other] = [new WasmEngine(), new WasmEngine()];
  const x = other.sparseRows(2, 20);
  const bytes = Uint8Array.from({ length: 40 }, (_, k) => k % 3 === 0 ? k : 0);
  engine.gather(x, bytes, new Uint32Array([1, 0]), 0);
  const same = engine.sparseRows(2, 20);
  engine.gather(same, bytes, new Uint32Array([1, 0]), 0);
  assertEquals(x.starts, same.starts);
  const network = new Network([20, 4], { engine });
  assertEquals(network.feedforward(x).values, network.feedforward(same).values);
});
