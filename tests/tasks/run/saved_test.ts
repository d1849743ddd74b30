import { assertLess, assertThrows } from "@std/assert";
import { COST_VERSION } from "../../../lib/network/costs.ts";
import { parseConfig } from "../../../lib/config.ts";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { formatSaved } from "../../../tasks/run/saved.ts";

/** The longest run that a config can ask for. */
const EPOCHS = 200_000;

/** The longest header of safetensors, in bytes. */
const MAX_HEADER = 100_000_000;

Deno.test("the checkpoint of the longest run fits its file, with the longest numbers", async () => {
  parseConfig({ epochs: EPOCHS });
  assertThrows(() => parseConfig({ epochs: EPOCHS + 1 }), SyntaxError, `from 1 to ${EPOCHS}`);
  const [value, epochs] = [-1.2345678901234567e-10, 1000];
  const result = { size: 50_000, cost: value, r2: value, mae: value, rmse: value };
  const metrics = Array.from({ length: epochs }, (_, k) => ({
    epoch: EPOCHS - k,
    learningRate: value,
    train: { cost: value },
    validation: result,
    test: result,
    seconds: 1234.5678,
    samplesPerSecond: 12_345_678,
  }));
  const weight = { kind: "matrix", rows: 1, columns: 1, values: new Float32Array(1) } as const;
  const file = await formatSaved({
    checkpoint: {
      numerics: NUMERICS,
      epoch: epochs,
      history: metrics.map(() => value),
      parameters: { weights: [weight], biases: [weight] },
      optimizer: { steps: 1, moments: [] },
    },
    config: parseConfig({}),
    metrics,
    seconds: 1,
    engine: { name: "wasm", workers: 1 },
    costVersion: COST_VERSION,
  });
  assertLess(file.length / epochs * EPOCHS, MAX_HEADER);
});
