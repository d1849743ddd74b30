/** `examples/nielsen.ts`: the tutorial in one file, short, comes to the bytes of the library. */

import { assertEquals, assertLessOrEqual, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import results from "../../docs/lab/results.json" with { type: "json" };
import { type Example, load, Network as Tutorial, weightsHash } from "../../examples/nielsen.ts";
import { Dataset, fit, Network, RandomStream, weightsSha256 } from "../../mod.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { granted, outcomeOf, ROOT, startScript, STRICT } from "../helpers/run_task.ts";

/** What the runs of a published result came to. */
interface ResultRow {
  readonly name: string;
  readonly runs: readonly {
    readonly seed: number;
    readonly weightsSha256: string;
    readonly curve: { readonly test: readonly number[] };
  }[];
}

const PROGRAM = "examples/nielsen.ts";
const MAX_LINES = 140;
const ignore = !granted("read", "write", "run", "net");

/** Trains the tutorial's network for an epoch, by the file and by the library, and compares the hashes. */
async function assertSameEpoch(examples: readonly Example[]): Promise<void> {
  const tutorial = new Tutorial([784, 30, 10], 5);
  tutorial.sgd([...examples], 1, 10, 3);

  const pixels = Uint8Array.from(examples.flatMap(({ x }) => [...x.map((value) => value * 255)]));
  const labels = Uint8Array.from(examples, ({ y }) => y);
  const data = new Dataset({ pixels, labels, features: 784, classes: 10 });
  const network = new Network([784, 30, 10], { seed: 5 });
  await fit(network, data, { epochs: 1, batchSize: 10, learningRate: 3 });
  assertEquals(await weightsHash(tutorial), await weightsSha256(network));
}

Deno.test("an epoch of the tutorial in one file comes to the bytes of fit", async () => {
  const random = new RandomStream(1, "data");
  const ink = () => Math.max(0, Math.round(255 * (2 * random.uniform() - 1))) / 255; // half is black
  const drawn = Array.from({ length: 2003 }, (_, k) => ({
    x: new Float32Array(784).map(ink),
    y: k % 10,
  }));
  await assertSameEpoch(drawn); // its last batch has three examples
});

Deno.test(
  "it has 140 lines at most, and takes four functions from the library",
  { ignore: !granted("read") },
  async () => {
    const text = await Deno.readTextFile(join(ROOT, PROGRAM));
    assertLessOrEqual(text.trimEnd().split("\n").length, MAX_LINES);
    const names = [...text.matchAll(/^import \{ (.*) \} from/gm)].map(([, names]) => names);
    assertEquals(names.join(", "), "RandomStream, shuffle, parseIdx, exp");
  },
);

Deno.test("without the data it prints what to do, in a sentence", { ignore }, async () => {
  const flags = [...STRICT, "--allow-read", `--deny-read=${join(ROOT, "data")}`];
  const { code, stdout, stderr } = await outcomeOf(startScript(PROGRAM, [], { flags }));
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, "Cannot read data/mnist, which `deno task fetch` downloads: ");
});

Deno.test(
  "an epoch on the 50,000 digits comes to the bytes of fit",
  { ignore: ignore || !LONG_TESTS },
  async () => {
    await mnistData();
    await assertSameEpoch((await load("train")).slice(0, 50_000));
  },
);

Deno.test(
  "all thirty epochs print what the tutorial's run reported, to the weights' hash",
  { ignore: ignore || !LONG_TESTS },
  async () => {
    await mnistData();
    const flags = [...STRICT, "--allow-read"];
    const { code, stdout, stderr } = await outcomeOf(startScript(PROGRAM, [], { flags }));
    assertEquals(code, 0, stderr);
    const { weightsSha256, curve } = (results.rows as unknown as ResultRow[])
      .find(({ name }) => name === "nielsen-ch1-30")!.runs.find(({ seed }) => seed === 5)!;
    const epochs = curve.test.map((accuracy, k) =>
      `Epoch ${k + 1}: ${Math.round(10_000 * accuracy)} / 10000`
    );
    assertEquals(stdout.trim().split("\n"), [...epochs, `Weights ${weightsSha256}`]);
  },
);
