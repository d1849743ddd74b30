/** Stores that come again each week: the latest rows test and the store stays an input, by commands, the page and the library alike. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { decidedDatasets, TableModel } from "../../../lib/table/mod.ts";
import { optionOfTerminal } from "../../../tasks/data/table.ts";
import { openTable } from "../../../tasks/data/tables/open_table.ts";
import { tableOf } from "../../../tasks/init/table.ts";
import { searchOf } from "../../../tasks/sweep/search.ts";
import { done } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { randomOf, storesTable } from "../../table/relations/made_tables.ts";

const test = testsWith("read", "write", "run");

test("stores over weeks are tested on the latest weeks, whoever asks", async ({ path }) => {
  const { columns, target } = storesTable(randomOf(7));
  const rows = Array.from(target.values[0]!, (y, row) => {
    const [store, week, x, z] = columns.map(({ values }) => values[row]!);
    const day = new Date(1000 * week!).toISOString().slice(0, 10);
    return { store: `Store ${store}`, week: day, x: x!, z: z!, y };
  });
  const csv = join(path, "sales.csv");
  const lines = [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))];
  await Deno.writeTextFile(csv, lines.join("\n"));
  const folder = join(path, "runs");
  const words = ["--csv", csv, "--target", "y", "--runs", folder, "--no-report", "--folds", "0"];
  const { stdout } = await done("train", ...words, "--set", "epochs=1");
  assertMatch(
    stdout,
    /^Test on the latest rows by "week": R² .* for later rows of the same "store", .* for a new "store" \(--split-by store\), .* for random rows \(--split random\)\. "store" stays an input\.\n/,
  );
  assertStringIncludes(stdout, 'persistence, the last known value for the same "store"');
  const { dataset } = JSON.parse(await Deno.readTextFile(join(folder, "sales", "config.json")));
  assertEquals([dataset.splitAfter, dataset.splitBy], ["week", undefined]);

  const project = await tableOf(csv, "y", path);
  assertEquals(project.split!.splitAfter, "week");
  const { sweep } = await searchOf({ csv, target: "y" }, path, { out: join(path, "none") });
  assertEquals((sweep.config as { dataset: typeof dataset }).dataset.splitAfter, "week");
  const options = { target: "y", as: {}, folds: "auto", optionText: optionOfTerminal } as const;
  const { options: page, read } = await decidedDatasets(await openTable(csv), options);
  assertEquals(page.splitAfter, "week");
  assertEquals(read.description.columns[0]!.name, "store");
  const model = await TableModel.fit(rows, { target: "y", folds: 0, epochs: 1, hidden: [] });
  assertEquals(model.split!.time, "week");
});
