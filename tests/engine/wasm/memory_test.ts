/** What callers do to an engine's memory: they fill it to its end, let it grow, and write to sparse rows. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ReferenceEngine } from "../../../lib/engine/reference.ts";
import { WasmEngine } from "../../../lib/engine/wasm.ts";
import { sigmoid } from "../../../lib/network/activations.ts";
import { Network, optimizers, weightsSha256 } from "../../../mod.ts";
import type { Engine, KernelHost, Matrix, Rows, SparseRows } from "../../../lib/engine/mod.ts";
import { closing } from "../../helpers/closing.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { assertSameBits } from "../conformance.ts";
import { untilReady } from "../until_ready.ts";

/** Whose kernels: those in WebAssembly, and native ones if there are any. */
const HOSTS: readonly (KernelHost & { variant?: string } | undefined)[] = [
  undefined,
  ...NATIVE_HOSTS,
];

/** A matrix whose slack is the last of the memory: the next one makes it grow. */
function matrixAtEnd(engine: Engine, rows: number, columns: number): Matrix {
  let found = engine.matrix(rows, columns);
  while (true) {
    const next = engine.matrix(rows, columns);
    const size = next.values.byteOffset - found.values.byteOffset;
    if (next.values.byteOffset + 2 * size > next.values.buffer.byteLength) return next;
    found = next;
  }
}

/** The shapes of operands, by the rows, inputs and outputs. */
type Shape = (batch: number, inputs: number, outputs: number) => readonly [number, number];
const WEIGHTS: Shape = (_, inputs, outputs) => [inputs, outputs];
const BIASES: Shape = (_batch, _inputs, outputs) => [1, outputs];
const X: Shape = (batch, inputs) => [batch, inputs];
const Z: Shape = (batch, _, outputs) => [batch, outputs];

/** A call, and its operands. */
interface Operation {
  readonly shapes: readonly Shape[];
  readonly run: (engine: Engine, operands: readonly Matrix[], sparse: SparseRows) => void;
}

/** What calls are made with: rows, inputs and outputs. */
const SIZES: readonly Parameters<Shape>[] = [[1, 1, 1], [3, 5, 7], [2, 17, 33]];

const OPERATIONS: { readonly [name: string]: Operation } = {
  affine: {
    shapes: [Z, X, WEIGHTS, BIASES],
    run: (engine, [z, x, w, b]) => engine.affine(z!, x!, w!, b!),
  },
  "affine of data": {
    shapes: [Z, WEIGHTS, BIASES],
    run: (engine, [z, w, b], x) => engine.affine(z!, x, w!, b!),
  },
  backpropagate: {
    shapes: [X, Z, WEIGHTS],
    run: (engine, [out, delta, w]) => engine.backpropagate(out!, delta!, w!),
  },
  gradient: {
    shapes: [WEIGHTS, BIASES, X, Z],
    run: (engine, [w, b, x, delta]) => engine.gradient(w!, b!, x!, delta!, 1 / 3),
  },
  descend: {
    shapes: [WEIGHTS, BIASES, X, Z],
    run(engine, [w, b, x, delta]) {
      engine.descend(w!, b!, x!, delta!, 0.5, 0.9);
      delta!.values.fill(0); // it is used up
    },
  },
  "descend from data": {
    shapes: [WEIGHTS, BIASES, Z],
    run(engine, [w, b, delta], x) {
      engine.descend(w!, b!, x, delta!, 0.5, 0.9);
      delta!.values.fill(0);
    },
  },
  activateBackward: {
    shapes: [Z, Z],
    run(engine, [delta, a]) {
      engine.activate(a!, sigmoid);
      engine.activateBackward(delta!, a!, sigmoid);
    },
  },
  average: { shapes: [Z, Z], run: (engine, [t, s]) => engine.average(t!, s!, 0.9) },
  addSigns: { shapes: [Z, Z], run: (engine, [g, w]) => engine.addSigns(g!, w!, 0.9) },
  limitNorms: { shapes: [WEIGHTS], run: (engine, [w]) => engine.limitNorms(w!, 0.5) },
  "update by adam": {
    shapes: [Z, Z, Z, Z],
    run(engine, [w, g, m, v]) {
      const rule = optimizers.adam();
      engine.update(rule, w!, g!, [m!, v!], rule.scalars(0.1, 1, true).map(Math.fround));
    },
  },
};

/** Runs an operation on filled operands, of which one is made last. */
function results(
  engine: Engine,
  { shapes, run }: Operation,
  sizes: Parameters<Shape>,
  last: number,
  make = (rows: number, columns: number) => engine.matrix(rows, columns),
): number[][] {
  const [batch, inputs] = sizes;
  const x = engine.sparseRows(batch, inputs);
  const numbers = Float32Array.from({ length: batch * inputs }, (_, k) => k % 3 / 4);
  engine.gather(x, numbers, Uint32Array.from({ length: batch }, (_, k) => batch - 1 - k), 0);
  const operands: Matrix[] = [];
  const add = (k: number) => {
    const [rows, columns] = shapes[k]!(...sizes);
    operands[k] = (k === last ? make : engine.matrix.bind(engine))(rows, columns);
  };
  for (let k = 0; k < shapes.length; k++) if (k !== last) add(k);
  add(last);
  for (const [k, { values }] of operands.entries()) {
    for (let i = 0; i < values.length; i++) values[i] = Math.fround((i * 7 + k) % 11 / 8 + 0.1);
  }
  run(engine, operands, x);
  return operands.map(({ values }) => [...values]);
}

for (const host of HOSTS) {
  const name = host?.variant ?? "WebAssembly";
  Deno.test(`nothing is read or written beyond the end of the memory: ${name}`, () => {
    const reference = new ReferenceEngine();
    for (const [title, operation] of Object.entries(OPERATIONS)) {
      for (const sizes of SIZES) {
        for (let last = 0; last < operation.shapes.length; last++) {
          const engine = new WasmEngine({ ...host && { host } });
          results(engine, operation, sizes, last); // takes the room that it needs
          const make = (rows: number, columns: number) => matrixAtEnd(engine, rows, columns);
          const actual = results(engine, operation, sizes, last, make);
          const expected = results(reference, operation, sizes, last);
          for (const [k, values] of expected.entries()) {
            assertSameBits(actual[k]!, values, `${title}: operand ${k}, with ${last} at the end`);
          }
        }
      }
    }
  });

  for (const workers of [1, 2]) {
    Deno.test(`a memory that grows while a network learns changes no bit: ${name}, ${workers} workers`, async () => {
      const trained = async (engine: Engine, grow: () => void) => {
        const network = new Network([20, 90, 3], { seed: 4, engine });
        const order = Uint32Array.from({ length: 8 }, (_, k) => k);
        const bytes = Uint8Array.from({ length: 160 }, (_, k) => k % 3 === 0 ? k : 0);
        const [inputs, targets] = [engine.sparseRows(8, 20), engine.matrix(8, 3)];
        for (let r = 0; r < 8; r++) targets.values[r * 3 + r % 3] = 1;
        for (let step = 0; step < 60; step++) {
          engine.gather(inputs, bytes, order, 0);
          network.updateMiniBatch({ inputs, targets }, 0.5);
          if (step % 20 === 10) grow();
        }
        return await weightsSha256(network);
      };
      using engine = closing(new WasmEngine({ workers, shareFrom: 0, ...host && { host } }));
      await untilReady(engine);
      const { buffer } = engine.matrix(1, 1).values;
      const actual = await trained(engine, () => engine.matrix(1000, 1000));
      assert(engine.matrix(1, 1).values.buffer !== buffer);
      assertEquals(actual, await trained(new ReferenceEngine(), () => {}));
    });
  }
}

/** x·W for weights [4, 2] of ones. */
function sums(engine: Engine, x: Rows): number[] {
  const [w, z] = [engine.matrix(4, 2), engine.matrix(x.rows, 2)];
  w.values.fill(1);
  engine.affine(z, x, w, engine.matrix(1, 2));
  return [...z.values];
}

const COLUMN_REFUSED =
  "Cannot multiply x by weights: expected a column from 0 to 3 in row 0 of x, ";

Deno.test("views of sparse rows are checked whenever they may have been written to", () => {
  using engine = closing(new WasmEngine({ workers: 2 })); // views of shared memory outlive its growth
  const x = engine.sparseRows(2, 4);
  const { indices } = x; // kept, and written to long after
  const gather = (inputs: Uint8Array | Float32Array) =>
    engine.gather(x, inputs, Uint32Array.of(0, 1), 0);
  for (const inputs of [new Uint8Array(12).fill(255), new Float32Array(12).fill(1)]) {
    gather(inputs);
    assertEquals(sums(engine, x), [4, 4, 4, 4]);
    indices[0] = 4;
    assertThrows(() => sums(engine, x), RangeError, `${COLUMN_REFUSED}got 4`);
  }
});

Deno.test("rows behind those that were gathered last are checked", () => {
  const engine = new WasmEngine();
  const x = engine.sparseRows(3, 4);
  const all = Uint32Array.of(0, 1, 2);
  engine.gather(x, new Uint8Array(16).fill(255, 0, 12), all, 0);
  x.rows = 1;
  engine.gather(x, new Uint8Array(16), all, 0);
  assertEquals(sums(engine, x), [0, 0]);
  x.rows = 3; // of which two are left from before
  assertThrows(() => sums(engine, x), RangeError, "expected a column from 4 to 3 in row 1 of x");
  engine.gather(x, new Uint8Array(16), all, 0);
  assertEquals(sums(engine, x), [0, 0, 0, 0, 0, 0]);
});

Deno.test("bytes are read as they are after their buffer was resized", () => {
  const engine = new WasmEngine();
  const x = engine.sparseRows(1, 4);
  const inputs = new Uint8Array(new ArrayBuffer(8, { maxByteLength: 40 }));
  inputs.fill(255);
  const gather = (example: number) => {
    engine.gather(x, inputs, Uint32Array.of(example), 0);
    return sums(engine, x);
  };
  assertEquals(gather(1), [4, 4]);
  inputs.buffer.resize(40);
  inputs.fill(255);
  assertEquals(gather(9), [4, 4]);
  inputs.buffer.resize(8);
  assertThrows(() => gather(9), RangeError, "expected example 0 to 1, got 9");
});

/** An engine with workers that has moved weights into panels. */
async function withPanels(rows: number) {
  const engine = new WasmEngine({ workers: 2, shareFrom: 0 });
  await untilReady(engine);
  const [w, b, x] = [engine.matrix(rows, 9), engine.matrix(1, 9), engine.sparseRows(2, rows)];
  const delta = engine.matrix(2, 9);
  engine.gather(x, new Uint8Array(3 * rows).fill(255), Uint32Array.of(0, 1), 0);
  const step = () => {
    delta.values.fill(1);
    engine.descend(w, b, x, delta, -1);
  };
  return { engine, w, step };
}

Deno.test("weights in the panels of one engine are read by another as what they are", async () => {
  const { engine, w, step } = await withPanels(4);
  using _ = closing(engine);
  step();
  using other = closing(new WasmEngine());
  const [z, x] = [other.matrix(1, 9), other.sparseRows(1, 4)];
  other.gather(x, new Uint8Array(8).fill(255), Uint32Array.of(1), 0);
  other.affine(z, x, w, other.matrix(1, 9));
  assertEquals([...z.values], Array(9).fill(8));
});

Deno.test("panels have room for all rows of weights, whatever was in use at first", async () => {
  const { engine, w, step } = await withPanels(400);
  using _ = closing(engine);
  const few = engine.sparseRows(2, 3);
  const delta = engine.matrix(2, 9);
  engine.gather(few, new Uint8Array(9).fill(255), Uint32Array.of(0, 1), 0);
  w.rows = 3;
  delta.values.fill(1);
  engine.descend(w, engine.matrix(1, 9), few, delta, -1);
  const behind = engine.matrix(20, 9);
  w.rows = 400;
  step();
  assertEquals(new Set(behind.values), new Set([0]));
  assertEquals([...w.values], Array.from({ length: 3600 }, (_, k) => k < 27 ? 4 : 2));
});
