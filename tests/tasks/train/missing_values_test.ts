/** Rows with missing values are kept by the options of a new run on a table, and left out by a config without a rule. */

import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import { parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { DEFAULT_MISSING_VALUE_RULE } from "../../../lib/options/table.ts";
import { trainOnTable } from "../../../packages/page/table_training.ts";
import { done } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const inFolder = testsWith("read", "write", "run");

/** 200 orders of a shop, of which three of four have a missing value. */
const ORDERS = [
  "amount,coupon,channel,returned",
  ...Array.from({ length: 200 }, (_, k) =>
    [
      k % 4 === 1 ? "" : k * 37 % 101,
      k % 2 ? ["SPRING", "FALL"][(k >> 1) * 3 % 7 % 2] : "",
      ["web", "shop"][k * 5 % 7 % 2],
      k * 37 % 101 > 50 ? "yes" : "no",
    ].join(",")),
  "",
].join("\n");

/** Trains on the orders for an epoch; the words come after those that name the table. */
async function train(folder: string, ...words: string[]) {
  return await done("train", ...words, "--runs", folder, "--no-report", "--set", "epochs=1");
}

const configOf = async (run: string) =>
  JSON.parse(await Deno.readTextFile(join(run, "config.json")));

/** A test in a folder with the table. */
function test(
  name: string,
  fn: (given: { folder: string; csv: string; source: string[]; run: string }) => Promise<void>,
): void {
  inFolder(name, async ({ path: folder }) => {
    const csv = join(folder, "orders.csv");
    await Deno.writeTextFile(csv, ORDERS);
    const source = ["--csv", csv, "--target", "returned", "--split=random"];
    await fn({ folder, csv, source, run: join(folder, "orders") });
  });
}

test("a new run keeps rows with missing values, and records the rule", async ({ folder, csv, source, run }) => {
  const { stdout, stderr } = await train(folder, ...source);
  assertMatch(stdout, /on 140 rows from orders\.csv$/m);
  assertMatch(
    stderr,
    /^150 values are missing in 150 of 200 rows, "coupon" \(100\), "amount" \(50\): missing numbers are filled /m,
  );
  assertMatch(stderr, /; use --gaps drop to skip these rows$/m);
  const dataset = { csv, target: "returned", gaps: "category", as: {} };
  assertEquals((await configOf(run)).dataset, dataset);
  assert(
    stdout.includes(`The recipe, to copy into a config: {"dataset":${JSON.stringify(dataset)}`),
  );
  // The same command goes on, and is the same run.
  await train(folder, ...source, "--resume");
  await train(folder, ...source);
  await done("verify", run);
});

test("the page trains to the hash of the command line", async ({ folder, csv, source, run }) => {
  const recipe = ["--folds", "auto", "--set", "epochs=150"]; // the page's
  await done("train", ...source, "--runs", folder, "--no-report", ...recipe);
  const { weightsSha256 } = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  const usual = { without: [], kind: undefined, gaps: DEFAULT_MISSING_VALUE_RULE, seed: 1 };
  let notes: readonly string[] = [];
  await trainOnTable(
    new File([ORDERS], csv),
    { ...usual, target: "returned" },
    new AbortController().signal,
    (report) => {
      if (report.kind === "begun") notes = report.notes;
      if (report.kind !== "ended") return;
      assertEquals(report.network!.weightsSha256, weightsSha256);
      const { metadata } = parseSafetensors(report.network!.file);
      const config = JSON.parse(metadata["config"]!);
      assertEquals(config.dataset, {
        csv,
        target: "returned",
        gaps: DEFAULT_MISSING_VALUE_RULE,
        as: {},
      });
    },
  );
  assertMatch(
    notes.at(-1)!,
    /^150 values are missing .*; use “Missing values: Drop the row” to skip /,
  );
});

test("a rule that is given is kept, and that of a config goes before that of new runs", async ({ folder, csv, source, run }) => {
  const { stdout, stderr } = await train(folder, ...source, "--gaps", "drop");
  assertMatch(stderr, /^150 of 200 rows are left out: they have missing values in /m);
  assertMatch(stdout, /on \d\d rows from orders\.csv$/m);
  assertEquals((await configOf(run)).dataset.gaps, "drop");
  const config = join(folder, "mean.json");
  const dataset = { csv: "elsewhere.csv", target: "returned", gaps: "mean" };
  await Deno.writeTextFile(config, JSON.stringify({ dataset }));
  await train(folder, "--config", config, "--csv", csv);
  assertEquals((await configOf(join(folder, "mean"))).dataset.gaps, "mean");
  // A config of another data set has no rule for missing values.
  const recipe = join(folder, "recipe.json");
  await Deno.writeTextFile(recipe, JSON.stringify({ hidden: [4] }));
  const words = ["--config", recipe, ...source];
  await train(folder, ...words);
  assertEquals((await configOf(join(folder, "recipe"))).dataset.gaps, "category");
  await train(folder, ...words, "--resume");
});

test("a config without a rule drops rows", async ({ folder, csv, source }) => {
  const config = join(folder, "old.json");
  await Deno.writeTextFile(config, JSON.stringify({ dataset: { csv, target: "returned" } }));
  const { stdout, stderr } = await train(folder, "--config", config);
  assertMatch(stdout, /on \d\d rows from orders\.csv$/m);
  assertMatch(stderr, /^150 of 200 rows are left out: they have missing values in /m);
  const old = join(folder, "old");
  assertEquals((await configOf(old)).dataset, { csv, target: "returned" });
  for (const words of [[], source, ["--config", config, ...source]]) {
    const resumed = await train(folder, ...words, "--name", "old", "--resume");
    assertNotMatch(resumed.stderr, /values are missing/);
  }
  assertEquals((await configOf(old)).dataset, { csv, target: "returned" });
  await done("verify", old);
});
