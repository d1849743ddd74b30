/** The rules of guesses, by name: each has an example that fires it first, and its sentence is pinned here. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { MissingValueRule } from "../../lib/table/columns.ts";
import { MissingValues, ROW_RULES } from "../../lib/table/dropped_rows.ts";
import { CLASS_RULES, TARGET_RULES } from "../../lib/table/guess/target.ts";
import { COLUMN_RULES, type ColumnFacts } from "../../lib/table/guess/columns.ts";
import { QUANTITY_RULES } from "../../lib/table/guess/quantities.ts";
import { factsOf, type RemarkFacts, REMARKS } from "../../lib/table/guess/remarks.ts";
import { optionOfLibrary as option } from "../../lib/table/option_text.ts";
import { firstRule, type Rule } from "../../lib/table/rule.ts";
import { ColumnStatistics } from "../../lib/table/statistics.ts";
import type { ReadAs } from "../../lib/table/values/kinds.ts";
import { CellGuess, type ColumnReading } from "../../lib/table/values/readings.ts";

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
const ROUNDED =
  '"1234567890123456780" on line 2 has more digits than float64 holds, as ids have: ' +
  "numbers are written with at most 15";
const MANY = ": correct it or leave it empty";
const DATES = "or write numbers instead of the dates, such as the year and the month";

/** A table of examples by the names of rules: the facts, and what the user reads, if anything. */
type Examples<Facts> = { readonly [rule: string]: readonly [facts: Facts, sentence?: string] };

/** Tests that every rule applies to its example, as the first unless all that apply count, and gives its sentence. */
function testRules<Facts, Outcome extends string>(
  list: string,
  rules: readonly Rule<Facts, Outcome>[],
  examples: Examples<Facts>,
  allCount = false,
): void {
  Deno.test(`every rule of ${list} has an example that fires it, and its sentence`, async (t) => {
    assertEquals(Object.keys(examples), rules.map(({ name }) => name));
    for (const [k, [name, [facts, sentence]]] of Object.entries(examples).entries()) {
      await t.step(name, () => {
        const rule = rules[k]!;
        assertEquals([rule.when(facts), rule.sentence?.(facts)], [true, sentence]);
        if (!allCount) assertEquals(firstRule(rules, facts), rule);
      });
    }
  });
}

const column = (cell: Cell, about: About = {}, facts: Partial<ColumnFacts> = {}): ColumnFacts => ({
  ...{ source: "t.csv", column: columnOf(cell, about), gaps: "drop", isOnly: false },
  ...{ withCommas: undefined, option },
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

testRules("columns", COLUMN_RULES, {
  empty: [column(() => "NA"), "there is nothing in it"],
  constant: [column((k) => k % 9 ? "same" : ""), 'every row has "same" or a missing value'],
  "read as dates": [guessed((k) => `${k + 1}.1.2024`, {}, { kind: "date", order: "dmy" })],
  "stated to be words": [guessed(prose, {}, { kind: "words" })],
  "stated to be text": [guessed((k) => `${k}`, {}, { kind: "category" })],
  "stated to be text, of too many values": [
    guessed((k) => `${k}`, { limit: 20 }, { kind: "category" }),
    "it has more than 1000 different texts, too many for categories",
  ],
  "row numbers": [column((k) => `${k + 1}`, { name: "Unnamed: 0" }), "it numbers the rows"],
  ids: [
    column((k) => `${k * k}`, { name: "customer_id", limit: 20 }),
    "it is an id, as its first 1000 numbers are all different",
  ],
  "free text": [guessed(prose)],
  "numbers of several units, mostly different": [
    guessed((k) => `${"€$"[k % 2]}${k}`),
    'its numbers are in "€" and "$"',
  ],
  "numbers of several units": [
    guessed((k) => k % 2 ? `${k % 4}%` : "5"),
    'The column "c" is read as categories, since its numbers have "%" in some rows and not in ' +
    "others: write one unit",
  ],
  "too many texts": [
    column((k) => `t${k}`, { limit: 20 }),
    "it has more than 1000 different texts, too many for categories",
  ],
  "a different text in every row": [
    column((k) => `0${1067 + k * 7}`),
    'every row has another text, like a name; "01067" on line 2 begins with a zero, as codes do: ' +
    "numbers are written without",
  ],
  "mostly different texts": [
    column((k) => `${k >> 1 && k} kg`),
    '29 of its 30 texts are different, like names; it has numbers with "kg", such as "0 kg": write ' +
    "the numbers alone",
  ],
  dates: [
    column((k) => k === 9 ? "1/2/2024" : `${k}`),
    'Cannot use the column "c" of t.csv: it has dates, such as "1/2/2024" on line 11; read it by ' +
    `\`as: {"c":"date"}\`, leave it out by \`without: ["c"]\`, ${DATES}`,
  ],
  codes: [column((k) => ["10115", "01067"][k % 2]!)],
  "numbers with unclear commas or points": [
    column((k) => `1.${100 + k}`, { decimalComma: true }, { withCommas: "area" }),
    'Cannot read t.csv: "1.100" on line 2, column "c", may be 1.100 or 1100 where "area" has decimal ' +
    "commas, and no other row decides: write 1100 or 1.1000",
  ],
  "codes by their name and length": [
    guessed((k) => `${100 + k % 9 * 7}`, { name: "store_code" }),
    'The column "store_code" is read as categories, since its name and its digits, as many in each ' +
    'row, are those of codes; `as: {"store_code":"number"}` reads numbers',
  ],
  numbers: [column((k) => `${k}`)],
  "texts among many numbers": [
    column((k) => k === 4 ? "12a" : `${k}`),
    'Cannot read t.csv: "12a" on line 6, column "c", is no number, as most rows have' +
    `${MANY}, or leave the column out by \`without: ["c"]\``,
  ],
  texts: [column((k) => ["1", "2", "3", "3+"][k % 4]!)],
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
    ...{
      what: 'The column "c"',
      column: columnOf(cell),
      as,
      isGiven: false,
      isOnly: false,
      option,
    },
    ...facts,
  });

testRules("remarks", REMARKS, {
  "counts the rows": [
    remark((k) => `${k}`, "numbers"),
    'The column "c" counts the rows: `without: ["c"]` leaves it out if it only numbers them',
  ],
  "numbers that may be dates": [
    remark((k) => `202401${10 + k % 20}`, "classes"),
    'The column "c" has numbers that may be dates, such as "20240110": write the year and the month ' +
    "in separate columns",
  ],
  "nearly a class a row": [
    remark((k) => `${k >> 1 && k}`, "classes"),
    'The column "c" has 29 classes in 30 rows, nearly every row its own: if it is a quantity, add ' +
    '`kind: "quantity"`',
  ],
  "numbers that are not read": [
    remark((k) => `${k % 9} kg`, "classes"),
    'The column "c" is read as classes, but has numbers with "kg", such as "0 kg": write the ' +
    "numbers alone",
  ],
  codes: [
    remark((k) => id(k % 5), "categories"),
    `The column "c" is read as categories, since ${ROUNDED}`,
  ],
  "texts among numbers": [
    remark((k) => k % 9 ? `${k % 5}` : "low", "categories"),
    'The column "c" is read as categories, since 4 of its 30 values are no numbers, such as "low" ' +
    "on line 2: correct them or leave them empty to have numbers",
  ],
  "different spellings": [
    remark((k) => "aAbBcCdDaE"[k % 10]!, "categories"),
    'The column "c" has "a" (6 rows) and "A" (3 rows), 3 more of such, which are different ' +
    "categories: write them alike",
  ],
  "rounded quantity": [
    remark((k) => `0.98765432109876543${k % 3}`, "a quantity"),
    'The column "c" is rounded to what float64 holds: it cannot tell "0.987654321098765430" from ' +
    '"0.987654321098765431"',
  ],
}, true);

Deno.test("spellings of few rows are counted and not quoted, unless they are classes", () => {
  const sentences = (["categories", "classes"] as const).map((as) => {
    const facts = remark((k) => "aAbBcCdDeE"[k % 10]!, as);
    return REMARKS.find(({ name }) => name === "different spellings")!.sentence!(facts);
  });
  assertEquals(
    sentences[0],
    'The column "c" has 5 groups of like texts, which are different ' +
      "categories: write them alike",
  );
  assertStringIncludes(sentences[1]!, 'has "a" (3 rows) and "A" (3 rows), "b" (3 rows) and');
});

Deno.test("a remark depends on the other columns, on the options and on the number of rows", () => {
  const first = (facts: ReturnType<typeof remark>) =>
    REMARKS.find(({ when }) => when(facts))?.sentence?.(facts);
  assertEquals(
    first(remark((k) => `${k}`, "numbers", { isOnly: true })),
    'The column "c" counts the rows: besides the target there is no other to learn from',
  );
  const stray = (k: number) => k === 7 ? "1,2x" : `${k % 5}`;
  assertEquals(
    first(remark(stray, "categories")),
    'The column "c" is read as categories, since 1 of its 30 values is no number, "1,2x" on line 9: ' +
      "correct it or leave it empty to have numbers",
  );
  assertEquals(first(remark(stray, "classes", { isGiven: true })), undefined);
  assertEquals(
    first(remark((k) => k === 3 ? "red " : "red", "classes")),
    'The column "c" has "red" (29 rows) and "red " (1 row), which are different classes: write them ' +
      "alike",
  );
  for (
    const cell of [
      (k: number) => `${2 + 2 * (k % 2)}WD`,
      (k: number) => `${k % 6}${"ABCDEF"[k % 6]}`,
    ]
  ) {
    assertEquals(first(remark(cell, "categories")), undefined); // no numbers with units
  }
  assertEquals(first(remark((k) => k % 3 ? "low" : `${k % 5}`, "categories")), undefined);
});

type TargetFacts = Parameters<(typeof TARGET_RULES)[number]["when"]>[0];

const target = (cell: Cell, facts: Partial<TargetFacts> = {}, about: About = {}): TargetFacts => ({
  ...{ source: "t.csv", columns: [columnOf(cell, about)], kind: undefined, withCommas: undefined },
  ...{ formats: [], option, ...facts },
});
const other = columnOf((k) => `${k * k}`, { name: "x" });
const AS_CLASS = '; `kind: "class"` makes each a class';

testRules("targets", TARGET_RULES, {
  "no value": [target(() => ""), 'Cannot learn "c" of t.csv: no row has a value'],
  "several targets": [target(id, { columns: [other, other] }), "since there are several targets"],
  "stated to be a class": [target((k) => `${k}.5`, { kind: "class" }), "as the options state"],
  "stated to be a quantity": [target(id, { kind: "quantity" }), "as the options state"],
  "rounded numbers that are all different": [
    target(id),
    `Cannot learn "c" of t.csv: every row has another number, and ${ROUNDED}; choose another target, ` +
    'or make them a quantity by `kind: "quantity"`, which rounds them',
  ],
  "many numbers": [
    target((k) => `${k * k}`),
    `since it has more than 20 different numbers${AS_CLASS}`,
  ],
  fractions: [
    target((k) => `${k % 3}.5`),
    `since it has numbers with fractions, such as 0.5${AS_CLASS}`,
  ],
  "many numbers in few rows": [
    target((k) => `${k % 16}`),
    `since it has 16 different numbers in 30 rows${AS_CLASS}`,
  ],
  dates: [
    target((k) => `2024-01-${k + 1}`),
    'Cannot use the column "c" of t.csv: it has dates, such as "2024-01-1" on line 2; choose another ' +
    `target, ${DATES}`,
  ],
  "rounded numbers": [target((k) => id(k % 25)), `since ${ROUNDED}`],
  "texts among many numbers": [
    target((k) => k === 4 ? "12a" : `${k}`),
    `Cannot read t.csv: "12a" on line 6, column "c", is no number, as most rows have${MANY}`,
  ],
  texts: [target((k) => k % 2 ? "a" : `${k % 4}`), "since it has texts"],
  "few numbers": [
    target((k) => `${k % 3}`),
    'since it has at most 20 different numbers, 0, 1, 2; `kind: "quantity"` makes it one',
  ],
});

testRules("classes", CLASS_RULES, {
  "too many classes": [
    target((k) => `t${k}`, {}, { limit: 20 }),
    'Cannot learn the classes of "c" in t.csv: it has more than 65536 different values',
  ],
  "one class": [
    target((k) => k % 2 ? "None" : "a"),
    'Cannot learn the classes of "c" in t.csv: every row is of the class "a", so there is nothing to ' +
    'tell apart; "None" on line 3 is read as a missing value: if it is a class, write another word for it',
  ],
});

const quantity = (cell: Cell, facts: Partial<TargetFacts> = {}, about: About = {}) => {
  const found = target(cell, facts, about);
  return { ...found, column: found.columns[0] };
};
const several = (cell: Cell) => quantity(id, { columns: [other, columnOf(cell)] });
const AT_ONCE =
  'Cannot learn "x", "c" of t.csv at once: several targets must all be quantities, and ';

testRules("quantities", QUANTITY_RULES, {
  "texts in one of several": [
    several((k) => `a${k}`),
    `${AT_ONCE}"c" has texts, such as "a0" on line 2`,
  ],
  "rounded numbers in one of several": [
    several(id),
    `${AT_ONCE}"c" has codes, since ${ROUNDED}; choose another target, or make them quantities by ` +
    '`kind: "quantity"`, which rounds them',
  ],
  dates: [
    quantity((k) => `2024-01-${k + 1}`),
    'Cannot use the column "c" of t.csv: it has dates, such as "2024-01-1" on line 2; choose another ' +
    `target, ${DATES}`,
  ],
  texts: [
    quantity((k) => `${k} kg`),
    'Cannot read t.csv: "0 kg" on line 2, column "c", is no number, which a quantity is: write the ' +
    'number without "kg"',
  ],
  "unclear commas or points": [
    quantity((k) => `${k + 1},500`, {}, { decimalComma: true }),
    'Cannot read t.csv: "1,500" on line 2, column "c", may be 1.500 or 1500, and no other row decides: ' +
    "write 1500 or 1,5000",
  ],
  "one number": [
    quantity(id),
    'Cannot learn the quantity "c" of t.csv: float64 rounds every row to 1234567890123456800, so ' +
    "there is nothing to learn",
  ],
});

/** Missing values of 30 rows, in a column of numbers or of texts, and in another one. */
function missingIn(kind: "number" | "category", ...rows: string[]): MissingValues {
  const columns = [{ kind, name: "c", index: 0 }, { kind: "number", name: "x", index: 1 }] as const;
  const missing = new MissingValues(columns);
  for (const row of rows) missing.add([row.includes("c") ? "" : "1", row.includes("x") ? "" : "1"]);
  return missing;
}

const rowFacts = (missing: MissingValues, gaps: MissingValueRule, withoutTarget = 0) => ({
  ...{ rows: 30, withoutTarget, missingNote: "", missing, gaps, option },
});

testRules("rows", ROW_RULES, {
  "rows without a target": [
    rowFacts(missingIn("number"), "drop", 4),
    "4 of 30 rows are left out: they have no target",
  ],
  "missing values that leave rows out": [
    rowFacts(missingIn("category", "c", "cx"), "drop"),
    '2 of 30 rows are left out: they have missing values in "c" (2), "x" (1); `gaps: "mean"` or ' +
    '`gaps: "category"` keeps them',
  ],
  "missing values that lose more than a third of the rows": [
    rowFacts(missingIn("number", ...Array(9).fill("c"), "x", "x"), "drop"),
    'More than a third of the rows are lost for missing values: `without: ["c"]` keeps 9 more',
  ],
  "missing values that are read as others": [
    rowFacts(missingIn("category", "c"), "mean"),
    '1 value is missing in 1 of 30 rows, "c" (1): it counts as none of the categories; ' +
    '`gaps: "drop"` leaves this row out',
  ],
}, true);

Deno.test("a sentence depends on how many values were counted, and on whether float64 rounds them", () => {
  const sentence = <Facts>(rules: readonly Rule<Facts, string>[], facts: Facts) =>
    firstRule(rules, facts).sentence!(facts);
  assertEquals(
    sentence(COLUMN_RULES, column((k) => `${k * k}`, { name: "x_id" })),
    "it is an id, as its numbers are all different",
  );
  assertStringIncludes(
    sentence(TARGET_RULES, target(id, {}, { limit: 20 })),
    'Cannot learn "c" of t.csv: it has more than 65536 different numbers, and "1234567890123456780"',
  );
  assertEquals(
    sentence(QUANTITY_RULES, quantity(() => "5")),
    'Cannot learn the quantity "c" of t.csv: every row has 5, so there is nothing to learn',
  );
});
