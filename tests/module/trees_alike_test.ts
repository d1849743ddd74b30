/** Boosted trees answer 200 messy rows alike wherever they are: library, command, server, module and page. */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { TableModel } from "@inkling/inkling/table";
import { openTable } from "../../packages/page/open_table.ts";
import { encodeRow, type Row } from "../../lib/table/mod.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { granted, runTask, temporaryFolder } from "../helpers/run_task.ts";
import { sender } from "../serve/served_fixture.ts";
import { drawRow, MODELS, tableModule } from "./model_fixture.ts";

const ROWS = 200;

/** A row as JSON has it, with all columns. */
function jsonRow(random: RandomStream, { columns }: TableModel["table"]): Row {
  const row = drawRow(random, columns);
  return Object.fromEntries(columns.map(({ name }) => {
    const cell = row[name];
    if (typeof cell === "number" && Number.isFinite(cell)) return [name, cell];
    if (cell instanceof Date) return [name, cell.getTime() > 0 ? cell.toISOString() : ""];
    return [name, String(cell ?? "").replace("\ud800", "")];
  }));
}

for (const name of ["trees, a class", "trees, two quantities"]) {
  Deno.test(`library, command, server, module and page answer 200 messy rows alike: ${name}`, {
    ignore: !granted("read", "write", "run"),
  }, async () => {
    await using folder = await temporaryFolder();
    const model = await MODELS[name]!();
    const random = new RandomStream(5, "data");
    const rows = Array.from({ length: ROWS }, () => jsonRow(random, model.table));
    const expected = model.predict(rows);
    const withNumbers = expected.filter(({ values }) => values !== undefined);
    assert(withNumbers.length > ROWS / 2);
    const without = (answers: readonly object[]) =>
      JSON.parse(
        JSON.stringify(answers.map(({ caution: _, ...rest }: { caution?: unknown }) => rest)),
      );

    const module = await tableModule(model);
    assertEquals(without(rows.map((row) => module(row))), without(expected), "the module");

    const { answer } = await sender({}, { model })("/predict", rows);
    assertEquals(without(answer), without(expected), "the server");

    const file = join(folder.path, "model.safetensors");
    const csv = join(folder.path, "rows.json");
    await Deno.writeFile(file, model.save());
    await Deno.writeTextFile(csv, JSON.stringify(rows));
    const { code, stdout, stderr } = await runTask(["predict", file, csv, "--jsonl"]);
    assertEquals(code, 0, stderr);
    const printed = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(printed, without(expected), "the command");

    const page = openTable(model.save());
    let asked = 0;
    for (const [r, row] of rows.entries()) {
      if (expected[r]!.remarks.some(({ kind }) => kind !== "novel" && kind !== "unsure")) continue;
      asked++; // the page's fields refuse other cells
      const values = encodeRow(model.table, row);
      const input = { kind: "dense", rows: 1, columns: values.length, values } as const;
      const [shown, known] = [page.network, model.network].map((network) =>
        network.feedforward(input).values
      );
      assertEquals(shown, known, `row ${r} in the page`);
    }
    assert(asked > ROWS / 4);
  });
}
