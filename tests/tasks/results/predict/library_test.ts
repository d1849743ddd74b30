/** The library and the command say the same of a row. */

import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import { TableModel } from "@inkling/inkling/table";
import { berriesTable, parcelsTable } from "../../../helpers/draw_tables.ts";
import { done } from "../../../helpers/outcomes.ts";
import { type Learned, runOn } from "../../../helpers/shared_runs.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** Rows of a table, by the names of its columns. */
type Rows = Record<string, string>[];

/** Trains on a table, and predicts other rows by the command and by the library. */
async function bothOn(
  folder: string,
  learned: Learned,
  { rows, gaps, set }: { rows: string; gaps: string; set: string },
) {
  const fresh = join(folder, "new.csv");
  await Deno.writeTextFile(fresh, rows);
  const run = await runOn(learned, ["--gaps", gaps], set);
  const { stdout, stderr } = await done("predict", run, fresh);
  const bytes = await Deno.readFile(join(run, "weights.safetensors"));
  const printed = parse(stdout, { skipFirstRow: true }) as Rows;
  const predictions = TableModel.fromSafetensors(bytes)
    .predict(parse(rows, { skipFirstRow: true }) as Rows);
  assertEquals(predictions.map(({ caution }) => caution), printed.map(({ caution }) => caution));
  for (const [r, { remarks }] of predictions.entries()) {
    const printed = [...stderr.matchAll(new RegExp(`^Line ${r + 2}(?: has|:) (.*)$`, "gm"))];
    for (const [, text] of printed) {
      assert(remarks.some((remark) => remark.text === text), `${text} is not among the remarks`);
    }
  }
  assert(/^Line \d/m.test(stderr), stderr);
  return { printed, predictions };
}

test("the library answers with the quantities and remarks of the command", async (folder) => {
  const rows = ["speed,grams,number", "slow,700,1", "slow,90000,2", "slwo,700,3", ",700,4"];
  const parcels = { name: "parcels", text: parcelsTable(300), target: "price" };
  const { printed, predictions } = await bothOn(folder.path, parcels, {
    rows: [...rows, "slow,,5", "slow,much,6", "west,-9000,7", "fast,2500,8", ""].join("\n"),
    gaps: "drop",
    set: "epochs=60",
  });
  const numbers = predictions.map(({ values: { price }, intervals }) =>
    price === undefined ? [] : [price, intervals!["price"]!.low, intervals!["price"]!.high]
  );
  assertEquals(
    numbers.map((all) => all.map((value) => String(Number(value.toPrecision(7))))),
    printed.map((row) => [row["predicted price"]!, row["low"]!, row["high"]!].filter(Boolean)),
  );
  assertEquals(numbers.map(({ length }) => length), [3, 3, 3, 0, 0, 0, 3, 3]);
});

test("the library answers with the probabilities and remarks of the command", async (folder) => {
  const rows = ["8,40,red,", "9,90,green,", "10,,rde,", "11,50000,,sweet", "12,55,blue,", ""];
  const berries = { name: "berries", text: berriesTable(200), target: "taste" };
  const { printed, predictions } = await bothOn(folder.path, berries, {
    rows: berriesTable(40) + rows.join("\n"),
    gaps: "category",
    set: "epochs=20",
  });
  assertEquals(
    predictions.map(({ label, values }) => [
      label,
      ...["sour", "sweet"].map((name) => String(Number(values[name]!.toFixed(6)))),
    ]),
    printed.map((row) => [row["prediction"], row["probability sour"], row["probability sweet"]]),
  );
  assert(predictions.some(({ remarks }) => remarks.some(({ kind }) => kind === "unsure")));
  assert(predictions.some(({ remarks }) => remarks.some(({ kind }) => kind === "novel")));
});
