import { assertEquals, assertLess, assertRejects, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { COST_VERSION } from "../../../lib/network/costs.ts";
import { parseConfig } from "../../../lib/config.ts";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { formatCheckpoint } from "../../../mod.ts";
import { FILES } from "../../../tasks/run/run_folder.ts";
import { formatSaved, readSaved } from "../../../tasks/run/saved.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

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
    costVersion: COST_VERSION,
  });
  assertLess(file.length / epochs * EPOCHS, MAX_HEADER);
});

Deno.test("a forged checkpoint is refused with what it lacks", {
  ignore: !granted("read", "write"),
}, async () => {
  await using folder = await temporaryFolder();
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
  const lacks = "it lacks metrics, seconds, engine of a run";
  const cases: readonly (readonly [run: unknown, message: string])[] = [
    [null, lacks],
    [[], lacks],
    [{ ...whole, metrics: {} }, lacks],
    [{ ...whole, engine: "wasm" }, lacks],
    [{ ...whole, seconds: "1" }, lacks],
    [{ ...whole, metrics: [1] }, "an object is wanted, not 1"],
    [{ ...whole, metrics: [null] }, "an object is wanted, not null"],
    [
      { ...whole, metrics: [{ ...epoch, train: null }] },
      "line 1 lacks figures of an epoch: train is null",
    ],
    [
      { ...whole, metrics: [{ ...epoch, test: {} }] },
      "line 1 lacks figures of an epoch: test is an object",
    ],
    [{ ...whole, metrics: [] }, "it lacks epochs"],
    [{ ...whole, costVersion: 3 }, "its costVersion is 3: expected 1 or 2"],
    [{ ...whole, costVersion: "new" }, "its costVersion is new: expected 1 or 2"],
    [{ ...whole, teacher: null }, "its teacher is none"],
    [{ ...whole, teacher: { weights: "2" } }, "its teacher is none"],
  ];
  for (const [run, message] of cases) {
    const text = JSON.stringify(run);
    await assertRejects(() => read({ config, run: text }), Error, `: ${message}; --replace`);
  }
  await assertRejects(() => read({ config }), Error, lacks);
  await assertRejects(() => read({ run: JSON.stringify(whole) }), Error, "Cannot use this config");
});
