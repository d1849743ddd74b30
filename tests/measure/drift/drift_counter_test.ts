/** Drift: the index against plain formulas, none where there is none, and found where it was planted. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { DriftCounter, stabilityOf } from "../../../lib/measure/drift/drift_counter.ts";
import { quotedDrift } from "../../../lib/table/drift/quoted_drift.ts";
import {
  brightnessOf,
  type Distributions,
  distributionsOf,
  parseDistributions,
} from "../../../lib/measure/drift/distributions.ts";
import { binAmong, quantileEdges } from "../../../lib/numerics/quantile_bins.ts";
import { CellValues } from "../../../lib/table/columns/cell_values.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import {
  type CellValue,
  type ColumnDistribution,
  levelsOf,
  numbersOf,
  textsOf,
} from "../../../lib/measure/drift/distribution.ts";
import { Dataset, Network, RandomStream } from "../../../mod.ts";
import { tableOf } from "../../table/table_fixture.ts";
import { distributionsOf as distributionsOfRows } from "../../table/model/distributions_fixture.ts";

/** Our logarithm and JavaScript's differ by at most so much, relatively. */
const ROUNDINGS = 1e-12;

const only = (column: ColumnDistribution, rows: number): Distributions => ({
  version: 1,
  rows,
  columns: [column],
  answered: 0,
  answers: [],
});

/** The drift of one column. */
function driftOf(then: readonly CellValue[], now: readonly CellValue[]) {
  const column = then.some((value) => typeof value === "string")
    ? textsOf("x", then, true)
    : numbersOf("x", "number", then);
  const counter = new DriftCounter(only(column, then.length));
  for (const value of now) counter.add([value]);
  return counter.result().columns[0]!;
}

Deno.test("the index is that of a plain formula on random counts, empty bins included", () => {
  const random = new RandomStream(1, "data");
  for (let run = 0; run < 200; run++) {
    const bins = 1 + random.below(12);
    const draw = () => Array.from({ length: bins }, () => random.below(4) * random.below(50));
    const [then, now] = [draw(), draw()];
    const { psi } = stabilityOf(then, now);
    const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
    if (sum(then) === 0 || sum(now) === 0) {
      assertEquals(psi, null);
      continue;
    }
    const used = then.filter((count, k) => count + now[k]! > 0).length;
    const expected = then.reduce((total, count, k) => {
      if (count + now[k]! === 0) return total;
      const p = (count + 0.5) / (sum(then) + used / 2);
      const q = (now[k]! + 0.5) / (sum(now) + used / 2);
      return total + (q - p) * Math.log(q / p);
    }, 0);
    assertAlmostEquals(psi!, expected, ROUNDINGS * (1 + expected));
    assertEquals(stabilityOf(now, then).psi!.toFixed(12), psi!.toFixed(12), "it is symmetric");
  }
});

Deno.test("chance is the 99 % quantile of χ² times the sum of both reciprocal numbers of rows", () => {
  const quantiles = [6.635, 9.21, 11.345]; // of 1, 2 and 3 degrees of freedom
  for (const [k, quantile] of quantiles.entries()) {
    const counts = (each: number) => Array.from({ length: k + 2 }, () => each);
    const { chance } = stabilityOf(counts(50), counts(20));
    const rows = k + 2;
    assertAlmostEquals(chance! / (1 / (50 * rows) + 1 / (20 * rows)) / quantile, 1, 0.01);
  }
});

Deno.test("bins have as many values each, and values that repeat share one", () => {
  const random = new RandomStream(2, "data");
  for (let run = 0; run < 100; run++) {
    const levels = 1 + random.below(40);
    const values = Array.from({ length: 1 + random.below(300) }, () => random.below(levels) / 8);
    const edges = quantileEdges(values, 10);
    assert(edges.length < 10);
    assert(edges.every((edge, k) => k === 0 || edge > edges[k - 1]!), `${edges}`);
    const bins = Map.groupBy(values, (value) => binAmong(edges, value));
    assertEquals(bins.size, edges.length + 1, "no bin is empty");
    for (const value of values) {
      assertEquals(binAmong(edges, value), edges.filter((edge) => edge <= value).length);
    }
    if (new Set(values).size <= 10) assertEquals(bins.size, new Set(values).size);
  }
  const many = quantileEdges(Array.from({ length: 1000 }, (_, k) => k), 10);
  assertEquals(many, [99.5, 199.5, 299.5, 399.5, 499.5, 599.5, 699.5, 799.5, 899.5]);
  assertEquals(quantileEdges([], 10), []);
  assertEquals(quantileEdges([3, 3], 10), []);
});

Deno.test("samples of one distribution drift by chance in about 1 of 100", () => {
  const random = new RandomStream(3, "data");
  let [beyond, wrong] = [0, 0];
  const runs = 400;
  for (let run = 0; run < runs; run++) {
    const draw = (n: number) => Array.from({ length: n }, () => random.normal());
    const { psi, chance, reading } = driftOf(draw(500), draw(20 + random.below(400)));
    if (psi! > chance!) beyond++;
    if (reading !== "none") wrong++;
  }
  assert(beyond <= 0.03 * runs, `${beyond} of ${runs}`);
  assert(wrong <= 0.03 * runs, `${wrong} of ${runs} are called drift`);
});

Deno.test("a shift, missing values and cells that are not numbers are drift", () => {
  const random = new RandomStream(4, "data");
  const draw = (n: number, by = 0) => Array.from({ length: n }, () => random.normal() + by);
  const then = draw(1000);
  assertEquals(driftOf(then, draw(300)).reading, "none");
  const shifted = driftOf(then, draw(300, 1));
  assert(shifted.reading === "large" && shifted.psi! > 0.5, `${shifted.psi}`);
  assertEquals(driftOf(then, draw(300, 0.4)).reading, "some");
  const missing = driftOf(then, draw(300).map((value, k) => k % 4 === 0 ? null : value));
  assertEquals([missing.reading, missing.now.missing, missing.then.missing], ["large", 0.25, 0]);
  const unread = driftOf(then, draw(300).map((value, k) => k % 10 === 0 ? undefined : value));
  assert(unread.reading !== "none" && unread.now.unread === 0.1);
});

const whole = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);

Deno.test("later dates and higher running numbers are a range and no drift", () => {
  const days = (from: number, to: number) => whole(from, to).map((day) => 86_400 * day);
  const running = numbersOf("order", "number", whole(1000, 1400));
  const backwards = numbersOf("order", "number", whole(1000, 1400).toReversed());
  for (
    const [column, now] of [
      [numbersOf("day", "date", days(0, 400)), days(400, 430)],
      [running, whole(1400, 1500)],
      [backwards, whole(1400, 1500)],
    ] as const
  ) {
    const counter = new DriftCounter(only(column, 400));
    for (const value of now) counter.add([value]);
    const [drift] = counter.result().columns;
    assertEquals([drift!.reading, drift!.psi! < 0.01], ["none", true]);
    const range = { then: column.range, now: [now[0]!, now.at(-1)!] };
    assertEquals<unknown>(drift!.range, range);
  }
  assertEquals(running.range, [1000, 1399]);
});

Deno.test("dates that are missing are drift as before, and a file without a range has that of now", () => {
  const { range: _, ...old } = numbersOf("day", "date", whole(0, 400));
  const counter = new DriftCounter(only(old, 400));
  for (const value of whole(500, 600)) counter.add([value % 3 === 0 ? null : value]);
  const [drift] = counter.result().columns;
  assertEquals(drift!.reading, "large");
  assertEquals<unknown>(drift!.range, { then: undefined, now: [500, 599] });
});

Deno.test("numbers that repeat, have fractions, are few or have no order are measured, not running", () => {
  const random = new RandomStream(6, "data");
  const shuffled = whole(0, 100).toSorted(() => random.uniform() - 0.5);
  const some = [whole(0, 10), whole(0, 100).map((x) => x / 2), shuffled];
  for (const values of [...some, whole(0, 100).map((x) => x >> 1)]) {
    assertEquals(numbersOf("x", "number", values).range, undefined);
  }
});

const table: TableDescription = {
  version: 2,
  columns: [
    ...["day", "price"].map((name) =>
      ({ kind: "number", name, mean: 0, deviation: 1, gaps: "mean" }) as const
    ),
    {
      kind: "category",
      name: "sky",
      values: ["", "clear", "cloudy"],
      spellings: { Clear: "clear" },
      gaps: "category",
    },
    { kind: "date", name: "date", order: "dmy", first: 0, parts: [], gaps: "mean" },
    { kind: "words", name: "note", words: ["red", "blue"], gaps: "mean" },
  ],
  target: { kind: "class", name: "feels", classes: ["cold", "warm"] },
};

Deno.test("cells are read as their columns are, of files and of rows by name", () => {
  const head = { columns: ["note", "sky", "other", "price", "date", "day"], decimalComma: true };
  const values = new CellValues(table, head);
  assertEquals(values.ofCells(["Red, red, BLUE", "Clear", "", "1,5", "1970-01-02", "NA"]), [
    null,
    1.5,
    "clear",
    86_400,
    2,
  ]);
  assertEquals(values.ofCells(["", "snow", "", "x", "soon", "7"]), [
    7,
    undefined,
    undefined,
    undefined,
    null,
  ]);
  const row = { day: 7, price: "2.5", sky: null, date: "x", note: "green grass" };
  assertEquals(new CellValues(table).ofRow(row), [7, 2.5, null, undefined, 0]);
  assertEquals(new CellValues(table).ofRow({}), [null, null, null, null, null]);
});

Deno.test("the training rows of a table have their distributions, others none of it", async () => {
  const rows = Array.from({ length: 200 }, (_, k) => [
    `${k}`,
    k % 5 === 0 ? "" : k % 5 === 1 ? "b" : "a",
    k % 2 ? "yes" : "no",
  ]);
  const data = await tableDatasets(tableOf([["n", "letter", "target"], ...rows]), {
    target: "target",
    gaps: "category",
  });
  const training = [...data.lines.training].map((line) => rows[line - 2]!);
  const [n, letter] = data.distributions;
  const numbers = training.map(([cell]) => Number(cell));
  assertEquals(n, numbersOf("n", "number", numbers));
  assertEquals(n!.counts.length, 10);
  const count = (text: string) => training.filter(([, cell]) => cell === text).length;
  assertEquals(letter, {
    name: "letter",
    kind: "category",
    levels: ["a", "b"],
    counts: [count("a"), count("b"), 0],
    missing: count(""),
    unread: 0,
  });
});

Deno.test("common texts are counted one by one, others together, and one that is alone as unknown", () => {
  const texts = Array.from({ length: 60 }, (_, k) => Array(k + 1).fill(`t${k}`)).flat();
  const { levels, counts, unread } = textsOf("x", texts, true);
  assertEquals([levels!.length, levels![0], unread], [20, "t59", 1]);
  assertEquals(counts.at(-1), 40 * 41 / 2 - 1);
  assertEquals(textsOf("x", texts, false).unread, 0, "of some rows it is not known");
  const rare = [...Array(300).fill("a"), ...Array(3).fill("b"), "c", "c", null];
  assertEquals(textsOf("x", rare, true), {
    name: "x",
    kind: "category",
    levels: ["a"],
    counts: [300, 5],
    missing: 1,
    unread: 0,
  });
});

/** Two samples of 1,000 rows of one column, of which the model learned the texts of the first. */
function samplesOf(draw: (random: RandomStream) => CellValue, random: RandomStream) {
  const [then, now] = [0, 1].map(() => Array.from({ length: 1000 }, () => draw(random)));
  const known = new Set(then);
  const isKnown = (value: CellValue) => typeof value !== "string" || known.has(value);
  return [then!, now!.map((value) => isKnown(value) ? value : undefined)] as const;
}

Deno.test("two samples of 1,000 rows of one table have an index below 0.1, and no drift", () => {
  const random = new RandomStream(5, "data");
  const columns: Readonly<Record<string, (random: RandomStream) => CellValue>> = {
    number: (random) => random.normal(),
    whole: (random) => random.below(30),
    skewed: (random) => Math.exp(2 * random.normal()),
    missing: (random) => random.below(9) === 0 ? null : random.uniform(),
    few: (random) => `t${random.below(4)}`,
    alike: (random) => `t${random.below(25)}`,
    many: (random) => `t${random.below(400)}`,
    rare: (random) => `t${Math.floor(1000 * random.uniform() ** 6)}`,
    keys: (random) => `t${random.below(20_000)}`,
  };
  let [all, drifted] = [0, 0];
  for (const [name, draw] of Object.entries(columns)) {
    for (let run = 0; run < 60; run++) {
      const { psi, reading } = driftOf(...samplesOf(draw, random));
      assert(psi! < 0.1, `${name}: ${psi}`);
      all++;
      if (reading !== "none") drifted++;
    }
  }
  assertEquals([all, drifted], [540, 0]);
});

Deno.test("answers are counted: classes, labels and quantities in their unit", () => {
  const inputs = Array.from({ length: 40 }, (_, k) => [k / 40, 1 - k / 40]);
  const labels = inputs.map((_, k) => k % 2);
  const network = new Network([2, 3], { outputActivation: "softmax", seed: 1 });
  const classes = { target: "kind", names: ["a", "b", "c"] };
  const data = Dataset.from({ inputs, labels, classes: 3 });
  const { answers: [kind], answered } = distributionsOf(network, data, [], classes);
  assertEquals([kind!.name, kind!.levels, answered], ["kind", ["a", "b", "c"], 40]);
  assertEquals(kind!.counts.reduce((sum, count) => sum + count, 0), 40);

  const line = new Network([2, 1], { outputActivation: "linear", cost: "quadratic", seed: 1 });
  const targets = inputs.map(([x]) => [x!]);
  const quantities = Dataset.from({ inputs, targets });
  const meaning = { names: ["mass"], quantities: [{ mean: 100, deviation: 10 }] };
  const { answers: [mass] } = distributionsOf(line, quantities, [], meaning);
  assertEquals([mass!.name, mass!.kind, mass!.counts.length], ["mass", "number", 10]);
  const outputs = line.predict(inputs).map(({ outputs: [one] }) => 100 + 10 * one!);
  assertEquals(mass!.edges, quantileEdges(outputs, 10));

  const many = new Network([2, 2], { outputActivation: "sigmoid", cost: "crossEntropy", seed: 1 });
  const both = new Dataset({
    inputs: Float32Array.from(inputs.flat()),
    features: 2,
    targets: Float32Array.from(inputs.flatMap(([x]) => [x! > 0.5 ? 1 : 0, 1])),
    outputs: 2,
  });
  const { answers } = distributionsOf(many, both, [], { names: ["red", "round"] });
  assertEquals(answers.map(({ name, levels }) => [name, levels]), [
    ["red", ["yes", "no"]],
    ["round", ["yes", "no"]],
  ]);
});

Deno.test("predictions are counted, rows without one and rows unlike the training data too", () => {
  const answer = levelsOf("feels", ["cold", "warm"], ["warm", "cold", "warm", "warm"]);
  const counter = new DriftCounter({
    version: 1,
    rows: 0,
    columns: [],
    answered: 4,
    answers: [answer],
  });
  const novel = { kind: "novel", column: "x", text: "" } as const;
  counter.add([], { label: "cold", values: { cold: 0.9, warm: 0.1 }, remarks: [novel] });
  counter.add([], { label: "warm", values: { cold: 0.1, warm: 0.9 }, remarks: [] });
  counter.add([], { label: undefined, values: {}, remarks: [] });
  counter.add([]);
  const { rows, unanswered, novel: unlike, answers: [feels] } = counter.result();
  assertEquals([rows, unanswered, unlike], [4, 1, 1]);
  assertEquals([feels!.then.counts, feels!.now.counts], [[0.25, 0.75, 0], [0.5, 0.5, 0]]);

  const labels = ["red", "round"].map((name) => levelsOf(name, ["yes", "no"], ["yes", "no"]));
  const several = new DriftCounter({
    version: 1,
    rows: 0,
    columns: [],
    answered: 2,
    answers: labels,
  });
  several.add([], { label: undefined, values: { red: 0.5, round: 0.2 }, remarks: [] });
  assertEquals(several.result().answers.map(({ now }) => now.counts), [[1, 0, 0], [0, 1, 0]]);
});

Deno.test("brightness is the mean of a picture's pixels", () => {
  const pixels = Uint8Array.from([0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0]);
  const pictures = new Dataset({
    pixels,
    features: 4,
    shape: [2, 2],
    labels: Uint8Array.from([0, 1, 0]),
    classes: 2,
  });
  assertEquals(brightnessOf(pictures), {
    name: "brightness",
    kind: "number",
    edges: [0.25, 0.75],
    counts: [1, 1, 1],
    missing: 0,
    unread: 0,
  });
});

Deno.test("distributions survive their file, and what is no such file is refused", () => {
  const column = numbersOf("x", "date", [1, 2, null, 4]);
  const word = textsOf("y", ["a", "a", "b"], true);
  const file: Distributions = {
    version: 1,
    rows: 4,
    columns: [column, word],
    answered: 3,
    answers: [word],
  };
  assertEquals(parseDistributions({ distributions: JSON.stringify(file) }), file);
  for (
    const damaged of [
      "",
      "{}",
      "null",
      "[]",
      JSON.stringify({ ...file, version: 2 }),
      JSON.stringify({ ...file, more: 1 }),
      JSON.stringify({ ...file, rows: -1 }),
      JSON.stringify({ ...file, columns: [{ ...column, counts: [1] }] }),
      JSON.stringify({ ...file, columns: [{ ...column, kind: "colour" }] }),
      JSON.stringify({ ...file, columns: [{ ...column, range: [1] }] }),
      JSON.stringify({ ...file, columns: [{ ...column, range: [1, "2"] }] }),
      JSON.stringify({ ...file, columns: [{ ...word, levels: [1, 2] }] }),
      JSON.stringify({ ...file, answers: [{ ...column, edges: ["1", "2"] }] }),
      JSON.stringify({ ...file, answers: [{ ...column, levels: [] }] }),
    ]
  ) {
    assertThrows(
      () => parseDistributions({ distributions: damaged }),
      SyntaxError,
      "Cannot read a network: its distributions are not what train writes",
    );
  }
});

Deno.test("levels that must not be quoted are among other texts, and the index stays", () => {
  const ids = Array.from({ length: 21 }, (_, k) => `C${k + 10}`);
  const table: TableDescription = {
    version: 1,
    columns: [
      { kind: "category", name: "sky", values: ["clear", "cloudy", "odd"], gaps: "mean" },
      { kind: "category", name: "customer", values: ids, gaps: "mean" },
      { kind: "number", name: "size", mean: 1, deviation: 1, gaps: "mean" },
    ],
    target: { kind: "class", name: "t", classes: ["a", "b"] },
  };
  const rows = Array.from({ length: 100 }, (_, k) => ({
    sky: k < 4 ? "odd" : k % 2 ? "clear" : "cloudy",
    customer: ids[k % 21]!,
    size: k,
  }));
  const distributions = distributionsOfRows(table, rows);
  const counter = new DriftCounter(distributions);
  counter.add(["odd", "C10", 3]);
  counter.add(["clear", "C11", 4]);
  const whole = counter.result();
  const [sky, customer, size] = quotedDrift(whole, table, distributions).columns;
  assertEquals([sky!.levels, sky!.then.counts, sky!.now.counts], [
    ["clear", "cloudy"],
    [0.48, 0.48, 0.04],
    [0.5, 0, 0.5],
  ]);
  assertEquals([customer!.levels, customer!.now.counts], [[], [1]]);
  assertEquals(size, whole.columns[2]);
  assertEquals([sky!.psi, customer!.psi], whole.columns.slice(0, 2).map(({ psi }) => psi));
});
