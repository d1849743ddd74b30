/**
 * How good the model that ships is on weeks that are not in the table: it has learned from the latest rows there, the test
 * included, since it was measured. Beside it the networks that were measured, and XGBoost on the same rows.
 *
 * deno run -A packages/lab/bench/tables/later_weeks.ts FOLDER WORLD…: of what later_weeks.py has written there. @module
 */

import { join } from "@std/path";
import { type FoldEnsemble, TableModel } from "../../../../lib/table/mod.ts";

const [folder = "", ...worlds] = Deno.args;
const TARGET = "sales";

/** R² of answers, by the variance of what is to be answered. */
function rSquaredOf(answers: readonly number[], actual: readonly number[]): number {
  const mean = actual.reduce((sum, y) => sum + y, 0) / actual.length;
  const squares = (from: (k: number) => number) =>
    actual.reduce((sum, y, k) => sum + (y - from(k)) ** 2, 0);
  return 1 - squares((k) => answers[k]!) / squares(() => mean);
}

/** The rows of CSV text without quotes. */
function rowsOf(csv: string): Record<string, string>[] {
  const [names = [], ...lines] = csv.trim().split(/\r?\n/).map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(names.map((name, k) => [name, cells[k]!])));
}

console.log("world  test   later  before  XGBoost  in the 90 % interval  said");
for (const world of worlds) {
  const read = (name: string) => Deno.readTextFile(join(folder, `${world}_${name}`));
  const later = rowsOf(await read("later.csv"));
  const actual = later.map((row) => Number(row[TARGET]));
  const said: string[] = [];
  const model = await TableModel.fit(await read("learned.csv"), {
    target: TARGET,
    onWarning: (text) => /future/.test(text) && said.push(text),
  });
  const before = new TableModel((model.network as FoldEnsemble).measured, model.table);
  const answersOf = (one: TableModel) => one.predict(later).map(({ values }) => values![TARGET]!);
  const answers = answersOf(model);
  const { target } = model.table;
  const { deviation } = "quantities" in target ? target.quantities[0]! : { deviation: 1 };
  const half = model.intervals!.halfWidths[0]! * deviation;
  const covered = answers.filter((answer, k) => Math.abs(answer - actual[k]!) <= half);
  const numbers = [
    model.test!.rSquared!,
    rSquaredOf(answers, actual),
    rSquaredOf(answersOf(before), actual),
    rSquaredOf(JSON.parse(await read("xgboost.json")), actual),
    covered.length / later.length,
  ];
  console.log(
    `${world.padEnd(5)}  ${numbers.map((number) => number.toFixed(3)).join("  ")}  ${
      said.join(" ")
    }`,
  );
}
