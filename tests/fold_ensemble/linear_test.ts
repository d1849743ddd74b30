/** The linear model beside an ensemble over folds: it is solved, however few epochs the networks train. */

import { assert, assertGreater } from "@std/assert";
import { evaluate } from "@inkling/inkling";
import { fitFolds, FoldEnsemble, tableDatasets } from "@inkling/inkling/table";
import { RandomStream } from "../../lib/numerics/random.ts";
import { tableOf } from "../table/table_fixture.ts";

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
