/** A table that is split by a number that is not an id: the same way by commands, the page and the library. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { decidedDatasets, TableModel } from "../../../lib/table/mod.ts";
import { optionOfTerminal } from "../../../tasks/data/table.ts";
import { openTable } from "../../../tasks/data/tables/open_table.ts";
import { tableOf } from "../../../tasks/init/table.ts";
import { searchOf } from "../../../tasks/sweep/search.ts";
import { done } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { diaryTable, randomOf } from "../../table/relations/made_tables.ts";

const test = testsWith("read", "write", "run");

test("a diary without an id is split by age, which stays an input, whoever asks", async ({ path }) => {
  const { columns, target } = diaryTable(randomOf(9));
  const rows = Array.from(target.values[0]!, (label, row) => ({
    ...Object.fromEntries(columns.map(({ name, values }) => [name, values[row]!])),
    pain: label === 1 ? "yes" : "no",
  }));
  const csv = join(path, "diary.csv");
  const lines = [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))];
  await Deno.writeTextFile(csv, lines.join("\n"));
  const names = ["--csv", csv, "--target", "pain"];
  const folder = join(path, "runs");
  const words = ["--runs", folder, "--no-report", "--folds", "0", "--set", "epochs=1"];
  const { stdout } = await done("train", ...names, ...words);
  assertMatch(
    stdout,
    /^Split by "(age|height)": .* \(--split random\), .*\. "\1" stays an input\.\n/,
  );
  const { dataset } = JSON.parse(await Deno.readTextFile(join(folder, "diary", "config.json")));
  const [column] = dataset.splitBy;
  assertEquals(dataset.splitBy, [column]);
  const resumed = await done("verify", join(folder, "diary"));
  assert(resumed.stdout.length > 0);

  const project = await tableOf(csv, "pain", path);
  assertEquals(project.split!.splitBy, [column]);
  const { sweep } = await searchOf({ csv, target: "pain" }, path, { out: join(path, "none") });
  assertEquals((sweep.config as { dataset: typeof dataset }).dataset.splitBy, [column]);
  const options = { target: "pain", as: {}, folds: "auto", optionText: optionOfTerminal } as const;
  const { options: page, read } = await decidedDatasets(await openTable(csv), options);
  assertEquals(page.splitBy, [column]);
  assertEquals(read.description.columns.map(({ name }) => name), columns.map(({ name }) => name));
  const model = await TableModel.fit(rows, { target: "pain", folds: 0, epochs: 1, hidden: [] });
  assertEquals(model.split!.groups, [column]);
});
