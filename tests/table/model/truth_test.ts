import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fitFolds, tableDatasets, TableModel, truthOfTable } from "@inkling/inkling/table";

/** Whether a sum is above 10, of 80 rows. */
const SOURCE = {
  name: "the table",
  columns: ["a", "b", "is"],
  async *open() {
    const rows = Array.from({ length: 80 }, (_, k) => {
      const [a, b] = [k % 11, k * 7 % 13];
      return [`${a}`, `${b}`, a + b > 10 ? "large" : "small"];
    });
    yield { rows, lines: rows.map((_, r) => r + 2) };
  },
};

const OPTIONS = { hidden: [4], epochs: 5, seed: 1 };

Deno.test("a model over folds is measured beside a constant answer, a linear model and trees", async () => {
  const table = await tableDatasets(SOURCE, { target: "is", folds: 4 });
  const model = await fitFolds(table, OPTIONS);
  let rounds = 0;
  const options = { ...OPTIONS, onProgress: () => void rounds++ };
  const { baselines, verdict, curve, outOfFold, testRows } = await truthOfTable(
    model,
    table,
    options,
  );
  assertEquals(baselines.map(({ name }) => name), ["constant", "linear", "trees"]);
  assertEquals([curve.length, outOfFold!.folds.length], [3, 4]);
  assertEquals([testRows, rounds], [table.test.size, OPTIONS.epochs]);
  assertMatch(verdict, /\.$/);
  // A file of it has what the comparison needs.
  const loaded = TableModel.fromSafetensors(model.toSafetensors());
  assertEquals((await truthOfTable(loaded, table, OPTIONS)).verdict, verdict);
  const signal = AbortSignal.abort(new Error("no time"));
  await assertRejects(() => truthOfTable(model, table, { ...OPTIONS, signal }), Error, "no time");
});

Deno.test("one network without folds is measured beside a constant answer", async () => {
  const table = await tableDatasets(SOURCE, { target: "is" });
  const model = await TableModel.fit(
    Array.from({ length: 80 }, (_, k) => ({
      ...{ a: k % 11, b: k * 7 % 13 },
      is: k % 11 + k * 7 % 13 > 10 ? "large" : "small",
    })),
    { ...OPTIONS, target: "is", folds: 0 },
  );
  const { baselines, outOfFold, curve } = await truthOfTable(model, table, OPTIONS);
  assertEquals(baselines.map(({ name }) => name), ["constant"]);
  assertEquals([outOfFold, curve], [null, []]);
});
