/** Training over folds in the library: the bytes of the command line, and what it refuses. */

import type { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { basename, join } from "@std/path";
import { evaluate, Network, weightsSha256 } from "@inkling/inkling";
import {
  fitFolds,
  tableDatasets,
  TableModel,
  trainFolds,
  truthOfTable,
} from "@inkling/inkling/table";
import { CsvTable } from "../../../tasks/data/tables/csv/table.ts";
import { trained } from "../../helpers/outcomes.ts";
import { ROOT } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { massesTable } from "../table_fixture.ts";

const IRIS = join(ROOT, "tests", "outsider", "iris.csv");

/** A CSV file as a table. */
async function csv(path: string): Promise<CsvTable> {
  const open = async () => (await Deno.open(path)).readable;
  return await CsvTable.from({ name: basename(path), open });
}

testsWith("read", "write")(
  "the library trains over folds to the command line's hash, its results and its answers",
  async ({ path }) => {
    const words = ["--csv", IRIS, "--target", "species", "--folds", "3", "--repeat", "2"];
    const run = await trained(path, "iris", [...words, "--seed", "4"], "epochs=2", "hidden=[5]");
    const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
    const table = await tableDatasets(await csv(IRIS), {
      target: "species",
      gaps: "category",
      splitSeed: 4,
      folds: 3,
      repeat: 2,
    });
    const model = await fitFolds(table, { seed: 4, epochs: 2, hidden: [5] });
    assertEquals(await weightsSha256(model.network), summary.weightsSha256);
    const outOfFold = (model.network as FoldEnsemble).outOfFold(table.training, table.folds);
    const { accuracy } = evaluate(outOfFold, table.training);
    assertEquals([accuracy, table.test.size], [summary.validation.accuracy, 0]);
    const written = TableModel.fromSafetensors(
      await Deno.readFile(join(run, "weights.safetensors")),
    );
    const rows = [{ sepalLength: 5, petalWidth: "1.5" }, {}];
    assertEquals(model.predict(rows), written.predict(rows));
    const options = { seed: 4, epochs: 2, hidden: [5] };
    const truth = await truthOfTable(written, table, options);
    assertEquals(JSON.parse(JSON.stringify(truth)), summary.truth);
    assertEquals(table.training.size, 150);
    assertEquals(truth.curve.map(({ rows }) => rows), [25, 50, 100]); // a quarter, a half and all of two thirds
    const signal = AbortSignal.abort(new Error("no time"));
    const stopped = { ...options, signal };
    await assertRejects(() => truthOfTable(model, table, stopped), Error, "no time");
  },
);

testsWith("read")("one network without folds is measured beside a constant answer", async () => {
  const table = await tableDatasets(await csv(IRIS), { target: "species" });
  const sizes = [table.training.features, table.training.outputs];
  const model = new TableModel(new Network(sizes, { seed: 1 }), table.description);
  const { baselines, outOfFold, curve } = await truthOfTable(model, table);
  assertEquals(baselines.map(({ name }) => name), ["constant"]);
  assertEquals([outOfFold, curve], [null, []]);
});

Deno.test("rounds are counted, and each model has the members' best epochs so far", async () => {
  const table = await tableDatasets(massesTable(), { target: "mass", folds: 2 });
  const costs: number[] = [];
  let last: TableModel | undefined;
  for await (const round of trainFolds(table, { epochs: 3, hidden: [4] })) {
    last = await round.model();
    assertEquals(round.number, costs.push(round.validation.cost));
    assertEquals(round.members.length, 2 * 2 * 2); // families that are trained × weight decays × folds
    assertEquals(round.isLast, round.number === 3);
  }
  assertEquals(costs.length, 3);
  const { label, intervals } = last!.predict([{ size: 3, color: "red" }])[0]!;
  assertEquals(label, undefined);
  assert(intervals!["mass"]!.low < intervals!["mass"]!.high);
});
