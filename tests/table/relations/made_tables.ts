/** Tables that are made for tests of relations between rows. @module */

import type { RelationColumn, RelationTarget } from "../../../lib/table/relations/columns.ts";
import { exp } from "../../../lib/numerics/elementary.ts";
import { RandomStream, shuffle } from "../../../lib/numerics/random.ts";

const { abs, floor, max, min, PI, round, sin, sqrt } = Math;

/** A table in memory. */
export interface MadeTable {
  readonly columns: readonly RelationColumn[];
  readonly target: RelationTarget;
}

/** Numbers that a table is made from, the same for the same number. */
export const randomOf = (table: number) => new RandomStream(table, "data");

/** A column of the values of each row. */
export function columnOf(
  name: string,
  kind: RelationColumn["kind"],
  values: ArrayLike<number>,
  isInput = true,
): RelationColumn {
  return { name, kind, values: Float64Array.from(values), isInput };
}

const draw = (count: number, of: (k: number) => number) =>
  Float64Array.from({ length: count }, (_, k) => of(k));

const digits = (value: number, count: number) => Number(value.toFixed(count));

/** Yes or no by the logits of each row. */
const classOf = (logits: Float64Array, random: RandomStream): RelationTarget => ({
  name: "y",
  isRanked: false,
  values: [logits.map((logit) => Number(random.uniform() < 1 / (1 + exp(-logit))))],
});

const quantityOf = (values: Float64Array): RelationTarget => ({
  name: "y",
  isRanked: true,
  values: [values],
});

/** The rows of a table in another order. */
function reordered({ columns, target }: MadeTable, order: ArrayLike<number>): MadeTable {
  const of = (values: ArrayLike<number>) => Float64Array.from(order, (row) => values[row]!);
  return {
    columns: columns.map((column) => ({ ...column, values: of(column.values) })),
    target: { ...target, values: target.values.map(of) },
  };
}

/** The rows of a table in random order. */
export function shuffled(table: MadeTable, random: RandomStream): MadeTable {
  const order = Uint32Array.from(table.target.values[0]!, (_, row) => row);
  shuffle(order, random);
  return reordered(table, order);
}

/** The rows in the order of some values. */
export function sortedBy(table: MadeTable, values: ArrayLike<number>): MadeTable {
  const order = Array.from(values, (_, row) => row).sort((a, b) => values[a]! - values[b]!);
  return reordered(table, order);
}

/** A table with further columns. */
export function withColumns(table: MadeTable, ...columns: RelationColumn[]): MadeTable {
  return { ...table, columns: [...table.columns, ...columns] };
}

/** A table without a column, or with one that is not an input. */
export function without(
  table: MadeTable,
  names: readonly string[],
  leftOut: readonly string[] = [],
): MadeTable {
  return {
    ...table,
    columns: table.columns.filter(({ name }) => !names.includes(name)).map((column) =>
      leftOut.includes(column.name) ? { ...column, isInput: false } : column
    ),
  };
}

/** Independent rows: numbers, texts, missing values, and a target that some of them decide in part. */
export function independentTable(
  random: RandomStream,
  rows = [200, 400, 800, 1600, 3000][random.below(5)]!,
): MadeTable {
  const columns: RelationColumn[] = [];
  const count = 3 + random.below(12);
  const sum = new Float64Array(rows);
  const strength = [0, 0.3, 1, 2][random.below(4)]!;
  for (let c = 0; c < count; c++) {
    const effect = random.below(3) === 0 ? 0 : random.normal();
    if (random.below(3) === 0) {
      const levels = [2, 3, 5, 8, 20, 50, 120][random.below(7)]!;
      const skew = random.uniform();
      const values = draw(
        rows,
        () => floor(levels * min(random.uniform(), 1 - skew * random.uniform() * 0.9)),
      );
      const own = draw(levels, () => random.normal());
      // Levels of few rows with an effect of their own are groups indeed.
      const has = rows / levels >= 40;
      columns.push(columnOf(`text ${c}`, "text", values));
      if (has) values.forEach((level, row) => sum[row]! += effect * own[level]!);
      continue;
    }
    const shape = random.below(5);
    const values = draw(rows, () => {
      const z = random.normal();
      if (shape === 0) return round(3 * z);
      if (shape === 1) return round(12 * z) + 50;
      if (shape === 2) return digits(exp(z), 2);
      if (shape === 3) return 5 * floor(10 * abs(z));
      return z;
    });
    const scale = sqrt(values.reduce((sum, x) => sum + x * x, 0) / rows);
    const curve = random.below(4);
    values.forEach((x, row) => {
      const z = x / scale;
      sum[row]! += effect *
        (curve === 0 ? z : curve === 1 ? z * z : curve === 2 ? sin(3 * z) : Number(z > 0.5));
    });
    const missing = random.below(4) === 0 ? 0.1 * random.uniform() : 0;
    const holey = (x: number) => random.uniform() < missing ? NaN : x;
    columns.push(columnOf(`x${c}`, "number", values.map(holey)));
    if (random.below(5) > 0) continue;
    const near = values.map((x) => round(x + 0.3 * scale * random.normal()));
    columns.push(columnOf(`near x${c}`, "number", near));
  }
  const mean = sum.reduce((a, b) => a + b, 0) / rows;
  const deviation = sqrt(sum.reduce((a, b) => a + (b - mean) * (b - mean), 0) / rows) || 1;
  const scores = sum.map((value) => strength * (value - mean) / deviation);
  const kind = random.below(4);
  const rarity = random.below(2);
  const target: RelationTarget = kind === 0
    ? quantityOf(scores.map((score) => score + random.normal()))
    : kind === 1
    ? quantityOf(scores.map((score) => exp(score + random.normal())))
    : kind === 2
    ? classOf(scores.map((score) => 1.5 * score - 1.5 * rarity), random)
    : {
      name: "y",
      isRanked: false,
      values: [scores.map((score) => max(0, min(3, round(1.5 + score + random.normal()))))],
    };
  return { columns, target };
}

/** Patients with twelve visits each, in random order: measurements of their own, and a coin toss for each patient. */
export function patientsTable(random: RandomStream, patients = 300, visits = 12): MadeTable {
  const rows = patients * visits;
  const of = (make: () => number) => {
    const own = draw(patients, make);
    return (noise: number, count: number) =>
      draw(rows, (row) => digits(own[floor(row / visits)]! + noise * random.normal(), count));
  };
  const [pressure, cholesterol, weight, height] = [[130, 12], [210, 25], [78, 12], [170, 9]]
    .map(([mean, deviation]) => of(() => mean! + deviation! * random.normal()));
  const age = of(() => 30 + 50 * random.uniform());
  const sick = of(() => random.below(2));
  return shuffled({
    columns: [
      columnOf("patient", "text", draw(rows, (row) => floor(row / visits))),
      columnOf("visit", "date", draw(rows, () => 86_400 * (19_723 + random.below(600)))),
      columnOf("pressure", "number", pressure!(1, 1)),
      columnOf("cholesterol", "number", cholesterol!(2, 1)),
      columnOf("weight", "number", weight!(0.5, 1)),
      columnOf("height", "number", height!(0, 1)),
      columnOf("age", "number", age(0, 1)),
    ],
    target: { name: "sick", isRanked: false, values: [sick(0, 0)] },
  }, random);
}

/** A panel: some firms over some years, each firm with a level of its own in the target and in two of the columns. */
export function panelTable(random: RandomStream, firms = 100, years = 10): MadeTable {
  const rows = firms * years;
  const [a, b, own] = [1, 2, 3].map(() => draw(firms, () => random.normal()));
  const firm = draw(rows, (row) => floor(row / years));
  const x = draw(rows, (row) => a![firm[row]!]! + 0.2 * random.normal());
  const z = draw(rows, (row) => b![firm[row]!]! + 0.2 * random.normal());
  const w = draw(rows, () => random.normal());
  const y = draw(
    rows,
    (row) => own![firm[row]!]! + 0.5 * x[row]! + 0.5 * w[row]! + 0.5 * random.normal(),
  );
  return shuffled({
    columns: [
      columnOf("firm", "text", firm),
      columnOf("year", "number", draw(rows, (row) => 2010 + row % years)),
      columnOf("x", "number", x),
      columnOf("z", "number", z),
      columnOf("w", "number", w),
    ],
    target: quantityOf(y),
  }, random);
}

/** Sales of 40 shops, each with an effect of its own and some hundred rows. */
export function shopsTable(random: RandomStream, shops = 40, rows = 4000): MadeTable {
  const own = draw(shops, () => random.normal());
  const shop = draw(rows, () => random.below(shops));
  const [x, z] = [1, 2].map(() => draw(rows, () => random.normal()));
  const y = draw(rows, (row) => 0.6 * own[shop[row]!]! + 0.5 * x![row]! + random.normal());
  return {
    columns: [
      columnOf("shop", "text", shop),
      columnOf("x", "number", x!),
      columnOf("z", "number", z!),
    ],
    target: quantityOf(y),
  };
}

/** What a table of time has in its target besides the columns. */
export type Course = "walk" | "autocorrelation" | "trend" | "weekday" | "season" | "none";

/** A table in the order of time, an hour or a day a row: three columns and a course of the target. */
export function timeTable(random: RandomStream, course: Course, rows = 1000): MadeTable {
  const [x, z, w] = [1, 2, 3].map(() => draw(rows, () => random.normal()));
  let [state, walk] = [random.normal(), 0];
  const y = draw(rows, (row) => {
    state = 0.9 * state + sqrt(1 - 0.81) * random.normal();
    walk += 0.3 * random.normal();
    const part = {
      walk,
      autocorrelation: 1.5 * state,
      trend: 3 * row / rows,
      weekday: 1.5 * Number(row % 7 >= 5),
      season: 1.5 * sin(2 * PI * row / 365),
      none: 0,
    }[course];
    return x![row]! + 0.5 * z![row]! + part + 0.5 * random.normal();
  });
  return {
    columns: [
      columnOf("date", "date", draw(rows, (row) => 86_400 * (19_000 + row))),
      columnOf("x", "number", x!),
      columnOf("z", "number", z!),
      columnOf("w", "number", w!),
    ],
    target: quantityOf(y),
  };
}

/** A sensor's hourly rows: temperature by day and weather, air pressure and soil moisture that change slowly, a level that drifts. */
export function sensorTable(random: RandomStream, rows = 2000): MadeTable {
  let [weather, pressure, moisture, level] = [0, 0, 0, 0];
  const cells = Array.from({ length: rows }, (_, row) => {
    weather = 0.99 * weather + 0.3 * random.normal();
    pressure = 0.995 * pressure + 0.5 * random.normal();
    moisture = 0.998 * moisture + 0.3 * random.normal();
    level += 0.3 * random.normal();
    const temperature = digits(10 + 5 * sin(2 * PI * row / 24) + weather, 1);
    return [
      temperature,
      digits(1010 + pressure, 1),
      digits(40 + moisture, 1),
      level + 0.1 * temperature + 0.1 * random.normal(),
    ];
  });
  const of = (k: number) => draw(rows, (row) => cells[row]![k]!);
  return {
    columns: [
      columnOf("time", "date", draw(rows, (row) => 3600 * (456_000 + row))),
      columnOf("temperature", "number", of(0)),
      columnOf("pressure", "number", of(1)),
      columnOf("moisture", "number", of(2)),
    ],
    target: quantityOf(of(3)),
  };
}

/** Stores over weeks, each with a level of its own, while the market moves. */
export function storesTable(random: RandomStream, stores = 25, weeks = 40): MadeTable {
  const own = draw(stores, () => random.normal());
  const walk = draw(weeks, () => 0.4 * random.normal());
  for (let week = 1; week < weeks; week++) walk[week]! += walk[week - 1]!;
  const rows = stores * weeks;
  const store = draw(rows, (row) => row % stores);
  const week = draw(rows, (row) => floor(row / stores));
  const [x, z] = [1, 2].map(() => draw(rows, () => random.normal()));
  const y = draw(
    rows,
    (row) => own[store[row]!]! + walk[week[row]!]! + 0.5 * x![row]! + 0.4 * random.normal(),
  );
  return shuffled({
    columns: [
      columnOf("store", "text", store),
      columnOf("week", "date", week.map((week) => 604_800 * (2600 + week))),
      columnOf("x", "number", x!),
      columnOf("z", "number", z!),
    ],
    target: quantityOf(y),
  }, random);
}

/** Customers who come at some time, buy some things within some days, and do not come again. */
export function customersTable(
  random: RandomStream,
  customers = 150,
  visits = 7,
  trend = 0,
  days = 5,
): MadeTable {
  const rows = customers * visits;
  const own = draw(customers, () => random.normal());
  const first = draw(customers, () => random.below(700));
  const customer = draw(rows, (row) => floor(row / visits));
  const day = draw(rows, (row) => 19_000 + first[customer[row]!]! + random.below(days));
  const [x, z] = [1, 2].map(() => draw(rows, () => random.normal()));
  const y = draw(
    rows,
    (row) =>
      own[customer[row]!]! + trend * first[customer[row]!]! / 700 + 0.5 * x![row]! +
      0.5 * random.normal(),
  );
  return shuffled({
    columns: [
      columnOf("customer", "text", customer),
      columnOf("date", "date", day.map((day) => 86_400 * day)),
      columnOf("x", "number", x!),
      columnOf("z", "number", z!),
    ],
    target: quantityOf(y),
  }, random);
}

/** Diaries of persons without an id, whose age and height are different for each. */
export function diaryTable(random: RandomStream, persons = 60, days = 25): MadeTable {
  const rows = persons * days;
  const ages = Uint32Array.from({ length: 82 }, (_, k) => 18 + k);
  shuffle(ages, random);
  const height = draw(persons, () => digits(170 + 9 * random.normal(), 1));
  const own = draw(persons, () => 1.5 * random.normal());
  const person = draw(rows, (row) => floor(row / days));
  return shuffled({
    columns: [
      columnOf("age", "number", person.map((person) => ages[person]!)),
      columnOf("height", "number", person.map((person) => height[person]!)),
      columnOf("humidity", "number", draw(rows, () => random.normal())),
    ],
    target: classOf(person.map((person) => own[person]!), random),
  }, random);
}
