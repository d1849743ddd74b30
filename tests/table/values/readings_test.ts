/** Tables as people write them: how columns are read, reported, described, and predicted. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { TableColumn } from "../../../lib/table/columns.ts";
import { type TableDatasets, tableDatasets } from "../../../lib/table/datasets.ts";
import { RowEncoder } from "../../../lib/table/encode.ts";
import { encodeRow } from "../../../lib/table/encode_row.ts";
import type { TableOptions } from "../../../lib/table/options.ts";
import { parseTableDescription } from "../../../lib/table/parse_description.ts";
import type { TableSource } from "../../../lib/table/source.ts";
import { tableOf, with30 } from "../table_fixture.ts";

type Cell = (k: number) => string;

/** 30 rows of a column `c`, beside a number and the class. */
const read = (cell: Cell, options: Partial<TableOptions> = {}): Promise<TableDatasets> =>
  tableDatasets(with30("c", cell), { target: "class", gaps: "category", as: {}, ...options });

/** Checks some entries of the column's description. */
const described = (table: TableDatasets, entries: object) =>
  assertEquals<object>(columnIn(table)!, { ...columnIn(table)!, ...entries });

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
  described(found, { format: { as: "decimal", decimal: ".", thousands: ",", unit: "€" } });
  assertEquals(found.description.version, 2);
  assertEquals(found.read, ['"c" is read as numbers: "€1.00" is 1']);
  assertEquals(found.warnings, []);
  const plain = await read((k) => value(k).toFixed(2));
  assertEquals([plain.description.version, plain.read], [1, []]);
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

Deno.test("without `as` a table is read as before: texts are categories, and dates are refused", async () => {
  const texts = await read((k) => ["yes", "no", "Yes"][k % 3]!, { as: undefined });
  assertEquals(texts.description.version, 1);
  assertEquals(columnIn(texts)!.kind, "category");
  await assertRejects(
    () => read((k) => `${k + 1}.1.2024`, { as: undefined }),
    SyntaxError,
    "dates",
  );
});

Deno.test("yes and no are numbers among inputs, and classes of a target", async () => {
  const answer: Cell = (k) => ["yes", "no", "NO", ""][k % 4]!;
  const found = await read(answer);
  described(found, { format: { as: "truth" } });
  assertEquals(found.read, ['"c" is read as numbers: "yes" is 1']);
  const target = await read((k) => ["yes", "no"][k % 2]!, { target: "c" });
  assertEquals(target.description.target, { kind: "class", name: "c", classes: ["no", "yes"] });
});

Deno.test("a target of money is a quantity, and few of them are classes as they are written", async () => {
  const { description, read: texts, training } = await read((k) => `$${k * 1.5}`, { target: "c" });
  const { target } = description;
  assert(target.kind === "quantity");
  assertEquals(target.quantities[0]!.format, { as: "decimal", decimal: ".", unit: "$" });
  assertEquals(texts, ['"c" is read as numbers: "$0" is 0']);
  assertEquals(training.targets!.length, training.size);
  assertEquals(description.version, 2);
  const few = await read((k) => `$${k % 3}`, { target: "c" });
  assertEquals(few.description.target, { kind: "class", name: "c", classes: ["$0", "$1", "$2"] });
  assertEquals(few.description.version, 1);
  const stated = await read((k) => `$${k % 3}`, { target: "c", kind: "quantity" });
  assertEquals(stated.description.target.kind, "quantity");
});

Deno.test("dates become the numbers that vary; the day comes first where both orders fit", async () => {
  const found = await read((k) => `${k % 12 + 1}.${k % 3 + 1}.2024`);
  const column = columnIn(found)!;
  assert(column.kind === "date");
  assertEquals(column.order, "dmy");
  assertEquals(column.parts.map(({ part }) => part), [
    ...["month sine", "month cosine", "weekday sine", "weekday cosine"] as const,
    ...["yearday sine", "yearday cosine", "days"] as const,
  ]);
  assertEquals(found.read, [
    '"c" is read as dates, the day first: "4.1.2024" is 2024-01-04; `as: {"c":"mdy"}` reads the month first',
  ]);
  const american = await read((k) => `${k % 3 + 1}/${k + 1}/24`);
  described(american, { order: "mdy" });
  const stated = await read((k) => `${k % 12 + 1}.${k % 3 + 1}.2024`, { as: { c: "mdy" } });
  described(stated, { order: "mdy" });
});

Deno.test("a text among dates is a missing value, and reported; many make texts of them", async () => {
  const cell: Cell = (k) => k === 7 ? "0000-00-00" : `2024-01-${10 + k % 20}`;
  const { description, warnings } = await read(cell);
  assertEquals(description.columns[1]!.kind, "date");
  assertEquals(warnings.slice(1), [
    '1 training row has no date in "c", such as "0000-00-00": it counts as a missing value',
  ]);
  const dropped = await read(cell, { gaps: "drop" });
  assertEquals(dropped.counts.withMissingValues, 1);
  const few: Cell = (k) => k % 2 ? "later" : `2024-01-${10 + k % 20}`;
  await assertRejects(
    () => read(few),
    SyntaxError,
    'Cannot use the column "c" of the table: it has dates',
  );
  assertEquals(columnIn(await read(few, { as: { c: "text" } }))!.kind, "category");
  const same = await read(() => "2024-01-31");
  assertEquals(same.leftOut.get("c"), 'every row has "2024-01-31"');
});

Deno.test("spellings are one category, which the commonest names", async () => {
  const cell: Cell = (k) => ["card", "Card", "card ", "cash", "card"][k % 5]!;
  const found = await read(cell);
  assertEquals(
    columnIn(found),
    {
      ...{ kind: "category", name: "c", values: ["card", "cash"], gaps: "category" },
      spellings: { Card: "card", "card ": "card" },
    } as const,
  );
  assertEquals(
    found.read,
    [
      '"c" has spellings that are read alike: "Card" is "card", "card " is "card"',
    ],
  );
  assertEquals(found.warnings, []);
  for (const [line, [, card, cash]] of featuresOf(found)) {
    assertEquals([card, cash], (line - 2) % 5 === 3 ? [0, 1] : [1, 0]);
  }
  const apart = await read(cell, { as: { c: "text" } });
  described(apart, { values: ["Card", "card", "card ", "cash"] });
});

Deno.test("two units make text of numbers, which is reported", async () => {
  const { warnings, description } = await read((k) => `${"€$"[k % 2]}${k % 4}`);
  assertEquals(description.columns[1]!.kind, "category");
  assertEquals(
    warnings[0],
    'The column "c" is read as categories, since its numbers are in "€" and ' +
      '"$": write one unit',
  );
});

Deno.test("free text becomes words, and is left out where no word repeats", async () => {
  const cell: Cell = (k) =>
    `order number${k} ${k % 3 ? "with" : "without"} gift ${k % 2 ? "box" : ""}`;
  const found = await read(cell);
  const column = columnIn(found)!;
  assert(column.kind === "words");
  assertEquals(column.words.length, 2);
  const alone = await read((k) => `a${k} b${k} c${k} d${k}`);
  assertEquals(alone.leftOut.get("c"), "no word is in 1 % to 90 % of its texts, and in 5 at least");
  const names = await read((k) => `Name${k} Other${k}`);
  assertEquals(names.leftOut.get("c"), "every row has another text, like a name");
  const stated = await read((k) => ["red box", "red bag"][k % 2]!, { as: { c: "words" } });
  assertEquals(columnIn(stated)!.kind, "words");
});

Deno.test("codes by name and length are categories, and numbers by the user's word", async () => {
  const cells = [10115, 20095, 50667].map(String);
  const source = (name: string) => with30(name, (k) => cells[k % 3]!);
  const options = { target: "class", gaps: "category", as: {} } as const;
  const kind = async (name: string, as: TableOptions["as"] = {}) =>
    (await tableDatasets(source(name), { ...options, as })).description.columns[1]!.kind;
  assertEquals(await kind("zip"), "category");
  assertEquals(await kind("ArticleNo"), "category");
  assertEquals(await kind("price"), "number");
  assertEquals(await kind("zip", { zip: "number" }), "number");
});

Deno.test("a column is read as the options state, or left out", async () => {
  const out = await read((k) => `${k}`, { as: { c: "out" } });
  assertEquals(columnIn(out), undefined);
  const text = await read((k) => `${k % 4}`, { as: { c: "text" } });
  assertEquals(columnIn(text)!.kind, "category");
  const digits: Cell = (k) => `202401${10 + k % 20}`;
  assertEquals(columnIn(await read(digits))!.kind, "number");
  assertEquals(columnIn(await read(digits, { as: { c: "date" } }))!.kind, "date");
  const comma = await read((k) => `1,${100 + k}`, { as: { c: "comma" } });
  described(comma, { format: { as: "decimal", decimal: "," } });
  await assertRejects(
    () => read((k) => `${k}`, { as: { c: "texts" as "text" } }),
    RangeError,
    'Cannot read the column "c" as "texts", did you mean text?',
  );
  await assertRejects(() => read((k) => `${k}`, { as: { d: "text" } }), RangeError, '"d"');
  await assertRejects(
    () => read((k) => `${k}`, { as: { class: "out" } }),
    RangeError,
    'Cannot read the target "class" as "out": there are text, number, comma, point',
  );
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
  assertThrows(() => rowOf(money, "$5"), SyntaxError, '"$5"');
  const share = columnIn(await read((k) => `${k}%`))!;
  assertEquals(rowOf(share, 0.2), rowOf(share, "20%"));
  const truth = columnIn(await read((k) => ["yes", "no"][k % 2]!))!;
  assertEquals(rowOf(truth, true), rowOf(truth, "YES"));
  const date = columnIn(await read((k) => `2024-01-31 ${k % 24}:00`))!;
  assertEquals(rowOf(date, new Date(Date.UTC(2024, 0, 31, 13))), rowOf(date, "31.1.2024 1:59 pm"));
  assertEquals(rowOf(date, new Date(NaN)), rowOf(date, null));
  assertThrows(() => rowOf(date, "soon"), SyntaxError, '"soon" in the column "c" is no date');
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

Deno.test("a new price, date or spelling is read, a text that is no date is missing, all without a crash", async () => {
  const rows = Array.from({ length: 60 }, (_, k) => [
    ...[`€${k + 1}`, `2024-01-${10 + k % 20}`, ["card", "Card"][k % 2]!, "ab"[k % 3 % 2]!],
  ]);
  const source: TableSource = tableOf([["price", "date", "payment", "class"], ...rows]);
  const { description } = await tableDatasets(source, {
    target: "class",
    gaps: "category",
    as: {},
  });
  const encoder = new RowEncoder(description, { name: "rows", columns: source.columns });
  const out = new Float32Array(encoder.features);
  for (const cells of [["€99,999", "3.4.2031", "Card", ""], ["", "soon", "cheque", ""]]) {
    assertEquals(encoder.encode(cells, 1, out, 0), undefined);
    assert(out.every(Number.isFinite));
  }
  assertEquals(encoder.unknown.map(({ value }) => value), ["cheque"]);
});
