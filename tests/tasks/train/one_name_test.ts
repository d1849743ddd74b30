/** Over folds each number has one name: pooled out of fold is the result, and the learning curve names its networks. */

import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { salesTable } from "../../helpers/draw_fold_tables.ts";
import { done, jsonOf, trained } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";

const test = testsWith("read", "write", "run");

test("the result out of fold is the pooled one, under one name", async ({ path: folder }) => {
  const csv = join(folder, "sales.csv");
  await Deno.writeTextFile(csv, salesTable(200));
  const words = ["--csv", csv, "--target", "price", "--without", "sold", "--folds", "5"];
  const set = ["epochs=8", "hidden=[8]"].flatMap((key) => ["--set", key]);
  const named = ["--runs", folder, "--name", "sales", "--verbose"];
  const { stdout } = await done("train", ...words, ...named, ...set);
  const run = join(folder, "sales");
  const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  const { validation, truth, families } = summary;
  const r2 = validation.r2.toFixed(4);
  assertEquals((await jsonOf("evaluate", run, "--split", "validation")).r2, validation.r2);
  const evaluated = await done("evaluate", run, "--split", "validation");
  assertMatch(evaluated.stdout, /^Out of fold on sales\.csv$/m);

  const kept = stdout.split("\n").find((line) => line.startsWith("Kept "))!;
  assertStringIncludes(kept, `out of fold R² ${r2}, `);
  assertMatch(stdout, /^Epoch 8: out of fold R² /m);
  assertNotMatch(stdout, /(?<!cross-)validation/);
  assertEquals(truth.outOfFold.value.toFixed(4), r2); // not the mean over the folds
  assertMatch(stdout, new RegExp(`^ *this network .* ${r2.replace(/^-/, "−")} `, "m"));
  const [main] = families.toSorted((a: Family, b: Family) => b.weight - a.weight);
  const alone = `the ${main.name} networks alone reach an out-of-fold R² of `;
  assertMatch(stdout, new RegExp(alone, "m"));

  const networks = (families as Family[]).filter(({ name }) => name !== "linear");
  const answering = networks.filter(({ weight }) => weight > 0).length * 5;
  const making = answering === 10 ? "; all of them make" : `, of which ${answering} make`;
  const sentence = `10 networks are saved${making} the predictions`;
  assertStringIncludes(stdout, sentence);

  const page = (await done("report", run, "--format", "markdown")).stdout.replaceAll("\u00a0", " ");
  assertStringIncludes(page, `| **${r2}** | R² on 200 out-of-fold rows: `);
  assertStringIncludes(page, sentence);
  assertMatch(page, /^\| epoch \| training cost \| cost, out of fold \| R², out of fold \|/m);
  assertNotMatch(page.replaceAll(/<details>.*/gs, ""), /\bvalidation\b/);

  const untested = join(folder, "untested");
  await trained(untested, "sales", words, "epochs=8", "hidden=[8]", 'evaluate=["validation"]');
  assertMatch((await done("runs", "--runs", untested)).stdout, /R² .*, MAE .* \(out of fold\)/);
});

interface Family {
  readonly name: string;
  readonly weight: number;
}

test(
  "a sweep over folds compares trials out of fold, by that name",
  { ignore: QUICK_TESTS },
  async ({ path: folder }) => {
    const csv = join(folder, "sales.csv");
    await Deno.writeTextFile(csv, salesTable(120));
    const sweep = join(folder, "sweep.json");
    const config = {
      dataset: { csv, target: "price", without: ["sold"] },
      folds: 3,
      epochs: 2,
      hidden: [4],
    };
    const parameters = { learningRate: { values: [0.01, 0.05] } };
    await Deno.writeTextFile(sweep, JSON.stringify({ method: "grid", config, parameters }));
    const out = join(folder, "out");
    const { stdout } = await done("sweep", sweep, "--out", out);
    assertMatch(stdout, /^Best: trial \d, R² out of fold -?\d/m);
    const page = await Deno.readTextFile(join(out, "index.html"));
    assertNotMatch(page.replaceAll(/<(script|style)[^]*?<\/\1>/g, ""), /validation R²/);
  },
);
