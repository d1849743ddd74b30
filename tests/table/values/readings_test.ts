/** Tables as people write them: how columns are read, reported, described, and predicted. */

import { assert, assertEquals } from "@std/assert";
import type { TableColumn } from "../../../lib/table/columns/columns.ts";
import { type TableDatasets, tableDatasets } from "../../../lib/table/encode/datasets.ts";
import { encodeRow, RowEncoder } from "../../../lib/table/encode/encode.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import { parseTableDescription } from "../../../lib/table/columns/parse_description.ts";
import type { TableSource } from "../../../lib/table/cells/source.ts";
import { tableOf, with30 } from "../table_fixture.ts";
import { foldedText, spellingsOf } from "../../../lib/table/columns/guess.ts";
import { WordCounts, wordsIn } from "../../../lib/table/values/words.ts";

type Cell = (k: number) => string;

/** 30 rows of a column `c`, beside a number and the class. */
const read = (cell: Cell, options: Partial<TableOptions> = {}): Promise<TableDatasets> =>
  tableDatasets(with30("c", cell), { target: "class", gaps: "category", as: {}, ...options });

const columnIn = ({ description: { columns } }: TableDatasets): TableColumn | undefined =>
  columns.find(({ name }) => name === "c");

/** The features of the rows of all parts, by line. */
function featuresOf({ training, validation, test, lines }: TableDatasets): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [name, part] of Object.entries({ training, validation, test })) {
    const { features } = part;
    for (const [r, line] of lines[name as "test"].entries()) {
      const inputs = part.inputs as Float32Array;
      found.set(line, [...inputs.subarray(r * features, (r + 1) * features)]);
    }
  }
  return found;
}

Deno.test("numbers with a format come to the features of the plain numbers", async () => {
  const value = (k: number) => (k * 37) % 30 * 100.25 + 1;
  const english: Cell = (k) => `€${value(k).toFixed(2).replace(/^(\d)(\d{3})\./, "$1,$2.")}`;
  const german: Cell = (k) => `${value(k).toFixed(2).replace(".", ",")} €`;
  const found = await read(english);
  for (const table of [found, await read(german)]) {
    const { mean, deviation } = columnIn(table) as { mean: number; deviation: number };
    for (const [line, [, feature]] of featuresOf(table)) {
      assertEquals(feature, Math.fround((value(line - 2) - mean) / deviation));
    }
  }
});

Deno.test("plain numbers and categories are read as without `as`, to the same bytes", async () => {
  for (const cell of [(k: number) => `${k / 7}`, (k: number) => ["red", "blue", ""][k % 3]!]) {
    const [one, other] = [await read(cell), await read(cell, { as: undefined })];
    assertEquals(JSON.stringify(one.description), JSON.stringify(other.description));
    assertEquals(one.training.inputs, other.training.inputs);
    assertEquals([one.found, one.read, one.warnings], [other.found, other.read, other.warnings]);
  }
});

Deno.test("spellings are one category", async () => {
  const found = await read((k) => ["card", "Card", "card ", "cash", "card"][k % 5]!);
  for (const [line, [, card, cash]] of featuresOf(found)) {
    assertEquals([card, cash], (line - 2) % 5 === 3 ? [0, 1] : [1, 0]);
  }
});

/** The features of a row whose other column is missing. */
function rowOf(column: TableColumn, cell: Parameters<typeof encodeRow>[1][string]): number[] {
  const target = { kind: "class", name: "y", classes: ["a", "b"] } as const;
  return [...encodeRow({ version: 2, columns: [column], target }, { c: cell })];
}

Deno.test("a row is read by the description: numbers and dates of a program too", async () => {
  const money = columnIn(await read((k) => `1.${100 + k},5 €`))!;
  assertEquals(rowOf(money, 1100.5), rowOf(money, "1.100,5 €"));
  assertEquals(rowOf(money, 1.1), rowOf(money, "1,1"));
  assertEquals(rowOf(money, "-1.100,50"), rowOf(money, -1100.5));
  const share = columnIn(await read((k) => `${k}%`))!;
  assertEquals(rowOf(share, 0.2), rowOf(share, "20%"));
  const truth = columnIn(await read((k) => ["yes", "no"][k % 2]!))!;
  assertEquals(rowOf(truth, true), rowOf(truth, "YES"));
  const date = columnIn(await read((k) => `2024-01-31 ${k % 24}:00`))!;
  assertEquals(rowOf(date, new Date(Date.UTC(2024, 0, 31, 13))), rowOf(date, "31.1.2024 1:59 pm"));
  assertEquals(rowOf(date, new Date(NaN)), rowOf(date, null));
});

Deno.test("the description is read back as it was written", async () => {
  const columns: readonly Cell[] = [
    (k) => `€1,${100 + k}`,
    (k) => `2024-01-${10 + k % 20}`,
    (k) => ["a", "A", "b"][k % 3]!,
    (k) => `this is text${k} ${k % 2 ? "one" : "two"}`,
    (k) => `${k % 12}:00`,
  ];
  for (const cell of columns) {
    const { description } = await read(cell);
    assertEquals(description.version, 2);
    assertEquals(parseTableDescription(JSON.stringify(description)), description);
  }
});

Deno.test("a new price, date or spelling is read, a text that is not a date is missing, all without a crash", async () => {
  const rows = Array.from({ length: 60 }, (_, k) => [
    `€${k + 1}`,
    `2024-01-${10 + k % 20}`,
    ["card", "Card"][k % 2]!,
    "ab"[k % 3 % 2]!,
  ]);
  const source: TableSource = tableOf([["price", "date", "payment", "class"], ...rows]);
  const options = { target: "class", gaps: "category", as: {} } as const;
  const { description } = await tableDatasets(source, options);
  const encoder = new RowEncoder(description, { name: "rows", columns: source.columns });
  const out = new Float32Array(encoder.features);
  for (const cells of [["€99,999", "3.4.2031", "Card", ""], ["", "soon", "cheque", ""]]) {
    assertEquals(encoder.encode(cells, 1, out, 0), undefined);
    assert(out.every(Number.isFinite));
  }
  assertEquals(encoder.unknown.map(({ value }) => value), ["cheque"]);
});

Deno.test("spellings that differ by case or blanks are the commonest of them, or the first by code unit", () => {
  const values = new Map(
    Object.entries({ card: 3, Card: 5, " CARD": 1, cash: 2, Cash: 2, bill: 1 }),
  );
  assertEquals(
    spellingsOf(values),
    new Map([["card", "Card"], [" CARD", "Card"], ["cash", "Cash"]]),
  );
  assertEquals(spellingsOf(new Map([["a", 1], ["b", 1]])).size, 0);
  assertEquals(foldedText("  New \t York "), "new york");
  assertEquals(foldedText("e\u0301"), foldedText("\u00e9"));
});

Deno.test("words are in small letters, each once", () => {
  assertEquals([...wordsIn("Ring the BELL, ring twice: 24h — a!")], [
    "ring",
    "the",
    "bell",
    "twice",
    "24h",
  ]);
  assertEquals(wordsIn("-").size, 0);
});

Deno.test("the words of a column are those of 1 % to 90 % of its texts, the commonest first", () => {
  const counts = new WordCounts();
  for (let k = 0; k < 1000; k++) {
    const words = [
      "all",
      k % 2 ? "half" : "",
      k % 4 ? "" : "quarter",
      k < 9 ? "rare" : "",
      `w${k}`,
    ];
    counts.add(words.join(" "));
  }
  assertEquals(counts.chosen, ["half", "quarter"]);
  const few = new WordCounts();
  for (let k = 0; k < 25; k++) few.add(k % 2 ? "one two three" : "four five six");
  assertEquals(few.chosen, ["five", "four"]); // a word for 10 texts
  const many = new WordCounts();
  for (let k = 0; k < 4000; k++) many.add(`a${k % 80} b${k % 70} c${k % 75}`);
  assertEquals(many.chosen.length, 200);
});
