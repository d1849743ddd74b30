import { assertLess, assertThrows } from "@std/assert";
import { parseConfig } from "../../../lib/config.ts";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { formatSaved } from "../../../tasks/run/saved.ts";

/** The longest run that a config can ask for. */
const EPOCHS = 200_000;

/** The longest header of safetensors, in bytes. */
const MAX_HEADER = 100_000_000;

Deno.test("the checkpoint of the longest run fits its file, however many digits its figures have", async () => {
  parseConfig({ epochs: EPOCHS });
  assertThrows(() => parseConfig({ epochs: EPOCHS + 1 }), SyntaxError, `from 1 to ${EPOCHS}`);
  const [figure, epochs] = [-1.2345678901234567e-10, 1000];
  const result = { size: 50_000, cost: figure, r2: figure, mae: figure, rmse: figure };
  const metrics = Array.from({ length: epochs }, (_, k) => ({
    epoch: EPOCHS - k,
    learningRate: figure,
    train: { cost: figure },
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
      history: metrics.map(() => figure),
      parameters: { weights: [weight], biases: [weight] },
      optimizer: { steps: 1, moments: [] },
    },
    config: parseConfig({}),
    metrics,
    seconds: 1,
    engine: { name: "wasm", workers: 1 },
  });
  assertLess(file.length / epochs * EPOCHS, MAX_HEADER);
});
