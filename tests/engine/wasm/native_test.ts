import { assert, assertEquals, assertLess } from "@std/assert";
import { WasmEngine } from "../../../lib/engine/wasm.ts";
import type { LargeProduct } from "../../../lib/engine/wasm/options.ts";
import type { DataRows } from "../../../lib/engine/matrix.ts";
import { matrix, Network, RandomStream } from "../../../mod.ts";
import { closing } from "../../helpers/closing.ts";

/** Two orders of adding some hundred float32 differ by some roundings of 6e-8, relative to the largest. */
const ROUNDINGS = 1e-5;

const [ROWS, SIZES] = [32, [400, 200, 10]] as const;

/** What a BLAS does, in plain loops. */
function multiply({ memory, out, a, b, bias, rows, inner, columns, scale }: LargeProduct): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum += memory[a.at + r * a.row + k * a.column]! * memory[b.at + k * b.row + c * b.column]!;
      }
      memory[out + r * columns + c] = scale * sum + (bias === 0 ? 0 : memory[bias + c]!);
    }
  }
}

/** Random rows of which so many values are not zero. */
function rowsOf(density: number, kind: "dense" | "sparse"): DataRows {
  const random = new RandomStream(1, "data");
  const columns = SIZES[0];
  const values = Float32Array.from({ length: ROWS * columns }, () => {
    const value = random.normal();
    return random.below(100) < 100 * density ? value : 0;
  });
  if (kind === "dense") return { kind, rows: ROWS, columns, values };
  const offsets = [...values.keys()].filter((k) => values[k] !== 0);
  return {
    kind,
    rows: ROWS,
    columns,
    values: Float32Array.from(offsets, (k) => values[k]!),
    indices: Uint32Array.from(offsets, (k) => k % columns),
    starts: Uint32Array.from(
      { length: ROWS + 1 },
      (_, r) => offsets.filter((k) => k < r * columns).length,
    ),
  };
}

for (
  const [what, inputs, native] of [
    ["dense rows", rowsOf(1, "dense"), 2],
    ["sparse rows of which a third is not zero", rowsOf(1 / 3, "sparse"), 2],
    ["sparse rows that are nearly all zero", rowsOf(1 / 20, "sparse"), 0],
  ] as const
) {
  Deno.test(`native code multiplies ${what} as the kernels do, where it pays`, () => {
    let calls = 0;
    const counted = (product: LargeProduct) => {
      calls++;
      multiply(product);
    };
    using engine = closing(new WasmEngine({ native: { name: "loops", multiply: counted } }));
    using kernels = closing(new WasmEngine());
    assertEquals([engine.name, kernels.name], ["loops", "wasm"]);
    const targets = matrix(Array.from({ length: ROWS }, () => Array(10).fill(0.5)));
    const [found, expected] = [engine, kernels].map((engine) => {
      const { weights, biases } = new Network(SIZES, { engine }).backprop({ inputs, targets });
      return [...weights, ...biases].map(({ values }) => values.slice());
    });
    assertEquals(calls, native); // the first layer's product forward, and its gradient
    for (const [k, values] of expected!.entries()) {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      assert(largest > 0);
      const error = values.reduce((most, v, j) => Math.max(most, Math.abs(v - found![k]![j]!)), 0);
      assertLess(error, ROUNDINGS * largest);
    }
  });
}
