/**
 * Writes which rows of each table test, for `bench --tables`:
 *
 *     deno run -A packages/lab/bench/tables/write_splits.ts FOLDER
 *
 * `FOLDER/splits.json` has for each table and seed the rows of the test part, from 0, that `train --csv FILE --target NAME
 * --kind KIND --seed N --split random` splits off.
 * @module
 */

import { join } from "@std/path";
import { parseDraft, userDatasetOf } from "../../../../lib/config/mod.ts";
import { readTable, tableOptionsOf } from "../../../../tasks/data/table.ts";
import { type BenchTable, readTables, SEEDS } from "./list.ts";

const [folder] = Deno.args;
if (folder === undefined) throw new Error("Cannot write splits: expected a folder of tables");

const splits: { [table: string]: { [seed: number]: number[] } } = {};
for (const table of await readTables(folder)) {
  splits[table.name] = {};
  for (const seed of SEEDS) splits[table.name]![seed] = await testRows(table, seed);
  console.log(table.name, splits[table.name]![1]!.length);
}
await Deno.writeTextFile(join(folder, "splits.json"), JSON.stringify(splits));

async function testRows({ name, target, kind }: BenchTable, seed: number): Promise<number[]> {
  const dataset = { csv: join(folder!, `${name}.csv`), target, kind, gaps: "category" };
  const draft = parseDraft({ dataset, seed });
  const { csv, ...options } = userDatasetOf(draft.dataset)!;
  const { lines, training, validation, test } = await readTable(
    csv!,
    tableOptionsOf(options, { splitSeed: draft.splitSeed! }),
  );
  const rows = Array.from(lines.test, (line) => line - 2); // after the head; no cell holds a line's end
  const last = Math.max(...lines.training, ...lines.validation, ...lines.test) - 1;
  if (last !== training.size + validation.size + test.size) {
    throw new Error(`Cannot number the rows of ${name}: some are left out`);
  }
  return rows;
}
