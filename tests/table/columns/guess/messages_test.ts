/** The rules of guesses, by name: each has an example that fires it first, and its sentence is pinned. */

import { assert, assertEquals } from "@std/assert";
import { MissingValues, ROW_RULES } from "../../../../lib/table/columns/dropped_rows.ts";
import { COLUMN_RULES, type ColumnFacts } from "../../../../lib/table/columns/guess/columns.ts";
import {
  CLASS_RULES,
  QUANTITY_RULES,
  TARGET_RULES,
} from "../../../../lib/table/columns/guess/target.ts";
import { factsOf, type RemarkFacts, REMARKS } from "../../../../lib/table/columns/guess/remarks.ts";
import { optionOfLibrary as option } from "../../../../lib/table/columns/options.ts";
import { firstRule, type Rule } from "../../../../lib/table/cells/rule.ts";
import { ColumnStatistics } from "../../../../lib/table/cells/statistics.ts";
import type { MissingValueRule, ReadAs } from "../../../../lib/options/table.ts";
import { CellGuess, type ColumnReading } from "../../../../lib/table/values/readings.ts";
import { pinnedIn } from "../../../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

type Cell = (k: number) => string;

interface About {
  readonly name?: string;
  readonly rows?: number;
  readonly limit?: number;
  readonly decimalComma?: boolean;
}

/** A column of 30 rows from line 2 on, of up to 1000 different values. */
function columnOf(
  cell: Cell,
  { name = "c", rows = 30, limit = 1000, decimalComma = false }: About = {},
): ColumnStatistics {
  const column = new ColumnStatistics(name, limit, decimalComma);
  for (let k = 0; k < rows; k++) column.add(cell(k), k + 2);
  return column;
}

/** Ids of 19 digits that follow each other: float64 has one number for all of them. */
const id = (k: number) => String(1_234_567_890_123_456_780n + BigInt(k));

/** Facts for every rule of a list, by its name. */
type Examples<Facts> = { readonly [rule: string]: Facts };

/** Pins the sentence of every rule for its example, to which it applies as the first unless all that apply count. */
function pinRules<Facts>(
  list: string,
  rules: readonly Rule<Facts>[],
  examples: Examples<Facts>,
  allCount = false,
): void {
  Deno.test(`each rule of ${list} has an example`, () => {
    assertEquals(
      Object.keys(examples),
      rules.map(({ name }) => name),
      `give \`pinRules("${list}", …)\` an example for each rule, in their order`,
    );
  });
  pin(
    list,
    rules.map((rule) => [rule.name, () => {
      const facts = examples[rule.name]!;
      assert(rule.when(facts));
      if (!allCount) assertEquals(firstRule(rules, facts), rule);
      return rule.sentence?.(facts) ?? "nothing is printed";
    }]),
  );
}

const column = (cell: Cell, about: About = {}, facts: Partial<ColumnFacts> = {}): ColumnFacts => ({
  source: "t.csv",
  column: columnOf(cell, about),
  gaps: "drop",
  isOnly: false,
  withCommas: undefined,
  option,
  ...facts,
});

/** What the cells of such a column may be. */
function guessOf(cell: Cell, as?: ReadAs): CellGuess {
  const guess = new CellGuess(as);
  for (let k = 0; k < 30; k++) guess.add(cell(k));
  return guess;
}
const guessed = (cell: Cell, about?: About, reading?: ColumnReading): ColumnFacts =>
  column(cell, about, { guess: guessOf(cell), reading });
const prose = (k: number) => `please ring bell ${k % 20} twice`;

pinRules("columns", COLUMN_RULES, {
  empty: column(() => "NA"),
  constant: column((k) => k % 9 ? "same" : ""),
  "read as dates": guessed((k) => `${k + 1}.1.2024`, {}, { kind: "date", order: "dmy" }),
  "stated to be words": guessed(prose, {}, { kind: "words" }),
  "stated to be text": guessed((k) => `${k}`, {}, { kind: "category" }),
  "stated to be text, of too many values": guessed((k) => `${k}`, { limit: 20 }, {
    kind: "category",
  }),
  "row numbers": column((k) => `${k + 1}`, { name: "Unnamed: 0" }),
  ids: column((k) => `${k * k}`, { name: "customer_id", limit: 20 }),
  "free text": guessed(prose),
  "numbers of several units, mostly different": guessed((k) => `${"€$"[k % 2]}${k}`),
  "numbers of several units": guessed((k) => k % 2 ? `${k % 4}%` : "5"),
  "too many texts": column((k) => `t${k}`, { limit: 20 }),
  "a different text in every row": column((k) => `0${1067 + k * 7}`),
  "mostly different texts": column((k) => `${k >> 1 && k} kg`),
  dates: column((k) => k === 9 ? "1/2/2024" : `${k}`),
  codes: column((k) => ["10115", "01067"][k % 2]!),
  "numbers with unclear commas or points": column((k) => `1.${100 + k}`, { decimalComma: true }, {
    withCommas: "area",
  }),
  "codes by their name and length": guessed((k) => `${100 + k % 9 * 7}`, { name: "store_code" }),
  numbers: column((k) => `${k}`),
  "texts among many numbers": column((k) => k === 4 ? "12a" : `${k}`),
  texts: column((k) => ["1", "2", "3", "3+"][k % 4]!),
});

/** Columns of names and cells at the edge of a rule, and the rule that counts. */
const AT_THE_EDGE: readonly [
  rule: string,
  names: string,
  cell: Cell,
  facts?: Partial<ColumnFacts>,
][] = [
  ["row numbers", "id|Unnamed: 0|X|rowid|PassengerId|customer_id", (k) => `${k + 1}`],
  ["numbers", "hour|x1", (k) => `${k}`],
  ["numbers", "X", (k) => `${k + 1}`, { isOnly: true }],
  ["ids", "id|kunden_id|Customer ID|PassengerId", (k) => `${k * 7919 % 1009}`],
  ["ids", "x_id", (k) => k === 3 ? "" : `${k * k}`],
  ["ids", "order_id", (k) => id(k * k)],
  ["numbers", "x_id", (k) => `${k && (k - 1) ** 2}`],
  ["numbers", "x_id", (k) => `${k * k}.5`],
  ["numbers", "weight", (k) => `${k * k}`],
  ["a different text in every row", "c", (k) => id(k * k)],
  ["a different text in every row", "c", (k) => `${k} kg`],
  ["constant", "id", () => id(0)],
  ["constant", "c", () => "7"],
  ["constant", "c", (k) => k % 9 ? "same" : "", { gaps: "drop" }],
  ["texts", "c", (k) => k % 9 ? "same" : "", { gaps: "category" }],
  ["codes", "id", (k) => id(k % 2)],
  ["codes", "c", (k) => k % 5 ? `${k % 5}` : id(0)],
  ["numbers", "c", (k) => k % 2 ? `${k}.5` : id(1000 * k)],
  ["numbers", "zip", (k) => k === 9 ? "0.5" : k % 2 ? "0123" : `${k}`],
  ["numbers", "zip", (k) => k === 9 ? "-3" : k % 2 ? "0123" : `${k}`],
];

Deno.test("names and cells at the edge of a rule are decided by the rule that is meant", () => {
  for (const [rule, names, cell, facts] of AT_THE_EDGE) {
    for (const name of names.split("|")) {
      assertEquals(firstRule(COLUMN_RULES, column(cell, { name }, facts)).name, rule, name);
    }
  }
});

const remark = (cell: Cell, as: RemarkFacts["as"], facts: Partial<RemarkFacts> = {}) =>
  factsOf({
    what: 'The column "c"',
    column: columnOf(cell),
    as,
    isGiven: false,
    isOnly: false,
    option,
    ...facts,
  });

pinRules("remarks", REMARKS, {
  "counts the rows": remark((k) => `${k}`, "numbers"),
  "numbers that may be dates": remark((k) => `202401${10 + k % 20}`, "classes"),
  "nearly a class a row": remark((k) => `${k >> 1 && k}`, "classes"),
  "classes in equal steps": remark((k) => `${12 + k % 7}`, "classes"),
  "numbers that are not read": remark((k) => `${k % 9} kg`, "classes"),
  codes: remark((k) => id(k % 5), "categories"),
  "texts among numbers": remark((k) => k % 9 ? `${k % 5}` : "low", "categories"),
  "different spellings": remark((k) => "aAbBcCdDaE"[k % 10]!, "categories"),
  "rounded quantity": remark((k) => `0.98765432109876543${k % 3}`, "a quantity"),
}, true);

/** The first remark on such a column. */
const first = (...given: Parameters<typeof remark>) => {
  const facts = remark(...given);
  return REMARKS.find(({ when }) => when(facts))?.sentence?.(facts) ?? "nothing is printed";
};
const stray = (k: number) => k === 7 ? "1,2x" : `${k % 5}`;

pin("other remarks", [
  () => first((k) => "aAbBcCdDeE"[k % 10]!, "categories"), // few rows: counted, not quoted
  () => first((k) => "aAbBcCdDeE"[k % 10]!, "classes"),
  () => first((k) => `${k}`, "numbers", { isOnly: true }),
  () => first(stray, "categories"),
  () => first(stray, "classes", { isGiven: true }),
  () => first((k) => k === 3 ? "red " : "red", "classes"),
  () => first((k) => `${2 + 2 * (k % 2)}WD`, "categories"),
  () => first((k) => `${k % 6}${"ABCDEF"[k % 6]}`, "categories"),
  () => first((k) => k % 3 ? "low" : `${k % 5}`, "categories"),
  () => first((k) => `${1 + k % 5}`, "classes"), // ratings
  () => first((k) => `${2 * (2 + k % 3)}`, "classes"), // cylinders
  () => first((k) => `${k % 3}`, "classes"), // codes
  () => first((k) => `${(k % 4) ** 2}`, "classes"),
  () => first((k) => `${12 + k % 7}`, "classes", { isGiven: true }),
]);

type TargetFacts = Parameters<(typeof TARGET_RULES)[number]["when"]>[0];

const target = (cell: Cell, facts: Partial<TargetFacts> = {}, about: About = {}): TargetFacts => ({
  source: "t.csv",
  columns: [columnOf(cell, about)],
  kind: undefined,
  withCommas: undefined,
  formats: [],
  option,
  ...facts,
});
const other = columnOf((k) => `${k * k}`, { name: "x" });

pinRules("targets", TARGET_RULES, {
  "no value": target(() => ""),
  "several targets": target(id, { columns: [other, other] }),
  "stated to be a class": target((k) => `${k}.5`, { kind: "class" }),
  "stated to be a quantity": target(id, { kind: "quantity" }),
  "rounded numbers that are all different": target(id),
  "many numbers": target((k) => `${k * k}`),
  fractions: target((k) => `${k % 3}.5`),
  "many numbers in few rows": target((k) => `${k % 16}`),
  dates: target((k) => `2024-01-${k + 1}`),
  "rounded numbers": target((k) => id(k % 25)),
  "texts among many numbers": target((k) => k === 4 ? "12a" : `${k}`),
  texts: target((k) => k % 2 ? "a" : `${k % 4}`),
  "few numbers": target((k) => `${k % 3}`),
});

pinRules("classes", CLASS_RULES, {
  "too many classes": target((k) => `t${k}`, {}, { limit: 20 }),
  "one class": target((k) => k % 2 ? "None" : "a"),
});

const quantity = (cell: Cell, facts: Partial<TargetFacts> = {}, about: About = {}) => {
  const found = target(cell, facts, about);
  return { ...found, column: found.columns[0] };
};
const several = (cell: Cell) => quantity(id, { columns: [other, columnOf(cell)] });

pinRules("quantities", QUANTITY_RULES, {
  "texts in one of several": several((k) => `a${k}`),
  "rounded numbers in one of several": several(id),
  dates: quantity((k) => `2024-01-${k + 1}`),
  texts: quantity((k) => `${k} kg`),
  "unclear commas or points": quantity((k) => `${k + 1},500`, {}, { decimalComma: true }),
  "one number": quantity(id),
});

/** Missing values of 30 rows, in a column of numbers or of texts, and in another one. */
function missingIn(kind: "number" | "category", ...rows: string[]): MissingValues {
  const columns = [{ kind, name: "c", index: 0 }, { kind: "number", name: "x", index: 1 }] as const;
  const missing = new MissingValues(columns);
  for (const row of rows) missing.add([row.includes("c") ? "" : "1", row.includes("x") ? "" : "1"]);
  return missing;
}

const rowFacts = (missing: MissingValues, gaps: MissingValueRule, withoutTarget = 0) => ({
  rows: 30,
  withoutTarget,
  missingNote: "",
  missing,
  gaps,
  option,
});

pinRules("rows", ROW_RULES, {
  "rows without a target": rowFacts(missingIn("number"), "drop", 4),
  "missing values that leave rows out": rowFacts(missingIn("category", "c", "cx"), "drop"),
  "missing values that lose more than a third of the rows": rowFacts(
    missingIn("number", ...Array(9).fill("c"), "x", "x"),
    "drop",
  ),
  "missing values that are read as others": rowFacts(missingIn("category", "c"), "mean"),
}, true);

const sentence = <Facts>(rules: readonly Rule<Facts>[], facts: Facts) =>
  firstRule(rules, facts).sentence!(facts);

pin("sentences on more values than are counted, and on one value", [
  () => sentence(COLUMN_RULES, column((k) => `${k * k}`, { name: "x_id" })),
  () => sentence(TARGET_RULES, target(id, {}, { limit: 20 })),
  () => sentence(QUANTITY_RULES, quantity(() => "5")),
]);
