/**
 * How often rows are split by groups, time or order though they are independent, and how often where they are not:
 *
 *     deno run packages/lab/bench/relations.ts false 0 1000
 *     deno run packages/lab/bench/relations.ts power 0 20
 *
 * Each draw makes a table of its own; the numbers are the first draw and the one after the last. `docs/lab/experiments.md` quotes
 * what this prints. @module
 */

import { findRelations, type Relation } from "../../../lib/table/relations/mod.ts";
import {
  columnOf,
  independentTable,
  type MadeTable,
  panelTable,
  patientsTable,
  randomOf,
  sensorTable,
  shopsTable,
  shuffled,
  sortedBy,
  timeTable,
  withColumns,
  without,
} from "../../../tests/table/relations/made_tables.ts";

type Random = ReturnType<typeof randomOf>;

/** Makes a table, with the number of rows if it has to be so large. */
type Maker = (random: Random) => MadeTable;

const numbers = (rows: number, of: (row: number) => number) =>
  Float64Array.from({ length: rows }, (_, row) => of(row));

const rowsOf = ({ target }: MadeTable) => target.values[0]!.length;

/** A column of levels without any effect, of 2 to 40 rows each, as a text or as a number, learned from or not. */
function idColumn(random: Random, rows: number) {
  const levels = Math.ceil(rows / (2 + random.below(39)));
  const kind = random.below(2) === 0 ? "text" : "number";
  const values = numbers(rows, () => random.below(levels));
  return columnOf("customer_id", kind, values, random.below(2) === 0);
}

/** Quantities of a table with an effect of their own for each level of a further column; two classes stay as they are. */
function withEffect(table: MadeTable, random: Random): MadeTable {
  const rows = rowsOf(table);
  const levels = Math.max(6, Math.floor(rows / (25 + random.below(100))));
  const own = numbers(levels, () => random.normal());
  const values = numbers(rows, () => random.below(levels));
  const size = 0.2 + random.uniform();
  const [target] = table.target.values;
  const sorted = Float64Array.from(target!).sort();
  const spread = (sorted[Math.floor(0.75 * rows)]! - sorted[Math.floor(0.25 * rows)]!) / 1.35 || 1;
  const kind = random.below(2) === 0 ? "text" : "number";
  return {
    columns: [
      ...table.columns,
      columnOf(["shop", "model", "floor"][random.below(3)]!, kind, values),
    ],
    target: {
      name: "y",
      isRanked: true,
      values: [numbers(rows, (row) => target![row]! + size * spread * own[values[row]!]!)],
    },
  };
}

/** Tables of independent rows, by what may be mistaken in them. */
export const INDEPENDENT: Readonly<Record<string, Maker>> = {
  "columns without an effect": (random) => {
    const table = independentTable(random);
    return withColumns(table, idColumn(random, rowsOf(table)));
  },
  "times and running numbers in random order": (random) => {
    const table = independentTable(random);
    const rows = rowsOf(table);
    const days = numbers(rows, () => 86_400 * (18_000 + random.below(1500)));
    const times = numbers(rows, () => 60 * (26_000_000 + random.below(2_000_000)));
    return withColumns(
      table,
      columnOf("day", "date", days),
      random.below(2) === 0
        ? columnOf("time", "date", times.sort())
        : columnOf("row", "number", numbers(rows, (row) => row + 1)),
    );
  },
  "levels of many rows with an effect": (random) => withEffect(independentTable(random), random),
  "a file sorted by the target": (random) => {
    const table = independentTable(random);
    const [target] = table.target.values;
    const sign = random.below(2) === 0 ? 1 : -1;
    const sorted = sortedBy(table, numbers(rowsOf(table), (row) => sign * target![row]!));
    const row = columnOf(
      "row",
      "number",
      numbers(rowsOf(table), (row) => row + 1),
      random.below(2) === 0,
    );
    return random.below(2) === 0 ? sorted : withColumns(sorted, row);
  },
  "a file sorted by a column": (random) => {
    const table = independentTable(random);
    return sortedBy(table, table.columns[random.below(table.columns.length)]!.values);
  },
};

/** The patients of a table in the order of the file, with their key or without it. */
const patients =
  (out: readonly string[], leftOut: readonly string[] = [], sort = false): Maker => (random) => {
    const table = patientsTable(random);
    return without(sort ? sortedBy(table, table.columns[0]!.values) : table, out, leftOut);
  };

/** Tables whose rows belong together, and what is expected of each: a split by that, a name, or nothing. */
export const RELATED: Readonly<Record<string, readonly [expected: string, Maker]>> = {
  "300 patients, 12 visits each, id as text": ["split by patient", patients([])],
  "the id as a number": ["split by patient", (random) => {
    const table = patientsTable(random);
    return {
      ...table,
      columns: table.columns.map((column) =>
        column.name === "patient" ? { ...column, kind: "number" } : column
      ),
    };
  }],
  "the id left out": ["split by patient", patients([], ["patient"])],
  "no id, but height and age": ["split by age and height", patients(["patient"])],
  "no id and no key, a patient's rows together": [
    "split by order",
    patients(["patient", "height", "age"], [], true),
  ],
  "100 patients, 3 visits each": ["split by patient", (random) => patientsTable(random, 100, 3)],
  "40 patients, 5 visits each": ["split by patient", (random) => patientsTable(random, 40, 5)],
  "panel of 100 firms, 10 years": ["split by firm", (random) => panelTable(random)],
  "panel of 50 firms, 6 years": ["split by firm", (random) => panelTable(random, 50, 6)],
  "panel of 50 firms, 2 years": ["split by firm", (random) => panelTable(random, 50, 2)],
  "40 shops of 100 rows": ["name shop", (random) => shopsTable(random)],
  "300 zip codes of 7 rows, with an effect": [
    "split by shop",
    (random) => shopsTable(random, 300, 2100),
  ],
  "sensor, hourly": ["split by time", (random) => sensorTable(random)],
  "sensor without its time": ["split by order", (random) => without(sensorTable(random), ["time"])],
  "random walk, daily": ["split by date", (random) => timeTable(random, "walk")],
  "autocorrelation .9, daily": ["split by date", (random) => timeTable(random, "autocorrelation")],
  "random walk, file shuffled": [
    "split by date",
    (random) => shuffled(timeTable(random, "walk"), random),
  ],
  "weekday": ["nothing", (random) => timeTable(random, "weekday")],
  "season": ["nothing", (random) => timeTable(random, "season")],
  "weekday without the date": [
    "nothing",
    (random) => without(timeTable(random, "weekday"), ["date"]),
  ],
  "season without the date": [
    "nothing",
    (random) => without(timeTable(random, "season"), ["date"]),
  ],
  "trend": ["nothing", (random) => timeTable(random, "trend")],
};

/** What is done by default, or named, in a few words. */
export function outcomeOf(found: readonly Relation[]): string {
  const [first] = found;
  if (first === undefined) return "nothing";
  return `${first.isSplit ? "split by" : "name"} ${first.columns.join(" and ") || "order"}`;
}

/** Counts the outcomes of a table in some draws. */
export function outcomesOf(make: Maker, draws: readonly number[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const draw of draws) {
    const { columns, target } = make(randomOf(draw));
    const outcome = outcomeOf(findRelations(columns, target));
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}

if (import.meta.main) {
  const [what, from = "0", to = "20"] = Deno.args;
  const draws = Array.from({ length: Number(to) - Number(from) }, (_, k) => Number(from) + k);
  const makers = Object.entries(INDEPENDENT);
  const tables = what === "false"
    ? makers.map(([name, make], k) =>
      [name, make, draws.filter((draw) => draw % makers.length === k)] as const
    )
    : Object.entries(RELATED).map(([name, [expected, make]]) =>
      [`${name} (${expected})`, make, draws] as const
    );
  for (const [name, make, own] of tables) {
    const counts = [...outcomesOf(make, own)].map(([outcome, count]) => `${outcome} ${count}`);
    console.log(`${name}: ${counts.join(", ")}`);
  }
}
