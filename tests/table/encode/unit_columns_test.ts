import { assertEquals } from "@std/assert";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import { featureRolesOf } from "../../../lib/table/encode/distributions.ts";
import { NoveltyDetector } from "../../../lib/measure/novelty.ts";
import { randomOf } from "../relations/made_tables.ts";
import { tableOfText } from "../table_fixture.ts";

/** Sales of fifteen stores, one of which is open now and then. */
function sales(): string {
  const random = randomOf(3);
  const rows = Array.from({ length: 900 }, (_, row) => {
    const store = row % 15 === 14 && row % 150 !== 14 ? 0 : row % 15;
    const x = random.normal();
    return `Store ${store},${x.toFixed(3)},${(store + x + random.normal()).toFixed(3)}`;
  });
  return ["store,x,y", ...rows].join("\n");
}

Deno.test("a store of few rows is not unlike the training data, since it is one of the stores", async () => {
  const options = { target: "y", as: {}, folds: 5 };
  const read = await tableDatasets(tableOfText(sales()), options);
  const { description, distributions, unitColumns, training, folds } = read;
  assertEquals(unitColumns, ["store"]);
  const novelOf = (units: readonly string[]) => {
    const roles = featureRolesOf(description, distributions, units);
    const detector = NoveltyDetector.fitFolds(training, folds[0]!, roles)!;
    const { features, size, inputs, featureNames } = training;
    const rare = featureNames!.findIndex((name) => name.includes("Store 14"));
    const rows = Array.from(
      { length: size },
      (_, row) => Float32Array.from(inputs.subarray(row * features, (row + 1) * features)),
    );
    return rows.some((row) => row[rare] === 1 && detector.isNovel(row));
  };
  assertEquals([novelOf([]), novelOf(unitColumns)], [true, false]);
});

Deno.test("runs of older recipes count the names of units as they did", async () => {
  const read = await tableDatasets(tableOfText(sales()), {
    target: "y",
    as: {},
    folds: 5,
    recipe: 2,
  });
  assertEquals(read.unitColumns, []);
});
