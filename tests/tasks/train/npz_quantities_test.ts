/** Quantities of an NPZ file are standardized to be learned, as those of a table are, and reported in their units. */

import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import { formatNpz } from "../../../lib/formats/npz.ts";
import type { Tensor } from "../../../lib/formats/safetensors.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { openData } from "../../../tasks/data/source.ts";
import { type QuantityResult, readRun } from "../../../tasks/run/run_folder.ts";
import { verifyRun } from "../../../tasks/verify/verify_run.ts";
import { findPython, runPython } from "../../helpers/python.ts";
import { done, jsonOf, trained } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { copyOf, sharedRun } from "../../helpers/shared_runs.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const onnxruntime = await findPython("onnxruntime");

const COUNT = 300;

const INPUTS = (() => {
  const random = new RandomStream(1, "data", 0);
  return Float32Array.from({ length: 2 * COUNT }, () => 2 * random.uniform() - 1);
})();

const x: Tensor = { dtype: "F32", shape: [COUNT, 2], bytes: new Uint8Array(INPUTS.buffer) };

/** Some minutes of 2023, in seconds, which are equal in float32. */
const TIMES = Float64Array.from(
  { length: COUNT },
  (_, k) => 1_700_000_000 + 60 * (INPUTS[2 * k]! + 2 * INPUTS[2 * k + 1]!),
);

/** The times, and with them lengths of a thousandth. */
const TIMES_AND_LENGTHS = Float64Array.from(
  { length: 2 * COUNT },
  (_, k) => k % 2 === 0 ? TIMES[k / 2]! : 1e-3 * INPUTS[k - 1]!,
);

/** Writes an NPZ file of the inputs and answers, and trains on it; returns a copy of the run, and of the file. */
async function learned(folder: string, answers: Float64Array): Promise<string> {
  const columns = answers.length / COUNT;
  const shape = columns === 1 ? [COUNT] : [COUNT, columns];
  const y = { dtype: "F64", shape, bytes: new Uint8Array(answers.buffer) } as const;
  const bytes = formatNpz([["x", x], ["y", y]]);
  await Deno.writeFile(join(folder, "own.npz"), bytes);
  const run = await sharedRun(`quantities ${columns}`, async (shared) => {
    const file = join(shared, "own.npz");
    await Deno.writeFile(file, bytes);
    return await trained(shared, "own", ["--npz", file], "epochs=80", "learningRate=0.01");
  });
  return await copyOf(run, folder, "own");
}

/** The claims of a run that do not hold, trained again too. */
async function wrongIn(run: string): Promise<string[]> {
  const { checks: { problems } } = await verifyRun(run, "");
  const { stdout } = await runHere(["verify", run, "--retrain", "--json"]);
  return [...problems, ...JSON.parse(stdout).problems].map(({ claim }) => claim);
}

test("a quantity far from 0 is learned and predicted in its unit", async ({ path: folder }) => {
  const run = await learned(folder, TIMES);
  const { config, summary } = await readRun(run);
  assertEquals({ ...config.dataset as object, npz: "" }, { npz: "", standardize: true });
  const { r2, mae, size } = summary.test as QuantityResult;
  assertGreater(r2!, 0.99);
  assertLess(mae, 10); // seconds
  assertGreater(mae, 0.1);
  assertEquals(summary.warnings, undefined);
  assertEquals(await wrongIn(run), []);

  const { quantities: [quantity] } = await jsonOf("evaluate", run);
  assertAlmostEquals(quantity.mae, mae, 1e-9 * mae);

  const predicted = await done("predict", run, join(folder, "own.npz"));
  const [header, ...rows] = parse(predicted.stdout) as string[][];
  assertEquals(header, ["example", "predicted", "low", "high", "caution"]);
  let [sum, within] = [0, 0];
  for (const [k, value, low, high] of rows.map((row) => row.slice(0, 4).map(Number))) {
    sum += Math.abs(value! - TIMES[k!]!) / COUNT;
    within += Number(low! <= TIMES[k!]! && TIMES[k!]! <= high!) / COUNT;
  }
  assertLess(sum, 10);
  assertGreater(within, 0.8);
  assertEquals(size, 45);

  const file = join(folder, "own.npz");
  await done("train", "--npz", file, "--runs", folder, "--resume", "--set", "epochs=90");
  assertEquals(await wrongIn(run), []);
});

test("several quantities of different sizes are learned together", async ({ path: folder }) => {
  const run = await learned(folder, TIMES_AND_LENGTHS);
  const { quantities } = await jsonOf("evaluate", run);
  for (const [j, unit] of [60, 1e-3].entries()) {
    assertGreater(quantities[j].r2, 0.95);
    assertLess(quantities[j].mae, 0.2 * unit);
  }
  assertEquals(await wrongIn(run), []);
});

test("without standardize quantities are as they are; classes lack it", async ({ path: folder }) => {
  const file = join(folder, "own.npz");
  const write = async (y: Tensor) => await Deno.writeFile(file, formatNpz([["x", x], ["y", y]]));
  const lengths = Float64Array.from({ length: COUNT }, (_, k) => 3 + INPUTS[2 * k]!);
  await write({ dtype: "F64", shape: [COUNT], bytes: new Uint8Array(lengths.buffer) });
  const open = (dataset: object) =>
    openData({ dataset, splitSeed: 1, seed: 1, trainingSize: null, normalizeWidth: null }, "");
  const [plain, scaled] = [await open({ npz: file }), await open({ npz: file, standardize: true })];
  assertEquals(plain.quantities, undefined);
  const { mean, deviation } = scaled.quantities![0]!;
  for (const part of ["training", "validation", "test"] as const) {
    const [given, learned] = [plain[part].targets!, scaled[part].targets!];
    assertEquals(given.length, scaled[part].size);
    given.forEach((value, k) => assertAlmostEquals(learned[k]! * deviation + mean, value, 1e-6));
  }
  assertAlmostEquals(scaled.training.targets!.reduce((sum, z) => sum + z, 0), 0, 1e-4);

  // A config without the key goes on with its targets as they are.
  const config = join(folder, "plain.json");
  await Deno.writeTextFile(config, JSON.stringify({ dataset: { npz: file }, epochs: 1 }));
  const runs = ["--runs", folder, "--no-report"];
  await done("train", "--config", config, ...runs);
  const more = ["--npz", file, "--name", "plain", "--resume", "--set", "epochs=2", ...runs];
  await done("train", ...more);
  const run = join(folder, "plain");
  const { config: resumed, metrics } = await readRun(run);
  assertEquals([resumed.dataset, metrics.length], [{ npz: file }, 2]);
  assertEquals(await wrongIn(run), []);

  const classes = Uint8Array.from({ length: COUNT }, (_, k) => Number(INPUTS[2 * k]! > 0));
  await write({ dtype: "U8", shape: [COUNT], bytes: classes });
  const words = ["--npz", file, "--runs", folder, "--no-report", "--set", "epochs=1"];
  await done("train", ...words);
  assertEquals((await readRun(join(folder, "own"))).config.dataset, { npz: file });
});

test("an ONNX model answers with the quantities in their units", {
  ignore: onnxruntime === undefined,
}, async ({ path: folder }) => {
  const run = await learned(folder, TIMES);
  await done("export", run, "--format", "onnx");
  const program = `
import json, sys, numpy, onnxruntime
path, rows = json.load(sys.stdin)
session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
[output] = session.get_outputs()
[values] = session.run(None, {"input": numpy.array(rows, dtype=numpy.float32)})
print(json.dumps([output.name, output.type, values.tolist()]))
`;
  const rows = Array.from({ length: COUNT }, (_, k) => [...INPUTS.subarray(2 * k, 2 * k + 2)]);
  const input = new TextEncoder().encode(JSON.stringify([join(run, "model.onnx"), rows]));
  const text = new TextDecoder().decode(await runPython(onnxruntime!, program, input));
  const [name, type, values] = JSON.parse(text);
  assertEquals([name, type], ["output", "tensor(double)"]);
  const predicted = await done("predict", run, join(folder, "own.npz"));
  const ours = (parse(predicted.stdout) as string[][]).slice(1).map(([, value]) => Number(value));
  assert(ours.every((value, k) => Math.abs(value - values[k][0]) < 0.01));
});
