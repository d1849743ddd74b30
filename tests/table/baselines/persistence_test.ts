import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { persistence, persistenceOfFolds } from "../../../lib/table/baselines/persistence.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { fitFolds, tableDatasets, type TableSource } from "../../../lib/table/mod.ts";
import { truthOfFolds } from "../../../lib/table/folds/compare.ts";
import { foldedDataOf } from "../../../lib/table/folds/data.ts";
import type { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import { Dataset } from "../../../mod.ts";

const inputs = [[0], [0], [0], [0], [0], [0]];
const times = Float64Array.of(3, 1, 2, 3, 5, 4);
const all = Uint32Array.of(0, 1, 2, 3, 4, 5);

Deno.test("of quantities persistence is the mean of the last time before the rows", () => {
  const { problem, labels, targets, outputs } = Dataset.from({
    inputs,
    targets: [[1, 10], [2, 20], [4, 40], [3, 30], [9, 90], [7, 70]],
  });
  const data = { problem, labels, targets, outputs, times };
  const answer = (
    known: Uint32Array,
    ...asked: number[]
  ) => [...persistence(data, known, Float64Array.from(asked))];
  assertEquals(answer(all, 7, 6), [9, 90]);
  assertEquals(answer(all, 5, 4), [2, 20]); // two rows at time 3, nothing of time 4
  assertEquals(answer(all.slice(1, 3), 9), [4, 40]);
  assertEquals(answer(all.slice(4), 1), [8, 80]); // nothing comes before: the mean of the others
});

Deno.test("of classes persistence is the shares in as many rows before", () => {
  const { problem, labels, targets, outputs } = Dataset.from({
    inputs,
    labels: ["b", "a", "a", "b", "a", "a"],
  });
  const data = { problem, labels, targets, outputs, times };
  const answer = (...asked: number[]) => [...persistence(data, all, Float64Array.from(asked))];
  assertEquals(answer(9, 8, 7), [2 / 3, 1 / 3].map(Math.fround));
  assertEquals(answer(4, 5), [0, 1]);
  assertEquals(answer(4), [0, 1]);
});

Deno.test("of units that come again it is the last value of the same one", () => {
  const { problem, labels, targets, outputs } = Dataset.from({
    inputs,
    targets: [[1], [2], [4], [3], [9], [7]],
  });
  const { outOfFold, test } = persistenceOfFolds(
    { problem, labels, targets, outputs },
    {
      training: Float64Array.of(1, 1, 2, 2, 3, 3),
      validation: Float64Array.of(1, 1, 2, 2, 3, 3),
      test: Float64Array.of(4, 4, 4),
      panel: {
        columns: ["store"],
        units: {
          training: Uint32Array.of(0, 1, 0, 1, 0, 1),
          validation: Uint32Array.of(0, 1, 0, 1, 0, 1),
          test: Uint32Array.of(1, 0, 2),
        },
      },
    },
    [Uint32Array.of(0, 1), Uint32Array.of(2, 3), Uint32Array.of(4, 5)],
    9,
  );
  assertEquals([...test], [7, 9, 8]); // the last one is new: the mean of all at the last time
  assertEquals([...outOfFold], [6.5, 5, 1, 2, 4, 3, 0, 0, 0]);
});

/** A random walk of 300 days. */
function walk(): TableSource {
  const random = new RandomStream(9, "data");
  let level = 50;
  const rows = Array.from({ length: 300 }, (_, day) => {
    level += random.normal();
    return [`${day}`, random.uniform().toFixed(3), level.toFixed(3)];
  });
  return {
    name: "a walk",
    columns: ["day", "noise", "level"],
    async *open() {
      yield { rows, lines: rows.map((_, row) => row + 2) };
    },
  };
}

Deno.test("after a split by time a table is compared with the last known value, and no other", async () => {
  const target = { target: "level", folds: 5, as: {} };
  const truths = [];
  for (const split of [{ splitAfter: "day" }, {}]) {
    const table = await tableDatasets(walk(), { ...target, ...split });
    const model = await fitFolds(table, { hidden: [], epochs: 1 });
    const { description, test, times } = table;
    const data = foldedDataOf(table)!;
    const ensemble = model.network as FoldEnsemble;
    truths.push({ table, truth: await truthOfFolds({ ensemble, data, test, description, times }) });
  }
  const [timed, random] = truths;
  const names = (truth: { baselines: readonly { name: string }[] }) =>
    truth.baselines.map(({ name }) => name);
  assertEquals(names(timed!.truth), ["constant", "persistence", "linear", "trees"]);
  assertEquals(names(random!.truth), ["constant", "linear", "trees"]);
  assertMatch(timed!.truth.notes.at(-1)!, /^Out-of-fold metrics are from within the past/);
  assertMatch(random!.truth.notes.at(-1)!, /^Out of fold on 300 rows: /);
  const { training, test } = timed!.table;
  const targets = [...test.targets!];
  const mean = targets.reduce((sum, value) => sum + value) / targets.length;
  const errors = (answer: number) =>
    targets.reduce((sum, value) => sum + (value - answer) * (value - answer), 0);
  const { test: measured } = timed!.truth.baselines[1]!;
  assertAlmostEquals(measured!.value, 1 - errors(training.targets!.at(-1)!) / errors(mean), 1e-5);
});
