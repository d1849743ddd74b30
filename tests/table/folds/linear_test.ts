/** The linear model beside an ensemble over folds: it is solved, however few epochs the networks train. */

import { assert, assertEquals, assertGreater, assertLess, assertRejects } from "@std/assert";
import { evaluate } from "@inkling/inkling";
import { fitFolds, FoldEnsemble, tableDatasets } from "@inkling/inkling/table";
import { createEngine } from "../../../lib/engine/create.ts";
import { foldedDataOf } from "../../../lib/table/folds/data.ts";
import { candidatesOf, solveLinearFamily } from "../../../lib/table/folds/linear.ts";
import type { MemberTraining } from "../../../lib/table/folds/member_trainer.ts";
import { LocalTrainers } from "../../../lib/table/folds/member_trainers.ts";
import { FoldTraining } from "../../../lib/table/folds/train.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { tableOf } from "../table_fixture.ts";
import type { ActivationName } from "../../../mod.ts";

/** Three numbers, of which the last is a thousand times as large; a target that is linear in them, and its sign. */
function linearTable(rows: number) {
  const random = new RandomStream(3, "data");
  const drawn = Array.from({ length: rows }, () => [0, 1, 2].map(() => random.normal()));
  return tableOf([
    ["a", "b", "c", "y", "side"],
    ...drawn.map(([a, b, c]) => {
      const y = 3 * a! - 2 * b! + c!;
      return [`${a}`, `${b}`, `${1000 * c!}`, `${y}`, y > 0 ? "above" : "below"];
    }),
  ]);
}

/** The linear model's result out of fold, after a single epoch of the networks. */
async function linearResult(target: string, without: string) {
  const table = await tableDatasets(linearTable(200), { target, without: [without], folds: 4 });
  const { network } = await fitFolds(table, { epochs: 1, hidden: [4], seed: 1 });
  assert(network instanceof FoldEnsemble);
  const linear = network.only("linear");
  return evaluate(linear.outOfFold(table.training, table.folds), table.training);
}

Deno.test("a quantity that is linear in the columns is found, whatever the epochs", async () => {
  assertGreater((await linearResult("y", "side")).rSquared!, 0.9999);
});

Deno.test("classes that a line separates are told apart, whatever the epochs", async () => {
  const { accuracy, cost } = await linearResult("side", "y");
  assertGreater(accuracy!, 0.97);
  assertGreater(0.08, cost);
});

/** The plan of a table, and how its members are trained. */
async function planned(outputActivation: ActivationName) {
  const table = await tableDatasets(linearTable(60), { target: "y", without: ["side"], folds: 3 });
  const training: MemberTraining = {
    network: { activation: "relu", outputActivation, cost: "quadratic", initializer: "he" },
    options: {
      epochs: 2,
      batchSize: 16,
      learningRate: 0.01,
      monitor: "cost",
      optimizer: { name: "adamw", weightDecay: 1 },
    },
  };
  const plan = { folds: 3, repeat: 1, seed: 1, hidden: [3], weightDecays: [1, 0.1] };
  return { data: foldedDataOf(table)!, training, ...candidatesOf(plan, training) };
}

Deno.test("linear models are solved, but for those of outputs without one solution", async () => {
  const counts = async (outputs: ActivationName) => {
    const { plans, linear } = await planned(outputs);
    return [plans.length, linear.length];
  };
  assertEquals(await counts("linear"), [12, 3]);
  assertEquals(await counts("tanh"), [18, 0]);
});

Deno.test("linear models that are trained answer", async () => {
  const engine = createEngine("reference");
  const { data, training, plans } = await planned("tanh");
  const trainers = new LocalTrainers(data, plans, training, engine);
  const folds = new FoldTraining({ data, training, plans, linear: undefined, engine, trainers });
  for await (const _ of folds.rounds({ epochs: training.options.epochs }));
  const ensemble = await folds.ensemble();
  const { members, weight } = ensemble.families.at(-1)!;
  assertEquals([members.length, weight], [3, 0]);
  assertEquals(members.every(({ epoch }) => epoch > 0), true);
  assertEquals(ensemble.only("linear").outOfFold(data.training, data.folds).outputs.length, 60);
});

Deno.test("the first fold chooses the ridge of many rows, and the others are solved with it", async () => {
  const { data, training, linear } = await planned("linear");
  const { training: some } = data;
  const times = 120; // more than 2,000 rows a fold
  const repeated = {
    ...data,
    training: some.select(
      Uint32Array.from({ length: some.size * times }, (_, row) => row % some.size),
    ),
    folds: [Uint8Array.from({ length: some.size * times }, (_, row) => row % 3)],
  };
  let solved = 0;
  const family = await solveLinearFamily({
    data: repeated,
    plans: linear,
    training,
    engine: createEngine("reference"),
    onSolved: () => void solved++,
  });
  assertEquals(family!.members.map(({ fold, epoch }) => [fold, epoch]), [[0, 0], [1, 0], [2, 0]]);
  assertLess(solved, 10);
});

Deno.test("an abort ends the search for a ridge", async () => {
  const { data, training, linear: plans } = await planned("linear");
  const signal = AbortSignal.abort(new Error("stopped"));
  const options = { data, plans, training, engine: createEngine("reference"), signal };
  await assertRejects(() => solveLinearFamily(options), Error, "stopped");
});
