/** The page answers a row as the library does: the same class, quantities, intervals, sets and doubts. */

import { assert, assertEquals } from "@std/assert";
import { encodeRow, type Row, TableModel } from "../../../lib/table/mod.ts";
import { berriesTable, parcelsTable } from "../../../tests/helpers/draw_tables.ts";
import { openTable } from "../open_table.ts";
import { viewOf } from "../table_view.ts";
import type { Bars } from "../bars.ts";

const BARS = { textOfOutput: (output: number) => String(output) } as Bars;

const PARCELS: readonly Row[] = [
  { speed: "slow", grams: 700 },
  { speed: "fast", grams: "2500" },
  { speed: "", grams: "" },
  { speed: "slow", grams: 1e6 },
];

const BERRIES: readonly Row[] = [
  { number: 1, seeds: 40, color: "red" },
  { number: 2, seeds: "55", color: "blue" },
  { number: 3, seeds: "", color: "" },
  { number: 4, seeds: 1e5, color: "red" },
];

/** What the page shows of a row, and what the library answers to it. */
function bothOn(model: TableModel, row: Row) {
  const opened = openTable(model.save());
  const { columns } = model.table;
  const cells = Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? ""]));
  const inputs = encodeRow(model.table, cells);
  const rows = { kind: "dense", rows: 1, columns: inputs.length, values: inputs } as const;
  const { outputs } = opened.network.predict(rows)[0]!;
  const isNovel = opened.detector?.isNovel(inputs) ?? false;
  const reading = { ...opened, outputs, inputs, bars: BARS };
  return {
    shown: viewOf(model.table.target).show(reading, isNovel),
    answer: model.predict(cells),
  };
}

Deno.test("the page shows the class, its set and the doubts that the library answers", async () => {
  let doubted = 0;
  for (const decided of [{}, { coverage: 0.8 }, { costs: { falseAlarm: 1, miss: 3 } }]) {
    const options = { target: "taste", epochs: 8, ...decided };
    const model = await TableModel.fit(berriesTable(200), options);
    for (const row of BERRIES) {
      const { shown, answer: { label, values, set, remarks } } = bothOn(model, row);
      const kinds = remarks.map(({ kind }) => kind);
      const isUnsure = kinds.includes("unsure") && model.decision?.threshold === undefined;
      const isDoubted = kinds.includes("novel") || isUnsure;
      doubted += Number(isDoubted);
      assertEquals(shown.answer, isDoubted ? "Not sure" : label);
      assert(shown.sentence.includes(`${label} ${values[String(label)]}`), shown.sentence);
      assertEquals(set === undefined, model.decision?.sets === undefined);
      const held = set === undefined ? "" : `set: ${set.join(", ") || "no class"}`;
      assert(shown.sentence.endsWith(held), shown.sentence);
    }
  }
  assert(doubted > 0);
});

Deno.test("the page shows the quantities and intervals that the library answers", async () => {
  const model = await TableModel.fit(parcelsTable(300), { target: "price", epochs: 5 });
  for (const row of PARCELS) {
    const { shown, answer: { value, interval } } = bothOn(model, row);
    const [, low, high] = /between (\S+) and (\S+)$/.exec(shown.sentence)!;
    const numbers = [[shown.answer, value!], [low!, interval!.low], [
      high!,
      interval!.high,
    ]] as const;
    for (const [text, end] of numbers) {
      assertEquals(Number(text), Number(end.toFixed(text.split(".")[1]?.length ?? 0)));
    }
  }
});
