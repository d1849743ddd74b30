import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { Dataset, evaluate, fit, Network, Standardization } from "../../mod.ts";

/** A hundred seconds of 2023, of which float32 tells two apart, and whether each is in the second half. */
const seconds = Array.from({ length: 100 }, (_, k) => [1_700_000_000 + k]);
const labels = seconds.map((_, k) => Number(k > 50));

const OPTIONS = { epochs: 200, batchSize: 10, learningRate: 3 };
const FUNCTIONS = { outputActivation: "softmax", cost: "logLikelihood" } as const;

Deno.test("features are standardized from the numbers that were given, not from their float32", async () => {
  for (
    const inputs of [seconds, Float64Array.from(seconds.flat()), Int32Array.from(seconds.flat())]
  ) {
    const data = Dataset.from({ inputs, labels });
    const { standardization, inputs: standardized } = data.standardize();
    assertEquals([...standardization!.means], [1_700_000_049.5]);
    assertAlmostEquals(standardization!.deviations[0]!, Math.sqrt((100 ** 2 - 1) / 12), 1e-12);
    assertEquals(new Set(standardized).size, 100);
  }
  const data = Dataset.from({ inputs: seconds, labels });
  const network = new Network([1, 2], FUNCTIONS);
  await fit(network, data.standardize(), OPTIONS);
  assertEquals(evaluate(network, data).accuracy, 1);
});

Deno.test("parts of a data set, others like it, and predictions keep the numbers too", async () => {
  const data = Dataset.from({ inputs: seconds, labels, featureNames: ["time"] });
  const [training, test] = data.split([0.8, 0.2]);
  const scaled = training.standardize();
  const network = new Network([1, 2], FUNCTIONS);
  await fit(network, scaled, OPTIONS);
  const like = Dataset.from({ inputs: seconds, labels, like: scaled });
  const all = data.standardize(training);
  assertEquals(like.inputs, all.inputs);
  assertEquals(data.subset(3, 7).standardize(scaled).inputs, all.inputs.slice(3, 7));
  assertEquals(data.select([9, 4]).standardize(scaled).inputs, all.select([9, 4]).inputs);
  const weighted = test.weighted(new Float32Array(20).fill(2));
  assertEquals(weighted.standardize(scaled).inputs, test.standardize(scaled).inputs);

  const labelsOf = (of: Network, inputs: readonly number[][] | Float64Array) =>
    of.predict(inputs).map(({ label }) => label);
  assertEquals(labelsOf(network, seconds), labels);
  assertEquals(labelsOf(network, Float64Array.from(seconds.flat())), labels);
  const read = Network.fromSafetensors(network.toSafetensors());
  assert(read.standardization!.equals(network.standardization!));
  assertEquals(labelsOf(read, seconds), labels);
});

Deno.test("columns in another order are standardized from the numbers that were given", () => {
  const rows = seconds.map(([time], k) => [k, time!]);
  const training = Dataset.from({ inputs: rows, labels, featureNames: ["row", "time"] });
  const turned = Dataset.from({
    inputs: rows.map(([row, time]) => [time!, row!]),
    labels,
    featureNames: ["time", "row"],
    like: training,
  });
  assertEquals(turned.standardize(training).inputs, training.standardize().inputs);
});

Deno.test("numbers that differ in the tenth digit are no constant", () => {
  const inputs = Array.from({ length: 100 }, (_, k) => [1e9 + k / 100]);
  const data = Dataset.from({ inputs, labels });
  assertEquals(new Set(data.standardize().inputs).size, 100);
});

Deno.test("a feature that never changes becomes 0, whatever float64 makes of its mean", () => {
  for (const value of [0, 0.1, -1 / 3, 1e9 + 0.1, 1e-50]) {
    const inputs = Array.from({ length: 7 }, () => [value]);
    const { means, deviations } = Dataset.from({ inputs, labels: labels.slice(0, 7), classes: 2 })
      .standardize().standardization!;
    assertEquals([[...means], [...deviations]], [[value], [1]]);
  }
  // 0.1 + 0.2 is 0.30000000000000004: the rest of a computation is no spread.
  const inputs = [[0.3], [0.1 + 0.2], [0.3], [0.1 + 0.2]];
  const { deviations } = Dataset.from({ inputs, labels: [0, 1, 0, 1] }).standardize()
    .standardization!;
  assertEquals([...deviations], [1]);
});

Deno.test("a spread that is too small for float32, or for its square, is one", () => {
  for (const scale of [1e-46, 1e-50, 1e-200, 1e-300]) {
    const inputs = [[scale], [3 * scale]];
    const data = Dataset.from({ inputs, labels: [0, 1] }).standardize();
    assertEquals([...data.inputs], [-1, 1], `${scale}`);
    const known = new Standardization({ means: [2 * scale], deviations: [scale] });
    assertEquals([...known.apply([scale, 3 * scale])], [-1, 1]);
  }
});

Deno.test("numbers that float32 cannot tell apart give a warning, with an example and what helps", async () => {
  const warningsOf = async (inputs: readonly number[][], options: object = {}, scaled = false) => {
    const data = Dataset.from({ inputs, labels, ...options });
    const network = new Network([data.features, 2], FUNCTIONS);
    const training = { epochs: 1, batchSize: 10, learningRate: 0.01 };
    return (await fit(network, scaled ? data.standardize() : data, training)).warnings;
  };
  const [warning, ...more] = await warningsOf(seconds, { featureNames: ["time"] });
  assertEquals(more, []);
  assertMatch(
    warning!,
    /^float32 cannot tell numbers of time apart, such as 1700000000 and 1700000001: .*data\.standardize\(\)/,
  );
  const [unnamed] = await warningsOf(seconds.map(([time], k) => [k / 100, k % 3 / 10, time!]));
  assertMatch(unnamed!, /numbers of feature 2 apart/);
  assertEquals(await warningsOf(seconds, {}, true), []);
  // Decimals are not of float32, and far enough apart; the rest of a computation is no difference.
  assertEquals(await warningsOf(labels.map((_, k) => [k / 10])), []);
  assertEquals(await warningsOf(labels.map((_, k) => [k % 2 ? 0.3 : 0.1 + 0.2])), []);
  assertEquals(await warningsOf(labels.map((_, k) => [(k * Math.SQRT2) % 1])), []);
  // Ten years of days are told apart to two minutes.
  assertEquals(await warningsOf(labels.map((_, k) => [1.4e9 + 86400 * 36 * k])), []);
});

Deno.test("quantities may replace others", () => {
  const data = Dataset.from({ inputs: seconds, targets: labels.map((label) => 5 + label) });
  const other = data.withTargets(new Float32Array(100).fill(7));
  assertEquals([other.targets![9], other.classification], [7, false]);
  assertEquals(other.standardize().inputs, data.standardize().inputs);
});
