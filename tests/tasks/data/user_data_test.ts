/** From a user's table to predictions, as somebody does who has a CSV file and no config. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { parseTableDescription } from "../../../lib/table/columns/parse_description.ts";
import { drawSet } from "../../helpers/draw_pictures.ts";
import { LONG_TESTS, QUICK_TESTS } from "../../helpers/long.ts";
import { done, refused } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { ROOT } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const IRIS = join(ROOT, "tests", "outsider", "iris.csv");

/** Every fourth row of palmerpenguins (Horst, Hill and Gorman 2020, CC0). */
const PENGUINS = join(ROOT, "tests", "tasks", "data", "penguins.csv");

/** Trains on Iris, by the recipe. */
const trainIris = (runs: string, ...more: string[]) =>
  done("train", "--csv", IRIS, "--target", "species", "--runs", runs, ...more);

test("a CSV file and a target are enough to train, verify and report", async ({ path: folder }) => {
  const runs = join(folder, "runs");
  const trained = await trainIris(runs);
  assertMatch(trained.stdout, /^"species" is a class, since it has texts$/m);
  assertMatch(trained.stdout, /^Training 4-64-32-3 \(.*\) on 10[56] rows from iris\.csv$/m);
  assertMatch(trained.stdout, /rows\/s$/m);
  const [, recipe] = /^The recipe, to copy into a config: (.*)$/m.exec(trained.stdout)!;

  const run = join(runs, "iris");
  const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  assertEquals(Object.keys(summary.data), ["rows and columns"]);
  assert(summary.test.accuracy > 0.8);
  for (const task of ["verify", "report"]) await done(task, run);
  const evaluated = await runHere(["evaluate", run]);
  assertMatch(evaluated.stdout, /^On the test split of iris\.csv$/m);
  assertMatch(evaluated.stdout, /^setosa +[78] +/m);

  // The recipe as a config comes to the same bytes.
  const config = join(folder, "copied.json");
  await Deno.writeTextFile(config, recipe!);
  await done("train", "--config", config, "--runs", runs, "--no-report");
  const again = JSON.parse(await Deno.readTextFile(join(runs, "copied", "summary.json")));
  assertEquals(again.weightsSha256, summary.weightsSha256);
});

test("rows are predicted by name, with notes about missing values", async ({ path: folder }) => {
  const runs = join(folder, "runs");
  await trainIris(runs, "--no-report", "--gaps", "drop");
  const run = join(runs, "iris");
  const rows = join(folder, "new.csv");
  // In another order, with a column that the network has not learned, a missing value, and a comma within a cell.
  await Deno.writeTextFile(
    rows,
    "note,petalWidth,petalLength,sepalWidth,sepalLength\n" +
      '"small, blue",0.2,1.4,3.5,5.1\nlarge,2.5,6.0,3.3,6.3\nwithout,,6.0,3.3,6.3\n',
  );
  const { stdout, stderr } = await done("predict", run, rows);
  const [header, setosa, virginica, without] = stdout.split("\n");
  assertEquals(
    header,
    "note,petalWidth,petalLength,sepalWidth,sepalLength,prediction,probability setosa," +
      "probability versicolor,probability virginica,caution",
  );
  assertMatch(setosa!, /^"small, blue",0\.2,1\.4,3\.5,5\.1,setosa,0\.\d+,/);
  assertMatch(virginica!, /^large,.*,virginica,/);
  assertEquals(without, `without,,6.0,3.3,6.3,,,,,"no prediction: ""petalWidth"" is missing"`);
  assertMatch(stderr, /Columns that the network did not learn from: note/);
  assertMatch(stderr, /Line 4 has no prediction: "petalWidth" is missing/);
  assertMatch(stderr, /3 rows, 1 without a prediction/);

  await Deno.writeTextFile(rows, "petalWidth,petalLength,sepalWidth\n1,2,3\n");
  await refused(["predict", run, rows], /sepalLength/);

  const { metadata } = parseSafetensors(await Deno.readFile(join(run, "weights.safetensors")));
  const { columns, target } = parseTableDescription(metadata["table"]!);
  assertEquals(columns.map(({ name }) => name), [
    "sepalLength",
    "sepalWidth",
    "petalLength",
    "petalWidth",
  ]);
  assertEquals(target.kind, "class");
});

test("a quantity is trained, evaluated, verified and predicted in its unit", async ({ path: folder }) => {
  const table = join(folder, "boxes.csv");
  // A price of 1,000 to 1,300: the mean absolute error is nearer to 10 than to 0.1.
  const lines = Array.from({ length: 120 }, (_, k) => {
    const [width, height] = [(k * 37) % 101, (k * 53) % 89];
    return `${width},${height},${1000 + 2 * width + height}`;
  });
  await Deno.writeTextFile(table, ["width,height,price", ...lines, ""].join("\n"));
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
  const trained = await done("train", ...words);
  assertMatch(trained.stdout, /^"price" is a quantity, since /m);
  assertMatch(trained.stdout, /^Kept epoch \d+: validation R² 0\.9\d+, MAE \d.*, test R² 0\.9/m);

  const run = join(folder, "boxes");
  const { test, best, validation } = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  assert(test.r2 > 0.9 && test.r2 < 1);
  assert(test.mae > 0.5 && test.mae < 30 && test.rmse >= test.mae);
  assertEquals(Object.keys(validation), ["size", "cost", "r2", "mae", "rmse"]);
  assertEquals(Object.keys(best), ["epoch", "cost"]);
  await done("verify", run);
  assertMatch((await runHere(["evaluate", run])).stdout, /R²/);

  const rows = join(folder, "new.csv");
  await Deno.writeTextFile(rows, "width,height\n50,40\n10,80\n");
  const { stdout } = await done("predict", run, rows);
  const predicted = stdout.trim().split("\n").map((line) => Number(line.split(",")[2]));
  assert(Math.abs(predicted[1]! - 1140) < 30 && Math.abs(predicted[2]! - 1100) < 30, stdout);
});

test("several quantities are learned together, each predicted in its unit", async ({ path: folder }) => {
  const targets = ["--target", "petalLength", "--target", "petalWidth"];
  const words = ["--csv", IRIS, ...targets, "--runs", folder, "--no-report"];
  const trained = await done("train", ...words, "--verbose");
  assertMatch(trained.stdout, /^"petalLength" and "petalWidth" are quantities, since /m);
  const run = join(folder, "iris");
  await done("verify", run);
  const { stdout } = await runHere(["predict", run, IRIS]);
  const [header, first] = stdout.split("\n").map((line) => line.split(","));
  const cell = (name: string) => Number(first![header!.indexOf(name)]);
  assert(Math.abs(cell("predicted petalLength") - 1.4) < 0.5, stdout.slice(0, 500));
  assert(Math.abs(cell("predicted petalWidth") - 0.2) < 0.3, stdout.slice(0, 500));
});

test("a run that only guesses ends with a warning, which is verified", async ({ path: folder }) => {
  const table = join(folder, "coins.csv");
  const lines = Array.from({ length: 200 }, (_, k) => `${k * 37 % 101},${k % 10 ? "no" : "yes"}`);
  await Deno.writeTextFile(table, ["number,coin", ...lines, ""].join("\n"));
  const words = [
    "--csv",
    table,
    "--target",
    "coin",
    "--runs",
    folder,
    "--no-report",
    "--split=random",
  ];
  const trained = await done("train", ...words, "--set", "learningRate=1e-9");
  assertMatch(
    trained.stdout,
    /^Verdict: (The network is not measurably better|Worse) than always answering "no"/m,
  );
  assertMatch(trained.stdout, /^Warning: The learning rate 1e-9 is small for adam/m);
  const run = join(folder, "coins");
  const { warnings } = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  assert(warnings.length >= 1);
  await done("verify", run);
});

test("pictures and IDX files are trained on and verified like a table", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const pictures = join(folder, "shapes");
  await drawSet(pictures, { each: 20 });
  const runs = join(folder, "runs");
  const words = ["--runs", runs, "--no-report", "--set", "epochs=3"];
  const size = ["--set", "dataset.size=[12,12]"];
  const trained = await done("train", "--images", pictures, ...words, ...size);
  assertMatch(trained.stdout, /^Training 144-64-32-3 .* on 42 images from shapes$/m);
  const idx = join(folder, "letters");
  await Deno.mkdir(idx);
  for (const [part, count] of [["train", 60], ["t10k", 20]] as const) {
    const { images, labels } = idxFiles(count);
    await Deno.writeFile(join(idx, `${part}-images-idx3-ubyte`), images);
    await Deno.writeFile(join(idx, `${part}-labels-idx1-ubyte`), labels);
  }
  const ofIdx = await done("train", "--idx", idx, ...words);
  assertMatch(ofIdx.stdout, /^Training 16-64-32-2 /m);
  for (const run of ["shapes", "letters"]) await done("verify", join(runs, run));
});

/** IDX files of images of 4 × 4, black or white, with the labels 0 and 1. */
function idxFiles(count: number): { images: Uint8Array; labels: Uint8Array } {
  const words = (...values: number[]) => values.flatMap((value) => [0, 0, value >> 8, value & 255]);
  const labels = Array.from({ length: count }, (_, k) => k % 2);
  // No two images are the same.
  const pixels = labels.flatMap((label, k) =>
    Array.from({ length: 16 }, (_, at) => 200 * label + ((k * 7 + at * k) % 50))
  );
  return {
    images: new Uint8Array([0, 0, 8, 3, ...words(count, 4, 4), ...pixels]),
    labels: new Uint8Array([0, 0, 8, 1, ...words(count), ...labels]),
  };
}

test(
  "the example configs train on user data",
  { needs: ["run"], ignore: !LONG_TESTS },
  async ({ path: folder }) => {
    const pictures = join(folder, "figures");
    await drawSet(pictures, { each: 100 });
    const runs = join(folder, "runs");
    const data = [
      ["penguins", 0.9, "--csv", PENGUINS],
      ["figures", 0.6, "--images", pictures],
    ] as const;
    for (const [name, accuracy, ...source] of data) {
      const config = join(ROOT, "tasks", "configs", `${name}.json`);
      const words = ["--config", config, ...source, "--runs", runs, "--no-report"];
      await done("train", ...words);
      const { test } = JSON.parse(await Deno.readTextFile(join(runs, name, "summary.json")));
      assert(test.accuracy > accuracy, `${name}: ${test.accuracy}`);
    }
    const config = JSON.parse(await Deno.readTextFile(join(runs, "penguins", "config.json")));
    assertEquals(config.dataset, {
      csv: PENGUINS,
      target: "species",
      gaps: "mean",
      as: {}, // of a table that the command line names: dates and money are read
      without: ["year"],
    });
  },
);

test("verify finds that the table is another one than the run learned from", async ({ path: folder }) => {
  const table = join(folder, "table.csv");
  const text = await Deno.readTextFile(IRIS);
  await Deno.writeTextFile(table, text);
  const words = [
    "--csv",
    table,
    "--target",
    "species",
    "--runs",
    folder,
    "--no-report",
    "--split=random",
  ];
  await done("train", ...words, "--set", "epochs=2");
  const run = join(folder, "table");
  await done("verify", run);
  await Deno.writeTextFile(table, text.replace("5.1,3.5", "5.1,3.6"));
  const { code, stdout, stderr } = await runHere(["verify", run]);
  assertEquals(code, 1);
  assertMatch(stdout, /^WRONG +the data's SHA-256$/m);
  assertMatch(stderr, /^error: Cannot verify .*: it is not the data that the run learned/);
  // Of another shape nothing could be recomputed at all.
  await Deno.writeTextFile(table, text.replaceAll(/^[^,]*,/gm, ""));
  assertMatch((await runHere(["verify", run])).stderr, /it is not the data that the run learned/);
  await Deno.writeTextFile(table, text.replace("5.1,3.5", "5.1,3.6"));
  assertEquals(await Deno.readTextFile(table), text.replace("5.1,3.5", "5.1,3.6"));
});

test("a table that was moved is found by --csv, if it is the same", async ({ path: folder }) => {
  const [table, moved] = ["table.csv", "moved.csv"].map((name) => join(folder, name));
  await Deno.copyFile(IRIS, table!);
  const words = [
    "--csv",
    table!,
    "--target",
    "species",
    "--runs",
    folder,
    "--no-report",
    "--split=random",
  ];
  await done("train", ...words, "--set", "epochs=2");
  const run = join(folder, "table");
  await Deno.rename(table!, moved!);
  const commands: [string, ...string[]][] = [
    ["evaluate", run],
    ["verify", run],
    ["report", run, "--format", "markdown"],
    ["train", "--resume", "--name", "table", "--runs", folder, "--no-report"],
  ];
  for (const command of commands) {
    await refused(command, /Cannot find .*table\.csv, .*: if it was moved, .*--csv/);
    await done(...command, "--csv", moved!);
  }
  const words2 = ["--csv", moved!, "--target", "species", "--name", "second", "--seed", "2"];
  await done("train", ...words2, "--runs", folder, "--no-report", "--set", "epochs=2");
  const together = await runHere(["evaluate", run, join(folder, "second"), "--csv", moved!]);
  assertMatch(together.stderr, /the same "splitSeed" in their configs gives them the same split/);

  const wrongKind = await runHere(["verify", run, "--npz", moved!]);
  assertMatch(wrongKind.stderr, /--npz does not fit: .* --csv/);

  const otherTarget = await runHere([
    "train",
    "--resume",
    "--name",
    "table",
    "--runs",
    folder,
    "--csv",
    moved!,
    "--target",
    "petalWidth",
  ]);
  assertMatch(
    otherTarget.stderr,
    /^error: Cannot resume .* with another config:\n {2}dataset\.target: "species" in the run, "petalWidth" now\n$/,
  );

  // Training goes on as well, and to the bytes of a run that nothing interrupted.
  const more = ["--runs", folder, "--no-report", "--set", "epochs=4"];
  await done("train", "--name", "table", "--csv", moved!, "--resume", ...more);
  const target = ["--csv", moved!, "--target", "species"];
  await done("train", ...target, ...more);
  const hashes = await Promise.all(
    ["table", "moved"].map(async (name) =>
      JSON.parse(await Deno.readTextFile(join(folder, name, "summary.json"))).weightsSha256
    ),
  );
  assertEquals(hashes[0], hashes[1]);

  const iris = await Deno.readTextFile(IRIS);
  await Deno.writeTextFile(moved!, iris.split("\n").slice(0, 140).join("\n"));
  const fewer = ["--name", "table", "--csv", moved!, "--resume", "--runs", folder];
  const resumedOnFewer = await runHere(["train", ...fewer]);
  assertMatch(resumedOnFewer.stderr, /the data has changed since it began/);
  await Deno.writeTextFile(moved!, iris.replace("5.1,", "5.2,"));
  const other = await runHere(["evaluate", run, "--csv", moved!]);
  assertMatch(other.stdout, /^On new data: moved\.csv$/m);
  await refused(["report", run, "--csv", moved!], /moved\.csv for .*table: it is not the data /);
  const resumed = await runHere(["train", ...fewer, "--set", "epochs=6"]);
  assertMatch(resumed.stderr, /the data has changed since it began/);
});

test("weights are evaluated on other columns or another scale as on new data", async ({ path: folder }) => {
  const path = (name: string) => join(folder, name);
  await trainIris(folder, "--no-report", "--set", "epochs=2");
  const weights = path("model.safetensors");
  await Deno.copyFile(join(path("iris"), "weights.safetensors"), weights);
  await done("evaluate", weights);

  const text = await Deno.readTextFile(IRIS);
  const others = {
    renamed: text.replace("sepalLength,sepalWidth", "sepalWidth,sepalLength"),
    scaled: text.replaceAll(/^\d\.\d/gm, (number) => String(10 * Number(number))),
    narrower: text.replaceAll(/^[^,]*,/gm, ""),
    ofTwoClasses: text.replaceAll(/^.*,setosa\n/gm, ""),
  };
  for (const [name, other] of Object.entries(others)) {
    await Deno.writeTextFile(path(name), other);
    const words = ["evaluate", weights, "--learned", "--csv", path(name)] as const;
    const { code, stdout, stderr } = await runHere(words);
    if (name === "narrower") {
      assertEquals(code, 1);
      assertMatch(stderr, /^error: Cannot use .*narrower: the column "sepalLength" is missing/);
    } else assertMatch(stdout, /^On new data: /m, name);
    if (name === "scaled") assertMatch(stdout, /^sepalLength .* large/m);
  }
});
