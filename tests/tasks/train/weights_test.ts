/** Weights of rows: what a row counts in training, and in every metric. */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { done, jsonOf } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { assertFails } from "./train_in.ts";

const test = testsWith("read", "write", "run");

const QUICK = ["--no-report", "--set", "hidden=[8]"];

/** 240 rows whose answer is in `a`; each stands there a second time with the other answer and weight 0. */
const CONTRADICTED = [
  "a,b,w,y",
  ...Array.from({ length: 240 }, (_, k) => {
    const a = k * 37 % 101 / 10;
    const [right, wrong] = a > 5 ? ["yes", "no"] : ["no", "yes"];
    const b = k * 53 % 97 / 10;
    return `${a},${b},${1 + k % 3},${right}\n${a},${b},0,${wrong}`;
  }),
  "",
].join("\n");

async function written(folder: string, text: string, name = "rows.csv"): Promise<string> {
  const csv = join(folder, name);
  await Deno.writeTextFile(csv, text);
  return csv;
}

const summaryOf = async (run: string) =>
  JSON.parse(await Deno.readTextFile(join(run, "summary.json")));

for (const [folds, epochs] of [["5", 8], ["0", 80]] as const) {
  test(`rows of weight 0 decide nothing, with ${folds} folds`, async ({ path: folder }) => {
    const csv = await written(folder, CONTRADICTED);
    const table = [
      "--csv",
      csv,
      "--target",
      "y",
      "--runs",
      folder,
      "--folds",
      folds,
      "--set",
      `epochs=${epochs}`,
    ];
    await done("train", ...table, ...QUICK, "--name", "without", "--without", "w");
    await done("train", ...table, ...QUICK, "--name", "with", "--weights", "w");
    const [before, after] = [
      await summaryOf(join(folder, "without")),
      await summaryOf(join(folder, "with")),
    ];
    assert(before.validation.accuracy < 0.6, "half of the rows contradict the others");
    assert(after.validation.accuracy > 0.9, JSON.stringify(after.validation));
    assertEquals(after.weights, "w");
    const { dataset } = JSON.parse(await Deno.readTextFile(join(folder, "with", "config.json")));
    assertEquals(dataset.weights, "w");
    await done("verify", join(folder, "with"));
  });
}
