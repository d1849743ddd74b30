import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { verifyRun } from "../../../tasks/verify/verify_run.ts";
import { LONG_TESTS, QUICK_TESTS } from "../../helpers/long.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { runHere } from "../../helpers/run_here.ts";

const test = testsWith("read", "write", "run", "net");

const IN_METRICS = "test in summary.json, and in its line of metrics.jsonl";
const EVERY_EPOCH = "metrics.jsonl has a line for every epoch";

/** Changes of a file, and the claims that are wrong then. */
const CHANGES: Readonly<Record<string, [from: RegExp, to: string, wrong: string[]][]>> = {
  "summary.json": [
    [/("test": \{\s+"correct": )\d+/, "$17", ["test in summary.json, recomputed", IN_METRICS]],
    [/"seed": \d+/, '"seed": 77', ["the seed is the config's"]],
    [/("weightsSha256": ")./, "$1g", ["weightsSha256"]],
    [/("train-labels-idx1-ubyte": ")./, "$1g", ["the data's SHA-256"]],
    [/"epochs": 3/, '"epochs": 1e9', [EVERY_EPOCH]],
    [/"done"/, '"interrupted"', [
      "training is done if it has all the config's epochs, and only then",
    ]],
    [/"done"/, '"earlyStopping"', [
      "training is done if it has all the config's epochs, and only then",
      "training ended early if validation no longer improved, and only then",
    ]],
  ],
  "config.json": [
    [/"batchSize": 10/, '"batchSize": 20', ["config.json is the config in weights.safetensors"]],
  ],
  "metrics.jsonl": [
    [/"epoch":2,"learningRate":3/, '"epoch":2,"learningRate":2', [
      "metricsSha256, over every line",
      "metrics.jsonl has the config's learning rates: line 2",
      "the lines of metrics.jsonl in checkpoint.safetensors",
    ]],
    // What nothing can be computed from is chained.
    [/"train":\{"cost":/, "$&1", [
      "metricsSha256, over every line",
      "the lines of metrics.jsonl in checkpoint.safetensors",
    ]],
  ],
};

test("verify finds every claim of a run true, and each one that is changed", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const data = await mnistData();
  const run = join(folder, "tutorial");
  const sets = ["trainingSize=500", "epochs=3", "keep=best"].flatMap((set) => ["--set", set]);
  await runHere(["train", "--data", data, "--runs", folder, "--no-report", ...sets]);
  const verify = async () => (await verifyRun(run, data)).checks.problems.map(({ claim }) => claim);
  const whole = await runHere(["verify", run, "--data", data, "--json"]);
  const { holds, verified, unverified, problems } = JSON.parse(whole.stdout);
  assertEquals([whole.code, whole.stderr, holds, problems], [0, "", true, []]);
  assert(verified.length >= 35);
  for (const entry of ["seconds in summary.json", "train.cost in metrics.jsonl"]) {
    assert(unverified.includes(entry), entry);
  }
  const { stdout } = await runHere(["verify", run, "--data", data]);
  const counted = `holds: ${verified.length} claims recomputed; not verifiable: name, .* in summ`;
  assertMatch(stdout, new RegExp(counted));

  /** Changes a file, verifies, and puts it back. */
  const changed = async (name: string, change: (text: string) => string) => {
    const path = join(run, name);
    const before = await Deno.readTextFile(path);
    const after = change(before);
    assert(after !== before, `${name} did not change`);
    await Deno.writeTextFile(path, after);
    const wrong = await verify();
    await Deno.writeTextFile(path, before);
    return wrong;
  };
  for (const [name, changes] of Object.entries(CHANGES)) {
    // tampering_test.ts changes each key of a smaller run
    for (const [from, to, wrong] of LONG_TESTS ? changes : changes.slice(0, 1)) {
      assertEquals(await changed(name, (text) => text.replace(from, to)), wrong, to);
    }
  }
  if (!LONG_TESTS) return;
  const lost = await changed("metrics.jsonl", (text) => text.replace(/^.*\n/, ""));
  assert(lost.includes(EVERY_EPOCH));
  const twice = await changed("metrics.jsonl", (text) => text.replace('"epoch":2', '"epoch":3'));
  assert(twice.includes("metrics.jsonl has the epochs in order: line 2"));
  // Of an epoch that is not kept.
  const other = 3 - JSON.parse(await Deno.readTextFile(join(run, "summary.json"))).epoch || 1;
  const unlike = await changed("metrics.jsonl", (text) => {
    const lines = text.split("\n");
    lines[other - 1] = lines[other - 1]!.replace(/("test":.*"correct":)\d+/, "$17");
    return lines.join("\n");
  });
  assert(unlike.includes(`test in metrics.jsonl has accuracy = correct / size: line ${other}`));

  // Another order of keys is the same.
  const reversed = (_: string, value: unknown) =>
    value instanceof Object ? Object.fromEntries(Object.entries(value).reverse()) : value;
  const turn = (text: string) => JSON.stringify(JSON.parse(text, reversed));
  assertEquals(await changed("summary.json", turn), []);

  // One bit of one weight.
  const weights = join(run, "weights.safetensors");
  const bytes = await Deno.readFile(weights);
  bytes[parseSafetensors(bytes).tensors.get("layers.0.bias")!.bytes.byteOffset]! ^= 1;
  await Deno.writeFile(weights, bytes);
  assert((await verify()).includes("weightsSha256"));
  const wrong = await runHere(["verify", run, "--data", data, "--json"]);
  assertEquals([wrong.code, JSON.parse(wrong.stdout).holds], [1, false]);
  assertMatch(wrong.stderr, /does not hold: \d+ of \d+ claims are wrong$/m);
});
