/** A table as people write it, through the commands: described, trained on, verified, predicted, exported. */

import { assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { drawOrders, ORDER_COLUMNS, ordersTable } from "../../helpers/draw_orders.ts";
import { done, refused } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** Probabilities are printed with six digits. */
const PRINTED = 1e-6;

/** Fewer than the 5,000 that are pinned in the room of tables: the same decisions in less time. */
const ROWS = 1000;

async function written(folder: string): Promise<string> {
  const csv = join(folder, "orders.csv");
  await Deno.writeTextFile(csv, ordersTable(ROWS));
  return csv;
}

/** Checks that `verify` makes the description again. */
async function made(run: string): Promise<void> {
  const { stdout } = await runHere(["verify", run]);
  assertMatch(stdout, /^ok +table in weights\.safetensors, made again$/m);
  assertMatch(stdout, /^ok +weightsSha256$/m);
}

test("the columns of messy orders are described, with a target and without", async ({ path: folder }) => {
  const csv = await written(folder);
  const alone = (await done("train", "--csv", csv, "--describe", "--runs", folder)).stdout;
  assertMatch(alone, /^column +read as +missing +levels +range +becomes$/m);
  assertMatch(alone, /^discount +number \(%\) +0\.0 % +7 +0 to 0\.3 +1 input$/m);
  assertMatch(
    alone,
    /^ordered +date +0\.0 % +\d+ +2022-\d\d-\d\d to 2024-\d\d-\d\d +numbers of the date$/m,
  );
  assertMatch(alone, /^coupon +100\.0 % +0 +left out: there is nothing in it$/m);
  assertMatch(alone, /^Nothing looks wrong$/m);
  const words = ["--csv", csv, "--target", "returned", "--describe", "--as", "out", "stars"];
  const aimed = await done("train", ...words);
  assertMatch(aimed.stdout, /^payment +category +0\.0 % +6 +"card" \d+ % +3 inputs$/m);
  assertMatch(aimed.stdout, /^stars +2\d\.\d % +5 +1 to 5 +left out by an option$/m);
  assertMatch(aimed.stdout, /^What may be wrong:\n\n"refund" alone predicts 96 % of "returned", /m);
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["orders.csv"]);
});

test("messy orders train without a question, and new ones are predicted", async ({ path: folder }) => {
  const csv = await written(folder);
  const run = join(folder, "orders");
  const words = ["--csv", csv, "--target", "returned", "--without", "refund"];
  const usual = ["--runs", folder, "--no-report", "--folds", "0", "--set", "epochs=2"];
  const wrong = /--as is followed by text or number .*, not "dates ordered", did you mean date\?/;
  await refused(["train", ...words, "--as", "dates", "ordered"], wrong, 2);
  const { stdout } = await done("train", ...words, "--as", "text", "gift", ...usual);
  assertMatch(stdout, /^gift +category +4 inputs$/m);
  assertMatch(stdout, /^"price" is read as numbers: "€[\d,.]+" is [\d.]+$/m);
  const config = JSON.parse(await Deno.readTextFile(join(run, "config.json")));
  assertEquals(config.dataset.as, { gift: "text" });
  await made(run);
  await done("train", ...words, "--as=text=gift", ...usual, "--resume");

  const header = ORDER_COLUMNS.filter((name) => name !== "refund" && name !== "returned");
  const rows = drawOrders(40).map((row) => row.slice(0, header.length));
  const strange = rows[0]!.with(1, "soon").with(4, "€9,999,999.00").with(7, "A-9999")
    .with(6, "CARD ").with(2, "1.1.2050");
  const lines = [header, ...rows, strange].map((row) => row.map((cell) => `"${cell}"`).join(","));
  await Deno.writeTextFile(join(folder, "new.csv"), lines.join("\n"));
  const predicted = await done("predict", run, join(folder, "new.csv"));
  assertMatch(
    predicted.stderr,
    /^Line 42: "soon" in "ordered" is not a date: it counts as a missing value/m,
  );
  assertMatch(predicted.stderr, /^Line 42: "A-9999" in "article" is none of the categories/m);

  const file = await Deno.readFile(join(run, "weights.safetensors"));
  const model = TableModel.fromSafetensors(file);
  const named = [...rows, strange].map((row) =>
    Object.fromEntries(header.map((name, k) => [name, row[k]!]))
  );
  const answers = predicted.stdout.trimEnd().split("\n").slice(1);
  assertEquals(answers.length, named.length);
  for (const [r, { label, values }] of model.predict(named).entries()) {
    const [, kept, returned] = /,(\d\.?\d*),(\d\.?\d*),[^,]*$/.exec(answers[r]!)!;
    assertStringIncludes(answers[r]!, `,${label},${kept},`);
    assertLess(Math.abs(Number(kept) - values["kept"]!), PRINTED);
    assertLess(Math.abs(Number(returned) - values["returned"]!), PRINTED);
  }
  await done("export", run, "--format", "onnx");
});
