import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { verifyRun } from "../../tasks/verify/verify_run.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { mnistData, tinyRun } from "../helpers/mnist_data.ts";
import { runHere } from "../helpers/run_here.ts";
import { granted, temporaryFolder } from "../helpers/run_task.ts";

const ignore = !granted("read", "write", "run", "net");

Deno.test({
  name: "verify finds every claim of a run true, and each one that is changed",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const data = await mnistData();
    const run = join(folder.path, "tutorial");
    const small = [
      "--no-report",
      "--set",
      "trainingSize=500",
      "--set",
      "epochs=3",
      "--set",
      "keep=best",
    ];
    await runHere(["train", "--data", data, "--runs", folder.path, ...small]);
    const verify = async () => {
      const { checks: { problems } } = await verifyRun(run, data);
      return problems.map(({ claim }) => claim);
    };
    const whole = await runHere(["verify", run, "--data", data, "--json"]);
    const { holds, verified, unverified, problems } = JSON.parse(whole.stdout);
    assertEquals([whole.code, whole.stderr, holds, problems], [0, "", true, []]);
    assert(verified.length >= 35);
    for (const entry of ["seconds in summary.json", "train.cost in metrics.jsonl"]) {
      assert(unverified.includes(entry), entry);
    }
    const printed = await runHere(["verify", run, "--data", data]);
    assertMatch(
      printed.stdout,
      new RegExp(
        `holds: ${verified.length} claims recomputed; not verifiable: name, .* in summary`,
      ),
    );

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
    const test = /("test": \{\s+"correct": )(\d+)/;
    assertEquals(
      await changed(
        "summary.json",
        (text) => text.replace(test, (_, key, n) => key + (Number(n) + 1)),
      ),
      [
        "test in summary.json, recomputed",
        "test in summary.json is that of its epoch in metrics.jsonl",
      ],
    );
    if (!LONG_TESTS) return; // tampering_test.ts changes each key of a smaller run
    assertEquals(
      await changed("summary.json", (text) => text.replace(/"seed": \d+/, '"seed": 77')),
      ["the seed is the config's"],
    );
    assertEquals(
      await changed("summary.json", (text) => text.replace(/("weightsSha256": ")./, "$1g")),
      ["weightsSha256"],
    );
    assertEquals(
      await changed(
        "summary.json",
        (text) => text.replace(/("train-labels-idx1-ubyte": ")./, "$1g"),
      ),
      ["the data's SHA-256"],
    );
    assertEquals(
      await changed(
        "config.json",
        (text) => text.replace('"batchSize": 10', '"batchSize": 20'),
      ),
      ["config.json is the config in weights.safetensors"],
    );
    const everyEpoch = "metrics.jsonl has a line for every epoch";
    assert(
      (await changed("metrics.jsonl", (text) => text.replace(/^.*\n/, ""))).includes(everyEpoch),
    );
    assertEquals(
      await changed("summary.json", (text) => text.replace('"epochs": 3', '"epochs": 1e9')),
      [everyEpoch],
    );
    assertEquals(
      await changed("summary.json", (text) => text.replace('"done"', '"interrupted"')),
      ["training is done if it has all the config's epochs, and only then"],
    );
    const ended = await changed(
      "summary.json",
      (text) => text.replace('"done"', '"earlyStopping"'),
    );
    assert(
      ended.includes("training ended early if validation no longer improved, and only then"),
    );
    assert(
      (await changed("metrics.jsonl", (text) => text.replace('"epoch":2', '"epoch":3'))).includes(
        "metrics.jsonl has the epochs in order: line 2",
      ),
    );
    assertEquals(
      await changed(
        "metrics.jsonl",
        (text) => text.replace('"epoch":2,"learningRate":3', '"epoch":2,"learningRate":2'),
      ),
      [
        "metricsSha256, over every line",
        "metrics.jsonl has the config's learning rates: line 2",
        "the lines of metrics.jsonl in checkpoint.safetensors",
      ],
    );
    // What nothing can be computed from is chained.
    const cost = await changed("metrics.jsonl", (text) => text.replace('"train":{"cost":', "$&1"));
    assertEquals(cost[0], "metricsSha256, over every line");
    // Of an epoch that is not kept.
    const other = 3 - JSON.parse(await Deno.readTextFile(join(run, "summary.json"))).epoch || 1;
    assert(
      (await changed("metrics.jsonl", (text) => {
        const lines = text.split("\n");
        lines[other - 1] = lines[other - 1]!.replace(/("test":.*"correct":)\d+/, "$17");
        return lines.join("\n");
      })).includes(`test in metrics.jsonl has accuracy = correct / size: line ${other}`),
    );

    // Another order of keys is the same.
    const summary = join(run, "summary.json");
    const reversed = JSON.parse(
      await Deno.readTextFile(summary),
      (_, value) =>
        value instanceof Object ? Object.fromEntries(Object.entries(value).reverse()) : value,
    );
    await Deno.writeTextFile(summary, JSON.stringify(reversed));
    assertEquals(await verify(), []);

    // One bit of one weight.
    const weights = join(run, "weights.safetensors");
    const bytes = await Deno.readFile(weights);
    const { tensors } = parseSafetensors(bytes);
    const { byteOffset } = tensors.get("layers.0.bias")!.bytes;
    bytes[byteOffset]! ^= 1;
    await Deno.writeFile(weights, bytes);
    assert((await verify()).includes("weightsSha256"));
    const { code, stdout, stderr } = await runHere(["verify", run, "--data", data, "--json"]);
    assertEquals([code, JSON.parse(stdout).holds], [1, false]);
    assertMatch(stderr, /does not hold: \d+ of \d+ claims are wrong$/m);
  },
});

Deno.test({
  name: "verify names the file of a run that is missing or is no JSON",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run, data } = await tinyRun(folder.path);
    for (
      const [name, text, message] of [
        ["metrics.jsonl", "{", /Cannot use .*metrics\.jsonl: /],
        ["summary.json", "[1]", /summary\.json: expected an object, got a list/],
        [
          "config.json",
          '{"sede": 1}',
          /Cannot use .*config\.json: .*[^]*sede: unknown key, did you mean seed/,
        ],
      ] as const
    ) {
      const path = join(run, name);
      const before = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, text);
      const { code, stderr } = await runHere(["verify", run, "--data", data]);
      assertEquals(code, 1);
      assertMatch(stderr, message);
      await Deno.remove(path);
      assertMatch(
        (await runHere(["verify", run, "--data", data])).stderr,
        /is not a run of `deno task train`/,
      );
      await Deno.writeTextFile(path, before);
    }
  },
});
