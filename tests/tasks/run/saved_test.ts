import { assertEquals, assertLess } from "@std/assert";
import { join } from "@std/path";
import { COST_VERSION } from "../../../lib/network/costs.ts";
import { parseConfig } from "../../../lib/config.ts";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { formatCheckpoint } from "../../../lib/train/mod.ts";
import { FILES } from "../../../tasks/run/run_folder.ts";
import { formatSaved, readSaved } from "../../../tasks/run/saved.ts";
import { rejectsSaying, throwsSaying } from "../../helpers/says.ts";
import { testsWith } from "../../helpers/tests_with.ts";

/** The longest run that a config can ask for. */
const EPOCHS = 200_000;

/** The longest header of safetensors, in bytes. */
const MAX_HEADER = 100_000_000;

Deno.test("the checkpoint of the longest run fits its file, with the longest numbers", async () => {
  parseConfig({ epochs: EPOCHS });
  throwsSaying(() => parseConfig({ epochs: EPOCHS + 1 }), SyntaxError, `from 1 to ${EPOCHS}`);
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

testsWith("read", "write")("a forged checkpoint is refused with what it lacks", async (folder) => {
  const epoch = { epoch: 1, learningRate: 3, train: { cost: 1 } };
  const engine = { name: "wasm", workers: 1 };
  const whole = { metrics: [epoch], seconds: 1, engine };
  const weight = { kind: "matrix", rows: 1, columns: 1, values: new Float32Array(1) } as const;
  const checkpoint = {
    numerics: NUMERICS,
    epoch: 1,
    history: [],
    parameters: { weights: [weight], biases: [weight] },
    optimizer: { steps: 0, moments: [] },
  };
  const read = async (metadata: Record<string, string>) => {
    const file = await formatCheckpoint(checkpoint, metadata);
    await Deno.writeFile(join(folder.path, FILES.checkpoint), file);
    return await readSaved(folder.path);
  };
  const config = JSON.stringify(parseConfig({}));
  assertEquals(
    (await read({ config, run: JSON.stringify(whole) }))?.metrics,
    whole.metrics as never,
  );
  const lacks = "it lacks metrics, seconds, engine";
  const cases: readonly (readonly [run: unknown, ...parts: string[]])[] = [
    [null, lacks],
    [[], lacks],
    [{ ...whole, metrics: {} }, lacks],
    [{ ...whole, engine: "wasm" }, lacks],
    [{ ...whole, seconds: "1" }, lacks],
    [{ ...whole, metrics: [1] }, "object, got 1"],
    [{ ...whole, metrics: [null] }, "object, got null"],
    [{ ...whole, metrics: [{ ...epoch, train: null }] }, "line 1", "train is null"],
    [{ ...whole, metrics: [{ ...epoch, test: {} }] }, "line 1", "test is an object"],
    [{ ...whole, metrics: [] }, "it lacks epochs"],
    [{ ...whole, costVersion: 3 }, "costVersion is 3"],
    [{ ...whole, costVersion: "new" }, "costVersion is new"],
    [{ ...whole, teacher: null }, "teacher is null"],
    [{ ...whole, teacher: { weights: "2" } }, "teacher is an object"],
  ];
  for (const [run, ...parts] of cases) {
    const text = JSON.stringify(run);
    await rejectsSaying(() => read({ config, run: text }), Error, ...parts, "; --replace");
  }
  await rejectsSaying(() => read({ config }), Error, lacks);
  await rejectsSaying(() => read({ run: JSON.stringify(whole) }), Error, "Cannot use this config");
});
