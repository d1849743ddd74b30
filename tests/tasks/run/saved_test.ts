import { assertLess, assertThrows } from "@std/assert";
import { parseConfig } from "../../../lib/config.ts";
import { formatSaved } from "../../../tasks/run/saved.ts";
import { savedWith } from "../train/saved_with.ts";

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
  const saved = savedWith(parseConfig({}), metrics.map(() => value));
  const file = await formatSaved({ ...saved, metrics });
  assertLess(file.length / epochs * EPOCHS, MAX_HEADER);
});
