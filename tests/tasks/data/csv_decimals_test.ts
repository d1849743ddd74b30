/** Tables whose numbers have decimal commas: trained on at the terminal and in the page, and predicted. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { DEFAULT_MISSING_VALUE_RULE } from "../../../lib/options/table.ts";
import { trainOnTable } from "../../../packages/page/table_training.ts";
import { readRows, readTable } from "../../../tasks/data/table.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";
import { done } from "../../helpers/outcomes.ts";
import { ROOT } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const IRIS = join(ROOT, "tests", "outsider", "iris.csv");

/** Iris as a spreadsheet writes it where decimals have a comma. */
async function germanIris(delimiter: string): Promise<string> {
  const text = await Deno.readTextFile(IRIS);
  return text.replaceAll(",", delimiter).replaceAll(".", ",");
}

test("rows with decimal commas get the answers of rows with points", async ({ path: folder }) => {
  const csv = join(folder, "iris.csv");
  await Deno.writeTextFile(csv, await germanIris(";"));
  const epochs = ["--set", "epochs=20"];
  const words = [
    "--csv",
    csv,
    "--target",
    "species",
    "--runs",
    folder,
    "--no-report",
    "--split=random",
  ];
  const trained = await done("train", ...words, ...epochs);
  assertMatch(trained.stdout, /^Training 4-64-32-3 /m);
  assertMatch(
    trained.stdout,
    /^"sepalLength", .*"petalWidth" are read as numbers: "5,1" is 5\.1$/m,
  );
  const run = join(folder, "iris");
  await done("verify", run);

  const answers = async (name: string, text: string) => {
    const rows = join(folder, name);
    await Deno.writeTextFile(rows, text);
    const { stdout } = await done("predict", run, rows);
    // In the file's own delimiter, so that it can be predicted once more.
    const delimiter = text.includes("\t") ? "\t" : ",";
    await Deno.writeTextFile(rows, stdout);
    await done("predict", run, rows);
    return stdout.slice(0, -1).split("\n").map((line) => line.split(delimiter).slice(-5));
  };
  const english = "sepalLength,sepalWidth,petalLength,petalWidth\n5.1,3.5,1.4,0.2\n6.3,3.3,6,2.5\n";
  const german = english.replaceAll(",", "\t").replaceAll(".", ",");
  const [, setosa, virginica] = await answers("german.tsv", german);
  assertEquals([setosa![0], virginica![0]], ["setosa", "virginica"]);
  assertMatch(setosa![1]!, /^0,\d+$/); // predictions have the decimal commas of the rows
  const [, ...points] = await answers("english.csv", english);
  assertEquals(points.map((cells) => cells.map((cell) => cell.replace(".", ","))), [
    setosa,
    virginica,
  ]);
});

test("a table with decimal commas comes to the same hash in the page", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const text = await germanIris("\t");
  const csv = join(folder, "iris.tsv");
  await Deno.writeTextFile(csv, text);
  const words = ["--csv", csv, "--target", "petalWidth", "--runs", folder, "--no-report"];
  await done("train", ...words, "--folds", "auto", "--json"); // as the page does
  const summary = JSON.parse(await Deno.readTextFile(join(folder, "iris", "summary.json")));
  const settings = {
    target: "petalWidth",
    kind: undefined,
    gaps: DEFAULT_MISSING_VALUE_RULE,
    without: [],
    seed: 1,
  };
  let sha256: string | undefined;
  await trainOnTable(
    new File([text], "iris.tsv"),
    settings,
    new AbortController().signal,
    (report) => {
      if (report.kind === "ended") sha256 = report.network?.weightsSha256;
    },
  );
  assertEquals(sha256, summary.weightsSha256);
});

test("numbers with decimal commas are no header; fields have none", async ({ path: folder }) => {
  const path = join(folder, "table.csv");
  const rows = Array.from({ length: 60 }, (_, k) => [`${k * 7 % 60},5`, "ab"[k % 2]!]);
  await Deno.writeTextFile(path, rows.map((row) => row.join(";")).join("\n"));
  const { header, description } = await readTable(path, { target: "column 2" });
  assertEquals([header, description.columns.map(({ kind }) => kind)], [false, ["number"]]);

  await Deno.writeTextFile(path, 'column 1,note\n"1,5",x\n1.5,x\n');
  const [batch] = await Array.fromAsync(readRows(path, description));
  assertEquals(batch!.problems.map((problem) => problem && [problem.column, problem.reason]), [
    ["column 1", '"1,5" in "column 1" is not a number'],
    undefined,
  ]);
});
