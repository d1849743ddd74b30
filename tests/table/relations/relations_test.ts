import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { findRelations, type Relation } from "../../../lib/table/relations/relations.ts";
import { isRunningNumber } from "../../../lib/table/relations/orders.ts";
import { optionOfTerminal } from "../../../tasks/data/table.ts";
import { relationText } from "../../../lib/table/relations/texts.ts";
import {
  columnOf,
  type Course,
  customersTable,
  diaryTable,
  independentTable,
  type MadeTable,
  panelTable,
  patientsTable,
  randomOf,
  sensorTable,
  shopsTable,
  shuffled,
  sortedBy,
  storesTable,
  timeTable,
  withColumns,
  without,
} from "./made_tables.ts";

const relationsOf = ({ columns, target }: MadeTable) => findRelations(columns, target);

/** What the rows are split by, and the names of the others. */
const outcome = (table: MadeTable) =>
  relationsOf(table).map(({ isSplit, kind, columns }) =>
    `${isSplit ? "split" : "name"} ${[kind, ...columns].join(" ")}`
  );

const patients = patientsTable(randomOf(1), 120, 8);

Deno.test("rows of a patient stay together: id as a text, as a number, left out", () => {
  assertEquals(outcome(patients), ["split nearCopies patient"]);
  const number = {
    ...patients,
    columns: patients.columns.map((column) =>
      column.name === "patient" ? { ...column, kind: "number" as const } : column
    ),
  };
  assertEquals(outcome(number), ["split nearCopies patient"]);
  assertEquals(outcome(without(patients, [], ["patient"])), ["split nearCopies patient"]);
});

Deno.test("without an id, height and age are the key of a patient", () => {
  assertEquals(outcome(without(patients, ["patient"])), ["split key age height"]);
});

Deno.test("without any key, a patient's rows in the file are neighbors; in random order nothing is seen", () => {
  const keys = ["patient", "height", "age"];
  const inOrder = without(sortedBy(patients, patients.columns[0]!.values), keys);
  assertEquals(outcome(inOrder), ["split order"]);
  assertEquals(outcome(without(patients, keys)), []);
});

Deno.test("what a random split promises of patients is memory, and accuracy for new ones is chance", () => {
  const [{ random, heldOut, levels, levelRows }] = relationsOf(
    without(patients, [], ["patient"]),
  ) as [Relation];
  assertEquals([levels, levelRows], [120, 8]);
  assertGreater(random.accuracy!, 0.75);
  assertLess(heldOut.accuracy!, 0.65);
  assertGreater(random.r2, 0.3);
  assertLess(heldOut.r2, 0.1);
});

Deno.test("a panel is split by its firms", () => {
  assertEquals(outcome(panelTable(randomOf(2), 60, 8)), ["split nearCopies firm"]);
});

Deno.test("stores that come again every week stay inputs, and the latest weeks test", () => {
  const stores = storesTable(randomOf(7));
  assertEquals(outcome(stores), ["split time week", "name own store"]);
  const [, store] = relationsOf(stores);
  assertEquals([store!.comesAgain, store!.returning], [true, 1]);
  const number = {
    ...stores,
    columns: stores.columns.map((column) =>
      column.name === "week"
        ? columnOf("week", "number", column.values.map((time) => time / 604_800))
        : column
    ),
  };
  assertEquals(outcome(number), ["split time week", "name own store"]);
  assertEquals(outcome(sortedBy(stores, stores.columns[0]!.values)), [
    "split time week",
    "name own store",
  ]);
});

Deno.test("customers who come once are kept apart, and not the latest rows", () => {
  const customers = customersTable(randomOf(8));
  assertEquals(outcome(customers), ["split nearCopies customer"]);
  const [{ returning }] = relationsOf(customers) as [Relation];
  assertLess(returning!, 0.3);
});

Deno.test("where only new customers come, and later ones differ from all before, the latest rows test", () => {
  const customers = customersTable(randomOf(8), 150, 7, 9);
  assertEquals(outcome(customers)[0], "split time date");
});

Deno.test("rows of persons follow each other in the file: they are split by person, not by order", () => {
  const panel = panelTable(randomOf(2), 60, 8);
  assertEquals(outcome(sortedBy(panel, panel.columns[0]!.values)), ["split nearCopies firm"]);
});

Deno.test("two attributes of a person without an id keep the persons apart, and stay inputs", () => {
  const [relation] = relationsOf(diaryTable(randomOf(9)));
  assertEquals([relation!.isSplit, relation!.staysInput], [true, true]);
});

Deno.test("large levels with an effect of their own, and few levels, are only named", () => {
  assertEquals(outcome(shopsTable(randomOf(3), 20, 1500)), ["name own shop"]);
  assertEquals(outcome(shopsTable(randomOf(4), 9, 1000)), ["name fewLevels shop"]);
});

Deno.test("small levels with an effect of their own are split by", () => {
  assertEquals(outcome(shopsTable(randomOf(4), 120, 1000)), ["split own shop"]);
});

Deno.test("a sensor's latest rows test, by its time or by the order of the file", () => {
  const sensor = sensorTable(randomOf(5), 1000);
  assertEquals(outcome(sensor), ["split time time"]);
  assertEquals(outcome(without(sensor, ["time"])), ["split order"]);
  assertEquals(outcome(shuffled(sensor, randomOf(6))), ["split time time"]);
});

Deno.test("a running number is a time", () => {
  const sensor = without(sensorTable(randomOf(5), 1000), ["time"]);
  const number = columnOf(
    "row",
    "number",
    Float64Array.from({ length: 1000 }, (_, k) => 5 + 2 * k),
  );
  assertEquals(outcome(withColumns(sensor, number)), ["split time row"]);
  assertEquals(isRunningNumber(number), true);
  const of = (value: (k: number) => number) =>
    isRunningNumber(columnOf("x", "number", Float64Array.from({ length: 50 }, (_, k) => value(k))));
  assertEquals([
    of((k) => k / 10),
    of((k) => k * k),
    of((k) => k * k * k / 10),
    of(() => 1),
    of((k) => -k),
  ], [
    true,
    true,
    false,
    false,
    false,
  ]);
});

Deno.test("a random walk is split by time, a weekday, a season and independent rows are not", () => {
  const of = (course: Course) => timeTable(randomOf(7), course, 800);
  assertEquals(outcome(of("walk")), ["split time date"]);
  for (const course of ["weekday", "season", "none"] as const) {
    assertEquals(outcome(of(course)), [], course);
    assertEquals(outcome(without(of(course), ["date"])), [], `${course} without its date`);
  }
});

Deno.test("independent rows are not split, whatever the file is sorted by", () => {
  for (let table = 100; table < 104; table++) {
    const made = independentTable(randomOf(table), 500);
    const [target] = made.target.values;
    for (const some of [made, sortedBy(made, target!), sortedBy(made, made.columns[0]!.values)]) {
      assertEquals(relationsOf(some).filter(({ isSplit }) => isSplit), []);
    }
  }
});

Deno.test("independent rows are not split by random ids, times, towns or large levels with an effect", () => {
  const rows = 400;
  for (const table of [200, 201, 202]) {
    const random = randomOf(table);
    const of = (value: (row: number) => number) =>
      Float64Array.from({ length: rows }, (_, row) => value(row));
    const id = columnOf("customer_id", "text", of(() => random.below(60)));
    const time = columnOf("time", "date", of(() => 60 * random.below(2_000_000)));
    const row = columnOf("row", "number", of((row) => row + 1));
    const towns = Array.from({ length: 40 }, () => [random.uniform(), random.uniform()] as const);
    const town = of(() => random.below(40));
    const latitude = columnOf("latitude", "number", town.map((k) => towns[k]![0]));
    const longitude = columnOf("longitude", "number", town.map((k) => towns[k]![1]));
    const made = independentTable(random, rows);
    for (
      const some of [
        withColumns(made, id, time, latitude, longitude),
        withColumns(made, { ...id, kind: "number" }, row),
        withColumns(shopsTable(random, 10, rows), { ...id, isInput: false }, time, row),
      ]
    ) {
      assertEquals(relationsOf(some).filter(({ isSplit }) => isSplit), [], `table ${table}`);
    }
  }
});

Deno.test("the order of a file counts for nothing where it is the target's, with a running number too", () => {
  const sorted = sortedBy(patients, patients.target.values[0]!);
  const number = columnOf(
    "row",
    "number",
    Float64Array.from(sorted.target.values[0]!, (_, row) => row),
  );
  const keys = ["patient", "height", "age"];
  assertEquals(outcome(withColumns(without(sorted, keys), number)), []);
});

Deno.test(
  "a table of many rows is looked at in samples of whole levels",
  () => {
    const firms = panelTable(randomOf(8), 2000, 4);
    assertEquals(outcome(firms), ["split own firm"]);
  },
);

Deno.test("groups with one level, rows that are all a group of their own, and times that tie, are nothing", () => {
  const rows = 300;
  const made = independentTable(randomOf(9), rows);
  const of = (value: (row: number) => number) =>
    Float64Array.from({ length: rows }, (_, k) => value(k));
  const strange = withColumns(
    made,
    columnOf("one_id", "text", of(() => 0)),
    columnOf("own_id", "text", of((row) => row)),
    columnOf("empty_id", "text", of(() => NaN)),
    columnOf("day", "date", of(() => 86_400)),
    columnOf("no day", "date", of(() => NaN)),
    columnOf("two days", "date", of((row) => 86_400 * (row % 2))),
  );
  assertEquals(relationsOf(strange).filter(({ isSplit }) => isSplit), []);
});

Deno.test("few rows, a target that is constant, and a table without columns have no relations", () => {
  const target = { name: "y", isRanked: true, values: [new Float64Array(100).fill(3)] } as const;
  const id = columnOf("id", "text", Float64Array.from({ length: 100 }, (_, row) => row % 20));
  assertEquals(findRelations([id], target), []);
  assertEquals(relationsOf(patientsTable(randomOf(1), 5, 4)), []);
  const values = [Float64Array.from({ length: 100 }, (_, row) => row * 37 % 100)];
  assertEquals(findRelations([], { ...target, values }), []);
});

Deno.test("equal tables get equal results", () => {
  assertEquals(relationsOf(patients), relationsOf(patients));
});

Deno.test("a date does not count where later rows are worse since fewer of them are of known units", () => {
  const named = (seed: number, trend: number) => {
    const table = customersTable(randomOf(seed), 80, 30, trend, 200);
    return relationsOf(table).map(({ columns }) => columns[0]);
  };
  assertEquals([1, 2, 3, 4].map((seed) => named(seed, 0)), Array(4).fill(["customer"]));
  assertEquals(named(3, 3), ["customer", "date"]);
});

const relation: Relation = {
  kind: "nearCopies",
  columns: ["patient"],
  isSplit: true,
  levels: 300,
  levelRows: 12,
  random: { r2: 0.561, accuracy: undefined },
  heldOut: { r2: -0.3, accuracy: undefined },
  drop: 0.56,
};

Deno.test("a relation is reported with both results, and with the option that changes the split", () => {
  const text = (changed: Partial<Relation>, ...units: Relation[]) =>
    relationText({ ...relation, ...changed }, optionOfTerminal, units);
  const accuracy = {
    random: { r2: 0.5, accuracy: 0.97 },
    heldOut: { r2: -0.2, accuracy: 0.436 },
  };
  const near = {
    random: { r2: 0.99, accuracy: undefined },
    heldOut: { r2: 0.84, accuracy: undefined },
  };
  const unit = (name: string): Relation => ({ ...relation, columns: [name], comesAgain: true });
  assertEquals([
    text({}),
    text(accuracy),
    text({ columns: ["age"], staysInput: true }),
    text({ columns: ["customer"], returning: 0.62 }),
    text({ kind: "key", columns: ["height", "age"], ...accuracy }),
    text({ kind: "own", columns: ["shop"], levels: 40, isSplit: false, ...near }),
    text({ kind: "own", columns: ["shop"], levels: 40, isSplit: false, comesAgain: true, ...near }),
    text({ kind: "own", columns: ["town"], levels: 80, isSplit: false, returning: 0.55, ...near }),
    text({ kind: "fewLevels", columns: ["device"], levels: 5, isSplit: false }),
    text({ kind: "key", columns: ["height", "age"], isSplit: false, ...near }),
    text({ kind: "time", columns: ["timestamp"], ...near }),
    text({ kind: "time", columns: ["week"], ...near }, unit("store")),
    text({ kind: "time", columns: ["week"], ...near }, unit("store"), unit("product")),
    text({ kind: "time", columns: ["timestamp"], isSplit: false, ...near }),
    text({ kind: "order", columns: [], ...near }),
    text({ kind: "order", columns: [], isSplit: false, ...near }),
  ], [
    'Split by "patient": R² ≤ 0 for new ones, 0.56 for known ones (--split random), since rows with the same "patient" predict each other. "patient" is not an input.',
    'Split by "patient": accuracy 44 % for new ones, 97 % for known ones (--split random), since rows with the same "patient" predict each other. "patient" is not an input.',
    'Split by "age": R² ≤ 0 for new ones, 0.56 for known ones (--split random), since rows with the same "age" predict each other. "age" stays an input.',
    'Split by "customer": R² ≤ 0 for new ones, 0.56 for known ones (--split random), since rows with the same "customer" predict each other. "customer" is not an input, and 62 % of the latest rows belong to known ones.',
    'Split by "height" and "age": accuracy 44 % for new ones, 97 % for known ones (--split random), since rows with the same "height" and "age" predict each other, as rows of one person do. "height" and "age" stay inputs.',
    '"shop" matters: R² 0.99 for the 40 in the table, 0.84 for new ones (--split-by shop).',
    '"shop" stays an input, since the same 40 come again: R² 0.99 for these, 0.84 for new ones (--split-by shop).',
    '"town" matters: R² 0.99 for the 80 in the table, 0.84 for new ones (--split-by town); 55 % of the latest rows belong to known ones.',
    '"device" has 5 values, too few to test on new ones: R² 0.56 for these, ≤ 0 for new ones (--split-by device).',
    'Rows with the same "height" and "age" predict each other: R² 0.99 for known ones, 0.84 for new ones (--split-by height --split-by age).',
    'Test on the latest rows by "timestamp": R² 0.84 for later rows, 0.99 for random rows (--split random).',
    'Test on the latest rows by "week": R² 0.84 for later rows of the same "store", ≤ 0 for a new "store" (--split-by store), 0.99 for random rows (--split random). "store" stays an input.',
    'Test on the latest rows by "week": R² 0.84 for later rows of the same "store" and "product", ≤ 0 for a new "store" (--split-by store), ≤ 0 for a new "product" (--split-by product), 0.99 for random rows (--split random). "store" and "product" stay inputs.',
    '"timestamp" matters: R² 0.99 for random rows, 0.84 for later ones (--split-after timestamp).',
    "Test on the last rows of the file: R² 0.84 for rows without their neighbors, 0.99 for random rows (--split random), since rows that follow each other in the file predict each other, as rows of one day or one person do.",
    "Rows that follow each other in the file may predict each other: R² 0.99 for random rows, 0.84 for rows without their neighbors (--split order).",
  ]);
});
