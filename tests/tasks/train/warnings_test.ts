/** The warnings of training runs that only guess. */

import { assertEquals, assertMatch } from "@std/assert";
import { parseDraft, resolveConfig } from "../../../lib/config.ts";
import { Dataset, evaluate, Network, train } from "../../../mod.ts";
import { factsOf } from "../../../tasks/datasets/open_data.ts";
import { resultOf } from "../../../tasks/run/result.ts";
import { warningsOf } from "../../../tasks/train/warnings.ts";

/** Points in a square; their class or quantity follows from their position. */
function points(of: (x: number, y: number) => number, scale = 1): number[][] {
  return Array.from({ length: 240 }, (_, k) => {
    const [x, y] = [(k * 37 % 101) / 50 - 1, (k * 53 % 89) / 44 - 1];
    return [scale * x, scale * y, of(x, y)];
  });
}

function classesOf(rows: number[][]): Dataset {
  return Dataset.from({
    inputs: rows.map((row) => row.slice(0, 2)),
    labels: rows.map((row) => row[2]!),
    classes: 2,
  });
}

async function warnings(data: Dataset, changes: object): Promise<string[]> {
  const splits = { training: data, validation: data, test: data };
  const given = { dataset: { npz: "data.npz" }, epochs: 20, ...changes };
  const config = resolveConfig(parseDraft(given), factsOf(splits));
  const { sizes, activation, outputActivation, cost, initializer, optimizer } = config;
  const network = new Network(sizes, {
    seed: config.seed,
    ...{ activation, outputActivation, cost, initializer },
  });
  const { epochs, batchSize, learningRate, classWeights } = config;
  const weights = classWeights === null ? {} : { classWeights };
  const options = { epochs, batchSize, learningRate, optimizer, ...weights };
  for await (const _ of train(network, data, options));
  const validation = resultOf(evaluate(network, data), undefined);
  return warningsOf(config, network, { validation, epochs }, splits);
}

const half = points((x, y) => Number(x + y > 0));

Deno.test("a run that learned has no warning", async () => {
  assertEquals(await warnings(classesOf(half), {}), []);
});

Deno.test("a run that guesses has a warning with the commonest class and a rate", async () => {
  const [guess, ...causes] = await warnings(classesOf(half), {
    optimizer: { name: "adam" },
    learningRate: 30,
    activation: "relu",
  });
  assertMatch(guess!, /^(No|Hardly) better than always answering "[01]", the commonest class: /);
  assertMatch(causes.join("\n"), /The learning rate 30 is large for adam: try .*=0\.001/);
});

Deno.test("a multi-label run that learned none has a warning, one of rare labels none", async () => {
  const targets = half.map(([x, y]) => [Number(x! > 0), Number(y! > 0.95), Number(x! + y! > 0)]);
  const data = Dataset.from({ inputs: half.map((row) => row.slice(0, 2)), targets });
  assertEquals(await warnings(data, { epochs: 20 }), []);
  const same = Dataset.from({ inputs: half.map(() => [1, 2]), targets });
  const [guess] = await warnings(same, {});
  assertEquals(
    guess,
    "No better than guessing: the mean area under the labels' ROC curves is 0.5000",
  );
});

Deno.test("without rows of the commonest class the warning counts the right answers", () => {
  const training = classesOf(half);
  const first = [...training.labels].indexOf(1);
  const rare = training.select([first]);
  const commonest = training.select(
    [...training.labels.keys()].filter((k) => k === first || training.labels[k] === 0),
  );
  const splits = { training: commonest, validation: rare, test: rare };
  const config = resolveConfig(parseDraft({ dataset: { npz: "data.npz" } }), factsOf(splits));
  const validation = { size: 1, correct: 0, accuracy: 0, cost: 1 };
  const network = new Network([2, 4, 2], { seed: 1 });
  const [guess] = warningsOf(config, network, { validation, epochs: 300 }, splits);
  assertEquals(guess, "No answer is right, 0.00 %: there may be too few examples for 2 classes");
});

Deno.test("a warning counts dead units, even of a run that is better than a guess", () => {
  const network = new Network([2, 4, 2], { seed: 1, activation: "relu" });
  network.biases[0]!.values.set([-99, -99, 0, -99]);
  const data = classesOf(half);
  const splits = { training: data, validation: data, test: data };
  const given = { dataset: { npz: "data.npz" }, hidden: [4] };
  const config = resolveConfig(parseDraft(given), factsOf(splits));
  const validation = { size: 240, correct: 200, accuracy: 200 / 240, cost: 0.1 };
  const results = { validation, epochs: 5 };
  const [found, ...others] = warningsOf(config, network, results, splits);
  assertEquals(others, []);
  assertMatch(found!, /^3 of the 4 units of hidden layer 1 are dead/);
  assertMatch(found!, /or the activation leakyRelu, whose units do not die$/); // since it has He's initial weights
  const narrow = { ...config, initializer: "normalized" } as const;
  assertMatch(warningsOf(narrow, network, results, splits)[0]!, /or the initializer he$/);
  const sigmoids = { ...config, activation: "sigmoid" } as const;
  assertMatch(warningsOf(sigmoids, network, results, splits)[0]!, /a smaller learning rate$/);
});

Deno.test("warnings name large inputs, and few steps", async () => {
  let k = 0;
  const data = classesOf(points(() => Number(k++ % 2), 5000));
  const found = await warnings(data, { epochs: 1, learningRate: 1e-6 });
  assertMatch(found.join("\n"), /The inputs are large, \d+ in the root mean square/);
  assertMatch(found.join("\n"), /Few steps were made, \d+: try more epochs/);
});

Deno.test("a quantity no better than its mean has a warning with something to try", async () => {
  const rows = points((x) => x);
  const data = Dataset.from({
    inputs: rows.map(([, y]) => [y!, 0]), // without information about the target
    targets: rows.map(([x]) => [x!]),
  });
  const found = await warnings(data, {
    epochs: 20,
    learningRate: 1e-5,
    optimizer: { name: "adam" },
  });
  assertMatch(found[0]!, /^(No|Hardly) better than always answering the mean: R² /);
  assertMatch(found[1]!, /^Try another learning rate/);
});

Deno.test("where classes weigh, balanced accuracy reveals a guess", async () => {
  const rare = points((x, y) => Number(x + y > 1.4));
  const found = await warnings(classesOf(rare), { classWeights: "balanced", epochs: 60 });
  assertEquals(found, []);
});
