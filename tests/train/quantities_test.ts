/** Quantities that were standardized: what a network answers, and how far off it is, is in their unit. */

import { assert, assertAlmostEquals, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { Dataset, evaluate, fit, Network, Standardization, toOnnx } from "../../mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";
import { intervalsOf } from "../../lib/evaluate/mod.ts";

/** Prices from 50 to 1,050, and areas in another unit. */
const inputs = Array.from({ length: 200 }, (_, k) => [(k * 37) % 200, (k * 11) % 20]);
const prices = inputs.map(([x, y]) => 50 + 4 * x! + 10 * y!);
const data = Dataset.from({ inputs, targets: prices });
const [training, test] = data.split([0.8, 0.2]);

const LINEAR = { activation: "tanh", outputActivation: "linear", initializer: "glorot" } as const;

async function fitted(seed = 1): Promise<Network> {
  const network = new Network([2, 16, 1], { ...LINEAR, seed });
  await fit(network, training.standardize(), { validation: test });
  return network;
}

Deno.test("fit on standardized quantities learns targets of 50 to 1,050, by its defaults", async () => {
  const network = await fitted();
  const { rSquared, meanAbsoluteError, rootMeanSquaredError } = evaluate(network, test);
  assertGreater(rSquared!, 0.98);
  assert(meanAbsoluteError! > 0.5 && meanAbsoluteError! < 40, `${meanAbsoluteError}`);
  // By hand, from what it answers.
  const values = network.predict(inputs).map(({ value }) => value!);
  const raw = evaluate(network, data);
  const errors = values.map((value, k) => Math.abs(value - prices[k]!));
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  assertAlmostEquals(raw.meanAbsoluteError!, mean, 1e-3);
  assertEquals(evaluate(network, data.standardize(training)), raw); // standardized before or not
  assert(rootMeanSquaredError! >= meanAbsoluteError!);
  const [{ outputs, values: list } = {} as never] = network.predict([[100, 10]]);
  const { mean: m, deviation } = network.quantities![0]!;
  assertAlmostEquals(list![0]!, outputs[0]! * deviation + m, 1e-9);
});

Deno.test("an epoch's errors are in the unit, and its cost is of standardized targets", async () => {
  const network = new Network([2, 16, 1], LINEAR);
  const { epochs } = await fit(network, training.standardize(), { epochs: 3, validation: test });
  const { validation, train } = epochs[0]!;
  assertGreater(validation!.meanAbsoluteError!, 10);
  assert(validation!.cost < 2 && train.cost < 2);
});

Deno.test("a network's file, its JSON and its ONNX keep the scale", async () => {
  const network = await fitted();
  const again = Network.fromSafetensors(network.toSafetensors());
  assertEquals(again.quantities, network.quantities);
  assertEquals(again.predict(inputs), network.predict(inputs));
  assertEquals(JSON.parse(JSON.stringify(network)).quantities, network.quantities);
  again.quantities = undefined;
  const plain = toOnnx(again).length;
  assertGreater(toOnnx(network).length, plain);
  const damaged = network.toSafetensors({ quantities: "{}" });
  assertThrows(
    () => Network.fromSafetensors(damaged),
    SyntaxError,
    "expected quantities of a name",
  );
});

Deno.test("several quantities have each its scale, and a constant one has deviation 1", async () => {
  const targets = inputs.map(([x, y]) => [50 + 4 * x!, y! / 1000, 7]);
  const both = Dataset.from({ inputs, targets }).standardize();
  assertEquals(both.quantities!.map(({ name }) => name), ["target 1", "target 2", "target 3"]);
  assertEquals(both.quantities![2], { name: "target 3", mean: 7, deviation: 1 });
  const network = new Network([2, 16, 3], LINEAR);
  await fit(network, both);
  const [{ values } = {} as never] = network.predict([[100, 10]]);
  assertAlmostEquals(values![0]!, 450, 40);
  assertAlmostEquals(values![1]!, 0.01, 0.002);
  assertAlmostEquals(values![2]!, 7, 0.2);
});

Deno.test("parts of a data set, and others like it, have its scale", () => {
  const scaled = training.standardize();
  assertEquals(scaled.subset(0, 5).quantities, scaled.quantities);
  assertEquals(scaled.select([3]).quantities, scaled.quantities);
  assertEquals(test.standardize(scaled).targets, test.standardize(training).targets);
  const like = Dataset.from({ inputs: inputs.slice(0, 3), targets: [0, 1, 1], like: scaled });
  assertEquals([like.quantities, like.problem.name], [scaled.quantities, "regression"]);
  assertEquals(scaled.standardize(), scaled);
  const features = new Standardization(scaled.standardization!);
  assertEquals(data.standardize(features).quantities, undefined);
  const labels = Dataset.from({ inputs, labels: prices.map((price) => Number(price > 500)) });
  assertEquals(labels.standardize().quantities, undefined);
  const answers = Dataset.from({ inputs, targets: prices.map((price) => Number(price > 500)) });
  assertEquals([answers.standardize().quantities, answers.standardize().labels.length], [
    undefined,
    200,
  ]);
});

Deno.test("raw quantities are learned as before, and another scale is refused", async () => {
  const network = new Network([2, 16, 1], LINEAR);
  await fit(
    network,
    training.standardize(new Standardization(training.standardize().standardization!)),
    {
      epochs: 2,
      learningRate: 1e-6,
    },
  );
  assertEquals(network.quantities, undefined);
  const scaled = await fitted();
  assertThrows(() => evaluate(scaled, test.standardize()), TypeError, "standardized differently");
  const sigmoid = new Network([2, 4, 1]);
  const outcome = await fit(sigmoid, training.standardize()).catch((error: Error) => error);
  assert(
    outcome instanceof TypeError && /expected outputActivation "linear"/.test(outcome.message),
  );
  assertThrows(
    () => new Network([2, 2], { quantities: scaled.quantities! }),
    TypeError,
    "expected 2, one for each output",
  );
});

Deno.test("an ensemble and its intervals are in the unit too", async () => {
  const members = await Promise.all([1, 2].map(fitted));
  const ensemble = new Ensemble(members);
  const [{ value } = {} as never] = ensemble.predict([[100, 10]]);
  assertAlmostEquals(value!, 550, 40);
  const { halfWidths } = intervalsOf(ensemble, test)!;
  assert(halfWidths[0]! > 1 && halfWidths[0]! < 100, `${halfWidths}`);
  const other = await fitted();
  other.quantities = [{ name: "other", mean: 0, deviation: 1 }];
  assertThrows(() => new Ensemble([members[0]!, other]), TypeError, "standardization differ");
});
