/**
 * A module of penguins beside brain.js on the same network, in microseconds a row:
 *
 *     deno run -A tests/bench/module_beside_brain.ts
 *
 * The module takes rows of numbers and texts, and answers with remarks; brain.js takes features that were made before. They
 * take turns, and the fastest turn of each counts. npm brings brain.js. @module
 */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { createRequire } from "node:module";
import type { Network } from "../../lib/network.ts";
import { encodeRow } from "../../lib/table/encode_row.ts";
import { TableModel } from "../../lib/table_model.ts";
import { markdownTable } from "../../tasks/cli/table.ts";
import { outcomeOf, ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { tableModule } from "../module/model_fixture.ts";

const PEER = "brain.js@1.6.1";

/** brain.js has one activation function for all layers: with so much more on their biases relu lets all logits pass. */
const SHIFT = 1000;

/** In each of them every contender takes all rows. */
const TURNS = 150;

const csv = await Deno.readTextFile(join(ROOT, "tests", "tasks", "datasets", "penguins.csv"));
const [header, ...lines] = csv.trim().split("\n").map((line) => line.split(","));
const rows = lines.map((cells) =>
  Object.fromEntries(cells.map((cell, c) => {
    const isNumber = cell !== "" && Number.isFinite(Number(cell));
    return [header![c]!, isNumber ? Number(cell) : cell === "NA" ? null : cell];
  }))
);

const model = await TableModel.fit(csv, { target: "species", without: ["year"], folds: 0 });
const network = model.network as Network;
assertEquals(network.sizes, [10, 64, 32, 3]);
const names = model.table.columns.map(({ name }) => name);
const features = rows.map((row) => [
  ...encodeRow(model.table, Object.fromEntries(names.map((name) => [name, row[name]]))),
]);

const predict = await tableModule(model);
const brain = await brainOf(network);
for (const [r, row] of rows.entries()) {
  const expected = Object.values(predict(row).probabilities as Record<string, number>);
  const powers = Array.from(brain.run(features[r]!), (logit) => Math.exp(logit - SHIFT));
  const sum = powers.reduce((sum, power) => sum + power);
  for (const [k, power] of powers.entries()) assertAlmostEquals(power / sum, expected[k]!, 1e-5);
}

const compiled = brain.toFunction();
const contenders = {
  "module: row → label, probabilities, remarks": () => rows.forEach((row) => predict(row)),
  "brain.js, run: features → outputs": () => features.forEach((input) => brain.run(input)),
  "brain.js, toFunction: the same": () => features.forEach((input) => compiled(input)),
};
const fastest = new Map<string, number>();
for (let turn = 0; turn < TURNS; turn++) {
  for (const [name, round] of Object.entries(contenders)) {
    const start = performance.now();
    round();
    const microseconds = 1000 * (performance.now() - start) / rows.length;
    fastest.set(name, Math.min(fastest.get(name) ?? Infinity, microseconds));
  }
}
console.log(markdownTable(
  [
    ["penguins, 10-64-32-3", "µs a row"],
    ...Array.from(fastest, ([name, microseconds]) => [
      name,
      microseconds.toFixed(2),
    ]),
  ],
));

interface Brain {
  run(input: readonly number[]): ArrayLike<number>;
  /** Code in which a unit stands anew wherever it counts. */
  toFunction(): (input: readonly number[]) => ArrayLike<number>;
}

/** The same network in brain.js. */
async function brainOf({ sizes, weights, biases }: Network): Promise<Brain> {
  await using folder = await temporaryFolder();
  const { path: cwd } = folder;
  await Deno.writeTextFile(join(cwd, "package.json"), '{ "private": true }');
  const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", PEER];
  const npm = new Deno.Command("npm", { args, cwd, stdout: "piped", stderr: "piped" });
  const { code, stderr } = await outcomeOf(npm.spawn());
  assertEquals(code, 0, stderr);
  const { NeuralNetwork } = createRequire(join(cwd, "package.json"))("brain.js");
  const inputs = Array.from({ length: sizes[0]! }, () => ({}));
  const layers = weights.map(({ values, columns }, l) =>
    Array.from({ length: columns }, (_, j) => ({
      bias: biases[l]!.values[j]! + (l === weights.length - 1 ? SHIFT : 0),
      weights: Array.from({ length: sizes[l]! }, (_, i) => values[i * columns + j]),
    }))
  );
  return new NeuralNetwork().fromJSON({ sizes, layers: [inputs, ...layers], activation: "relu" });
}
