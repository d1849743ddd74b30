import { closing } from "../../helpers/closing.ts";
import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { WasmEngine } from "../../../lib/engine/wasm.ts";
import { Network } from "../../../mod.ts";
import { createBlasEngine } from "../../../tasks/train/blas.ts";
import { hasCblas } from "../../helpers/cblas.ts";
import { relativeError } from "../../helpers/float64_network.ts";
import { granted, runTask, temporaryFolder } from "../../helpers/run_task.ts";

/** float32 sums of some hundred products, added in another order. */
const TOLERANCE = 1e-5;

Deno.test({
  name: "blas agrees with WebAssembly within float32's roundings, forwards and backwards",
  ignore: !hasCblas(),
  fn: () => {
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
    for (const [k, wanted] of results[0]!.entries()) {
      assertLess(relativeError(results[1]![k]!, wanted), TOLERANCE);
    }
  },
});

Deno.test({
  name: "without FFI, train --engine blas says which command has it",
  ignore: !granted("read", "write", "run", "net"),
  fn: async () => {
    await using folder = await temporaryFolder();
    const words = ["--engine", "blas", "--runs", folder.path, "--set", "epochs=1"];
    const { code, stderr } = await runTask(["train", ...words]);
    assertEquals(code, 1);
    assertMatch(
      stderr,
      /^error: Cannot open the system's CBLAS without permission: run `deno task train_blas`/m,
    );
  },
});
