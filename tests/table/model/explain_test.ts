/** Why a row was answered so: what its columns add to the mean answer. */

import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import {
  encodeRow,
  type Explanation,
  type Row,
  RowExplainer,
  TableModel,
} from "@inkling/inkling/table";
import { createEngine } from "@inkling/inkling/engine";
import { type DataRows, type DenseRows, PlainRows } from "../../../lib/engine/matrix.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { BACKGROUND_ROWS, backgroundOf } from "../../../lib/table/model/background.ts";
import { ordersTable } from "../../helpers/draw_orders.ts";
import { distributionsOf } from "./distributions_fixture.ts";
import { CLASSES, networkFor, QUANTITIES } from "./described_fixture.ts";
import type { ActivationName } from "../../../mod.ts";

/** Contributions are sums of a few hundred answers of float32, in float64. */
const ROUNDING = 1e-9;

const ROWS: readonly Row[] = Array.from({ length: 200 }, (_, k) => ({
  time: 1e9 + (k % 20 - 9.5) / 10,
  sky: [null, "clear", "cloudy", "clear"][k % 4],
  wind: k % 5 === 0 ? "north" : "south",
}));

function modelOf(table: TableDescription, outputs: number, activation: ActivationName): TableModel {
  const distributions = distributionsOf(table, ROWS);
  return new TableModel(networkFor(outputs, activation), table, { distributions });
}

const sumOf = ({ base, contributions }: Explanation) =>
  contributions.reduce((sum, { contribution }) => sum + contribution, base);

Deno.test("base and contributions sum to the probability of the answered class, or of another", () => {
  const model = modelOf(CLASSES, 3, "softmax");
  const row = { time: 1e9 + 0.3, sky: "clear", wind: "north" };
  const { label, probability, values } = model.predict(row);
  const explanation = model.explain(row)!;
  assertEquals([explanation.of, explanation.answer], [label, probability]);
  assertAlmostEquals(sumOf(explanation), probability!, ROUNDING);
  let bases = 0;
  for (const of of Object.keys(values)) {
    const other = model.explain(row, { of })!;
    assertEquals(other.answer, values[of]);
    assertAlmostEquals(sumOf(other), values[of]!, ROUNDING);
    bases += other.base;
  }
  assertAlmostEquals(bases, 1, 1e-6);
  const { contributions } = explanation;
  assertEquals(
    contributions.map(({ column, value, error }) => [column, value, error]).sort(),
    [["sky", "clear", 0], ["time", "1000000000.3", 0], ["wind", "north", 0]],
  );
  const sizes = contributions.map(({ contribution }) => Math.abs(contribution));
  assertEquals(sizes, sizes.toSorted((a, b) => b - a));
});

Deno.test("contributions to quantities are in their unit", () => {
  const model = modelOf(QUANTITIES, 2, "linear");
  const row = { time: 1e9 - 0.8, sky: "cloudy", wind: "south" };
  const { values } = model.predict(row);
  const [first, sun] = [model.explain(row)!, model.explain(row, { of: "sun" })!];
  assertEquals([first.of, first.answer], ["rain", values["rain"]]);
  assertAlmostEquals(sumOf(first), values["rain"]!, ROUNDING);
  assert(Math.abs(first.base - 1000) < 30, `${first.base}`);
  assertAlmostEquals(sumOf(sun), values["sun"]!, ROUNDING);
});

Deno.test("a list has an explanation for each row, and nothing for a row without a prediction", () => {
  const model = modelOf(CLASSES, 3, "softmax");
  const rows = [{ sky: "clear", wind: "north" }, { sky: "clear" }, { sky: "blue", wind: "south" }];
  const [one, none, other] = model.explain(rows);
  assertEquals(one, model.explain(rows[0]!));
  assertEquals(none, undefined);
  assertEquals(other!.contributions.find(({ column }) => column === "sky")!.value, "blue");
  assertEquals(model.explain(rows[1]!), undefined);
  assertEquals(model.explain([]), []);
});

Deno.test("the background has the means, deviations and shares of the training rows", () => {
  const background = backgroundOf(CLASSES, distributionsOf(CLASSES, ROWS));
  assertEquals(background.length, 6 * BACKGROUND_ROWS);
  const feature = (k: number) =>
    Array.from({ length: BACKGROUND_ROWS }, (_, r) => background[6 * r + k]!);
  const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / 64;
  const time = feature(0);
  assertAlmostEquals(meanOf(time), 0, 0.1);
  // The rows' deviation is 0.577, that of the description 0.5: the ends follow the description.
  assertAlmostEquals(Math.sqrt(meanOf(time.map((value) => value * value))), 1, 0.15);
  assertAlmostEquals(meanOf(feature(1)), 0.25, 0.02); // missing
  assertAlmostEquals(meanOf(feature(2)), 0.5, 0.02); // clear
  assertAlmostEquals(meanOf(feature(4)), 0.2, 0.02); // north
  const isBoth = (r: number) => background[6 * r + 2] === 1 && background[6 * r + 4] === 1;
  const both = [...Array(BACKGROUND_ROWS).keys()].filter(isBoth).length;
  assert(both > 1 && both < 12, `clear and north: ${both} of 64`); // about 0.1, if independent
});

Deno.test("few values of a number are drawn as they are", () => {
  const table: TableDescription = {
    version: 1,
    columns: [
      { kind: "number", name: "is new", mean: 0.25, deviation: Math.sqrt(0.1875), gaps: "mean" },
      { kind: "number", name: "stars", mean: 3, deviation: Math.SQRT2, gaps: "mean" },
      { kind: "number", name: "same", mean: 7, deviation: 1, gaps: "mean" },
    ],
    target: CLASSES.target,
  };
  const rows = Array.from({ length: 100 }, (_, k) => ({
    "is new": k % 4 === 0 ? 1 : 0,
    stars: 1 + k % 5,
    same: 7,
  }));
  const background = backgroundOf(table, distributionsOf(table, rows));
  const valuesOf = (c: number) => {
    const { mean, deviation } = table.columns[c] as { mean: number; deviation: number };
    const values = Array.from({ length: 64 }, (_, r) => background[3 * r + c]! * deviation + mean);
    return [...new Set(values.map((value) => Math.round(value * 1e4) / 1e4))].sort();
  };
  assertEquals(valuesOf(0), [0, 1]);
  assertEquals(valuesOf(1), [1, 2, 3, 4, 5]);
  assertEquals(valuesOf(2), [7]);
});

Deno.test("a trained model explains every kind of column, over folds too, and to the bit on every engine", async () => {
  const row = {
    ordered: "24.12.2023",
    delivered: "2024-01-10",
    price: "€2,300.00",
    article: "A-1006",
    note: "fragile please",
    stars: 3,
    payment: "card",
    time: "8:05 pm",
  };
  for (const folds of [0, 2]) {
    const model = await TableModel.fit(ordersTable(400), {
      target: "returned",
      without: ["refund", "order_id"],
      folds,
      epochs: 3,
      hidden: [8],
    });
    const kinds = new Set(model.table.columns.map(({ kind }) => kind));
    assert(kinds.size >= 4, [...kinds].join());
    assert(model.table.columns.length > 8);
    const explanation = model.explain(row)!;
    const { label, probability } = model.predict(row);
    assertEquals([explanation.of, explanation.answer], [label, probability]);
    assertAlmostEquals(sumOf(explanation), probability!, ROUNDING);
    assert(explanation.contributions.some(({ error }) => error > 0));
    assertEquals(explanation, model.explain(row, { seed: 1 })!);
    const other = model.explain(row, { seed: 2 })!;
    assertEquals(other.base, explanation.base);
    assertNotEquals(other, explanation);
    const file = model.save();
    const onReference = TableModel.fromSafetensors(file, { engine: createEngine("reference") });
    for (const loaded of [TableModel.load(file), onReference]) {
      assertEquals(JSON.stringify(loaded.explain(row)), JSON.stringify(explanation));
    }
  }
});

Deno.test("a model is explained by what its columns add, the pairs that act together, and its partial dependence", () => {
  const table = QUANTITIES;
  // rain = 1000 + 10 · time · clear, in the features: the two act together.
  const product = {
    feedforward(inputs: DataRows) {
      const { rows, values } = inputs as DenseRows;
      const outputs = Float32Array.from({ length: 2 * rows }, (_, k) => {
        const at = 6 * (k >> 1);
        return k % 2 === 1 ? 0 : values[at]! * values[at + 2]!;
      });
      return new PlainRows("matrix", rows, 2, outputs);
    },
  };
  const explainer = new RowExplainer({
    network: product,
    table,
    distributions: distributionsOf(table, ROWS),
  });
  const rows = ROWS.slice(0, 40).map((row) => encodeRow(table, row));
  const inputs = new Float32Array(6 * rows.length);
  rows.forEach((row, r) => inputs.set(row, 6 * r));
  const { rows: count, of, columns, pairs, dependence } = explainer.explainModel(inputs, "rain");
  assertEquals([count, of, columns.length, pairs.length], [40, "rain", 3, 3]);
  assertEquals(columns.at(-1), { column: "wind", contribution: 0 });
  assertEquals(pairs[0]!.columns, ["time", "sky"]);
  assert(pairs[0]!.interaction > 1 && pairs[1]!.interaction === 0);
  const along = (name: string) => dependence.find(({ column }) => column === name)!.values;
  assertEquals(along("sky").map(({ value }) => value), ["clear", "cloudy"]);
  const [clear, cloudy] = along("sky");
  assertEquals(cloudy, { value: "cloudy", mean: 1000, low: 1000, high: 1000 });
  assert(clear!.high - clear!.low > 10);
  const time = along("time");
  assertEquals(time.length, 10);
  assert(time.every(({ mean, low, high }) => low <= mean && mean <= high));
  const rise = time.at(-1)!.mean - time[0]!.mean;
  assert(rise > 5 && time.at(-1)!.high - time[0]!.low > 1.5 * rise);
});
