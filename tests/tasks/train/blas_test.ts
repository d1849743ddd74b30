import { closing } from "../../helpers/closing.ts";
import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { WasmEngine } from "../../../lib/engine/wasm.ts";
import { Network } from "../../../mod.ts";
import { createBlasEngine } from "../../../tasks/train/blas.ts";
import { hasCblas } from "../../helpers/cblas.ts";
import { relativeError } from "../../helpers/float64_network.ts";
import { runTask } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

/** float32 sums of some hundred products, added in another order. */
const TOLERANCE = 1e-5;

Deno.test("blas agrees with WebAssembly within float32's roundings, forwards and backwards", {
  ignore: !hasCblas(),
}, () => {
  const results = [new WasmEngine(), createBlasEngine()].map((engine) => {
    using _ = closing(engine);
    const network = new Network([50, 200, 150, 10], { engine, seed: 2, initializer: "lecun" });
    const batch = { inputs: engine.denseRows(120, 50), targets: engine.matrix(120, 10) };
    batch.inputs.values.forEach((_, k, values) => values[k] = (k * 37 % 101) / 101);
    batch.targets.values.forEach((_, k, values) => values[k] = +(k % 10 === (k * 7 % 11)));
    const { weights, biases } = network.backprop(batch);
    const outputs = network.feedforward(batch.inputs);
    return [outputs, ...weights, ...biases].map(({ values }) => [...values]);
  });
  for (const [k, expected] of results[0]!.entries()) {
    assertLess(relativeError(results[1]![k]!, expected), TOLERANCE);
  }
});

for (const kind of ["dense", "sparse"] as const) {
  Deno.test(`blas agrees with WebAssembly on ${kind} rows of data, batch after batch`, {
    ignore: !hasCblas(),
  }, () => {
    const [batch, inputs, outputs] = [70, 200, 160];
    const bytes = Uint8Array.from(
      { length: 2 * batch * inputs },
      (_, k) => k * 37 % 101 < 30 ? 1 + k % 255 : 0,
    );
    const order = Uint32Array.from({ length: 2 * batch }, (_, k) => k);
    const results = [new WasmEngine(), createBlasEngine()].map((engine) => {
      using _ = closing(engine);
      const x = kind === "dense"
        ? engine.denseRows(batch, inputs)
        : engine.sparseRows(batch, inputs);
      const [weights, biases] = [engine.matrix(inputs, outputs), engine.matrix(1, outputs)];
      const [z, delta] = [engine.matrix(batch, outputs), engine.matrix(batch, outputs)];
      for (const { values } of [weights, biases, delta]) {
        values.forEach((_, k) => values[k] = (k * 37 % 101) / 101 - 0.5);
      }
      return [batch, batch - 3].flatMap((rows, k) => {
        x.rows = z.rows = delta.rows = rows;
        engine.gather(x, bytes, order, k * batch);
        engine.affine(z, x, weights, biases);
        engine.gradient(weights, biases, x, delta, 1 / rows);
        return [z, weights, biases].map(({ values }) => [...values]);
      });
    });
    for (const [k, expected] of results[0]!.entries()) {
      assertLess(relativeError(results[1]![k]!, expected), TOLERANCE);
    }
  });
}

testsWith("read", "write", "run", "net")(
  "without FFI, train --engine blas suggests the command that has it",
  async (folder) => {
    const words = ["--engine", "blas", "--runs", folder.path, "--set", "epochs=1"];
    const { code, stderr } = await runTask(["train", ...words]);
    assertEquals(code, 1);
    assertMatch(
      stderr,
      /^error: Cannot open .* without permission: run `deno task train_blas`/m,
    );
  },
);
