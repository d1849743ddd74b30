/** Boosted trees and a search's ensemble answer 200 messy rows alike: library, command, server, module and page. */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { TableModel } from "@inkling/inkling/table";
import { openTable } from "../../packages/page/open_table.ts";
import { encodeRow, type Row } from "../../lib/table/mod.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { granted, runTask, temporaryFolder } from "../helpers/run_task.ts";
import { sender } from "../serve/served_fixture.ts";
import { FILES } from "../../tasks/run/run_folder.ts";
import { salesConfig, trainSales } from "../tasks/train/fold_runs.ts";
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

/** A model whose ensemble a search selected: both encodings, and layers of several widths. */
async function searchedModel(folder: string): Promise<TableModel> {
  const job = await salesConfig(folder, { epochs: 8 });
  const trials = [[8], [12, 6], [9], [32]].map((hidden, k) => ({
    trial: k + 1,
    encoding: k === 2 ? "standardized" as const : "piecewise" as const,
    hidden,
    learningRate: 0.03,
    weightDecay: 0.01,
    dropout: 0,
    ...k !== 2 && { bins: 16 - 4 * k },
  }));
  const run = join(folder, "searched");
  const { summary } = await trainSales(run, job, { search: { trials } });
  assert(summary!.search!.isKept);
  return TableModel.fromSafetensors(await Deno.readFile(join(run, FILES.weights)));
}

const ANSWERING: Readonly<Record<string, (folder: string) => Promise<TableModel>>> = {
  "trees, a class": MODELS["trees, a class"]!,
  "trees, two quantities": MODELS["trees, two quantities"]!,
  "a search": searchedModel,
};

for (const [name, make] of Object.entries(ANSWERING)) {
  Deno.test(`library, command, server, module and page answer 200 messy rows alike: ${name}`, {
    ignore: !granted("read", "write", "run"),
  }, async () => {
    await using folder = await temporaryFolder();
    const model = await make(folder.path);
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
