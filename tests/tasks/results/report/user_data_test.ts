/** Reports and evaluations of your tables and pictures. */

import { assert, assertAlmostEquals, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import { formatNpz } from "../../../../lib/formats/npz.ts";
import { findChromium } from "../../../engine/chromium.ts";
import { drawSet } from "../../../helpers/draw_pictures.ts";
import { berriesTable, parcelsTable } from "../../../helpers/draw_tables.ts";
import { LONG_TESTS, QUICK_TESTS } from "../../../helpers/long.ts";
import { testsWhere, testsWith } from "../../../helpers/tests_with.ts";
import { done as succeed, refused } from "../../../helpers/outcomes.ts";
import { copyOf, runOn } from "../../../helpers/shared_runs.ts";
import { assertSelfContained } from "./assert_page.ts";
import { assertShown } from "./assert_shown.ts";

const test = testsWith("read", "write", "run", "net");
const chromium = await findChromium();

const ROWS = 400;

const done = async (...words: [string, ...string[]]) => (await succeed(...words)).stdout;

const BERRIES = { name: "berries", text: berriesTable(ROWS), target: "taste" };
const PARCELS = { name: "parcels", text: parcelsTable(ROWS), target: "price" };
const KEYS = ["epochs=40", "learningRate=0.01"];

/** The report of runs, checked. */
async function pageOf(...words: string[]): Promise<string> {
  const printed = await done("report", ...words);
  const page = await Deno.readTextFile(/^Wrote (.*)\n$/.exec(printed)![1]!);
  assertSelfContained(page);
  return page;
}

/** Text without tags, its spaces as one. */
function textOf(page: string): string {
  return page.replaceAll(/<style>[^]*?<\/style>|<[^>]*>/g, " ").replaceAll(/[\s\u00a0]+/g, " ");
}

test("the report of a table of two classes has curves of thresholds, columns and rows of the file", async ({ path: folder }) => {
  const shared = await runOn(BERRIES, ["--without", "number"], ...KEYS);
  const run = await copyOf(shared, folder);
  const evaluated = JSON.parse(await done("evaluate", run, "--json", "--worst", "5"));
  const page = await pageOf(run);
  const shown = textOf(page);
  assertMatch(shown, /Predicts “taste”, one of 2 classes, from 2 columns of berries\.csv\. A 4-/);
  assertMatch(shown, /was trained on 280 rows\. Another 60, the validation rows, chose the epoch/);
  assertMatch(shown, /Training (finished|stopped early).*The weights are from epoch \d+/);
  assertMatch(shown, /Always answering “s\w+”, the most common class in training, would get \d/);
  assertMatch(shown, /Small test sets vary: with 60 rows the true accuracy is between /);
  assertMatch(shown, /the epoch kept, of \d+: the one with the lowest validation cost/);
  assertMatch(shown, /Around zero or below, the column did not help/);
  // What only experts look up is folded away, and links lead into it.
  for (const id of ["weights", "throughput", "config", "provenance"]) {
    assertMatch(page, new RegExp(`<details>\\s*<summary>\\s*<h2 id="${id}-title">`));
    assertMatch(page, new RegExp(`<a href="#${id}">`));
  }
  for (const area of [evaluated.auc, evaluated.averagePrecision]) {
    assert(area > 0.7 && area < 1);
    assert(shown.includes(`area ${area.toFixed(4)} (`));
  }
  assertMatch(shown, new RegExp(`“${evaluated.positiveClass}” is the rarer class`));
  const balanced = (100 * evaluated.balancedAccuracy).toFixed(2);
  assertMatch(shown, new RegExp(`balanced accuracy ${balanced} %`));
  assertMatch(page, />predicted<.*>actual</s);
  assertNotMatch(shown, /\bimages?\b/);

  // The size has the most information, and the columns are in that order; the number, which was left out, is in none.
  assertEquals(evaluated.columns.map(({ name }: { name: string }) => name), ["size", "color"]);
  assert(evaluated.columns[0].mean > 0.1 && evaluated.columns[0].deviation > 0);

  // The most confident mistakes, as they stand in the file.
  const lines = BERRIES.text.split("\n");
  for (const { place: path, label, predicted } of evaluated.mistakes) {
    const line = Number(/^line (\d+)$/.exec(path)![1]);
    const [, size, color, taste] = lines[line - 1]!.split(",");
    assertEquals(taste, ["sour", "sweet"][label]);
    const cells = [taste, ["sour", "sweet"][predicted], String.raw`[\d.]+.%`, size, color];
    const row = cells.map((cell) => `<td>${cell}</td>`).join("\\s*");
    assertMatch(page, new RegExp(`<th scope="row">${line}</th>${row}`));
  }
  const printed = await done("evaluate", run, "--worst", "2");
  assertMatch(
    printed,
    /^“s\w+”, the rarer class: area under the ROC curve 0\.\d{4} \(.*\), average precision 0\.\d{4} \(/m,
  );
  assertMatch(
    printed,
    /^How much log loss rises on the test rows when [^]*\n\nMeans over 10 random orders of 60 rows\. Without shuffling, log loss is /m,
  );
  assertMatch(printed, /^size +0\.\d+ +0\.\d+$/m);
  assertMatch(printed, /^line +actual +predicted +confidence +size +color$/m);
  const markdown = await done("report", run, "--format", "markdown");
  assertMatch(
    markdown,
    /^\| \*\*0\.\d{4}\*\* \| area under the ROC curve, 0\.\d{4} to [01]\.\d{4} at 95\s% confidence \|$/m,
  );
  assertMatch(
    markdown,
    /^### Mistakes, the most confident first\n\nThe test rows with the worst answers, .*\n\n\| line \| actual \| predicted/m,
  );
});

test("the report of a quantity has its errors in its unit, and two runs stand side by side", async ({ path: folder }) => {
  const shared = await runOn(PARCELS, [], ...KEYS);
  const run = await copyOf(shared, folder, "parcels");
  const { test } = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  const evaluated = JSON.parse(await done("evaluate", run, "--json", "--worst", "3"));
  assertEquals([evaluated.r2, evaluated.mae, evaluated.rmse], [test.r2, test.mae, test.rmse]);
  assertEquals(evaluated.quantities[0].name, "price");
  assertAlmostEquals(evaluated.quantities[0].rmse, test.rmse, 1e-9 * test.rmse); // summed otherwise
  const [first, second] = evaluated.columns;
  assertEquals([first.name, second.name], ["grams", "speed"]);
  assert(first.mean > 0.5 && second.mean > 0.05 && second.mean < first.mean);

  const page = await pageOf(run);
  const shown = textOf(page);
  assert(
    shown.includes(`R² on 60 test rows: the share of the variance that is explained.`),
    shown.slice(0, 800),
  );
  assertMatch(shown, /Predicts “price” from 2 columns of parcels\.csv/);
  assertMatch(shown, /Always answering the mean would be off by [\d.]+ on average/);
  for (const title of ["Predicted against actual", "Residuals by prediction", "Largest errors"]) {
    assert(shown.includes(title), title);
  }
  assertMatch(
    shown,
    /rows\s+280 training, 60 validation, 60 test\s+notes on the data\s+&quot;price&quot; is a quantity/,
  );
  assertNotMatch(shown, /\bimages?\b|Confusion|ROC/);
  const lines = PARCELS.text.split("\n");
  const residuals = evaluated.worst.map((row: Record<string, string>) => {
    const [speed, grams, price] = lines[Number(row["line"]) - 1]!.split(",");
    assertEquals([row["speed"], row["grams"], row["actual"]], [speed, grams, price]);
    assertMatch(page, new RegExp(`<th scope="row">${row["line"]}</th><td>${price}</td>`));
    return Math.abs(Number(row["residual"]));
  });
  assertEquals(residuals, residuals.toSorted((a: number, b: number) => b - a));

  await pageOf(run); // so that there is a page to lead to
  const other = ["--name", "other", "--seed", "2", "--set", "splitSeed=1"];
  const table = join(shared, "..", "parcels.csv");
  const words = [
    "--csv",
    table,
    "--target",
    "price",
    "--runs",
    folder,
    "--no-report",
    "--split=random",
  ];
  await done("train", ...words, "--set", "epochs=2", "--set", "hidden=[8]", ...other);
  const both = await pageOf(run, join(folder, "other"));
  assertMatch(both, /<a href="parcels\/report\.html">parcels<\/a>/);
  assertNotMatch(both, /other\/report\.html/); // there is none
  assertMatch(textOf(both), /R² on the validation rows, by parcels , the best run/);
  assertMatch(both, /<strong class="best">0\.\d{4}<\/strong><\/td>\s*<td>0\.\d{4}<\/td>/);
  const markdown = await done("report", run, join(folder, "other"), "--format", "markdown");
  assertMatch(
    markdown,
    /^\| \*\*.*\*\* \| R² on the validation rows, by parcels, the best run\. \|$/m,
  );

  // Runs of which one took the target for quantities and the other for classes are not put side by side.
  const classes = ["--name", "classes", "--set", "splitSeed=1", "--set", 'dataset.kind="class"'];
  await done("train", ...words, "--set", "epochs=1", ...classes);
  const mixed = /together: .* learned quantities, .* classes$/m;
  await refused(["report", run, join(folder, "classes")], mixed, 2);
});

test("mistakes of pictures are drawn at their own size and in color, with their files", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const pictures = join(folder, "figures");
  await drawSet(pictures, { each: 30 });
  const set = ["--set", "epochs=2", "--set", "dataset.size=[12,20]", "--set", "hidden=[8]"];
  const runs = join(folder, "runs");
  const words = ["--images", pictures, "--runs", runs, "--no-report", ...set];
  await done("train", ...words, "--set", "dataset.color=true");
  const run = join(runs, "figures");
  const page = await pageOf(run);
  const images = [
    ...page.matchAll(/<img width="20" height="12" src="([^"]*)" alt="([^"]*, which is [^"]*)"/g),
  ];
  assert(images.length > 3);
  for (const [, uri, alt] of images) {
    const bytes = Uint8Array.fromBase64(uri!.replace("data:image/png;base64,", ""));
    assertEquals([...bytes.subarray(24, 26)], [8, 2]); // 8 bits a sample, in color
    assertMatch(alt!, /^(bar|cross|ring).\d+\.(png|jpg), which is (bar|cross|ring)$/);
  }
  assertMatch(page, /<img width="20" height="12" src="[^"]*" alt="Weights into unit 1"/);
  const printed = await done("evaluate", run, "--worst", "1");
  assertMatch(printed, /^(bar|cross|ring).\d+\.(png|jpg): \w+ predicted as \w+ \(outputs/m);
});

testsWhere(!(chromium === undefined || !LONG_TESTS))(
  "Chromium shows reports on your data wide and narrow, with nothing broken or cut off",
  async ({ path: folder }) => {
    const berries = await copyOf(await runOn(BERRIES, [], ...KEYS), folder, "berries");
    const parcels = await copyOf(await runOn(PARCELS, [], ...KEYS), folder, "parcels");
    const pages = [await pageOf(berries), await pageOf(parcels)];
    await assertShown(chromium!, pages);
  },
);

test("the report of several labels has the metrics of each, and those of single answers", async ({ path: folder }) => {
  const [count, features] = [200, 6];
  const inputs = Float32Array.from(
    { length: count * features },
    (_, k) => Math.abs(k * 37 % 101 - 50) / 50 - 0.5,
  );
  const labels = Uint8Array.from(
    { length: 3 * count },
    (_, k) => Number(inputs[features * Math.floor(k / 3) + k % 3]! > 0),
  );
  const arrays = formatNpz([
    ["x", { dtype: "F32", shape: [count, features], bytes: new Uint8Array(inputs.buffer) }],
    ["y", { dtype: "U8", shape: [count, 3], bytes: labels }],
  ]);
  const [differs, more] = [/2 of \d+ keys differ from their defaults/, / ROC area /];
  const file = join(folder, "signs.npz");
  await Deno.writeFile(file, arrays);
  const runs: string[] = [];
  for (const epochs of [5, 25]) {
    const words = ["--npz", file, "--runs", folder, "--name", `e${epochs}`, "--no-report"];
    await done("train", ...words, "--set", `epochs=${epochs}`);
    runs.push(join(folder, `e${epochs}`));
  }
  const [, run] = runs as [string, string];
  const evaluated = JSON.parse(await done("evaluate", run, "--json"));
  const inPercent = (value: number) => `${(100 * value).toFixed(2)} %`;
  const shown = textOf(await pageOf(run));
  assertMatch(shown, /Predicts which of 3 labels an example of signs\.npz has: any number/);
  assertMatch(shown, /of 30 test examples with all labels right, /);
  assertMatch(shown, /are wrong\. Always giving each label’s more common one in training, \d/);
  assertMatch(shown, more);
  assertMatch(shown, differs);
  assert(shown.includes(`answers are wrong (Hamming loss) ${inPercent(evaluated.hammingLoss)} `));
  assert(shown.includes(` macro F1 ${inPercent(evaluated.macroF1)} `));
  for (const { label, precision, recall, f1, rocArea, size } of evaluated.labels) {
    const row = [precision, recall, f1].map((value) => inPercent(value)).join(" ");
    assert(shown.includes(` ${label} ${row} ${rocArea.toFixed(4)} ${size} `), label);
  }
  const markdown = await done("report", run, "--format", "markdown");
  assertMatch(markdown, /^\| \*\*[\d.]+\s%\*\* \| of 30 test examples with all labels right, /m);
  assertMatch(markdown, /^\| label \| precision \| recall \| F1 \| ROC area \| examples \|$/m);
  const both = textOf(await pageOf(...runs, "--out", join(folder, "both.html")));
  assertMatch(both, /of the validation examples right, by e25 , the best run/);
  assertMatch(both, /Label by label F1, .* label e5 e25 0 \d/);
  assertNotMatch(both, /calibration/);
});
