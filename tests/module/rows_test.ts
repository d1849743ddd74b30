/** A module answers rows as the library does, to the bit, with the same remarks and the same errors. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import type { FoldEnsemble } from "../../lib/table/folds/fold_ensemble.ts";
import { Network } from "../../lib/network.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { TableModel } from "../../lib/table/model/table_model.ts";
import type { TableColumn } from "../../lib/table/columns/columns.ts";
import type { Row } from "../../lib/table/model/row_cells.ts";
import { QUICK_TESTS } from "../helpers/long.ts";
import { granted } from "../helpers/run_task.ts";
import { drawRow, MODELS, networkOf, type Predict, tableModule } from "./model_fixture.ts";

const ignore = !granted("read");

/** All rows together. */
const ROWS = QUICK_TESTS ? 3000 : 10_000;

/** Rows that the library predicts at once: it suggests categories for a hundred unknown texts at most. */
const BATCH = 20;

/** All ways in which a column is read. */
const READINGS = ["category", "date", "decimal", "hours", "level", "number", "truth", "words"];

function readingOf(column: TableColumn): string {
  return column.kind === "number" ? column.format?.as ?? column.kind : column.kind;
}

/** The library's answer, less what a module leaves out. */
function answerOf(model: TableModel, row: Row): object {
  const { caution: _, ...answer } = model.predict([row])[0]!;
  return answer;
}

/** Whether two answers are the same: numbers to the bit, keys in their order. */
function areSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [one, other] = [Object.entries(a), Object.entries(b)];
  return one.length === other.length &&
    one.every(([key, value], k) => key === other[k]![0] && areSame(value, other[k]![1]));
}

Deno.test("thousands of rows of messy tables get the library's answers", { ignore }, async () => {
  const models: Record<string, TableModel> = {
    "fewer columns": await networkOf({
      target: "returned",
      without: ["ordered", "delivered", "time", "price"],
    }, "tanh"),
  };
  for (const [name, model] of Object.entries(MODELS)) models[name] = await model();
  const learned = Object.values(models).flatMap(({ table }) => table.columns.map(readingOf));
  assertEquals([...new Set(learned)].sort(), READINGS);
  const { network } = models["folds, two families, a class"]!;
  const used = (network as FoldEnsemble).families.filter(({ weight }) => weight > 0);
  assertEquals(used.map(({ encoding }) => encoding), ["piecewise", "standardized"]);
  const names = Object.keys(models);
  const kinds = new Map<string, number>();
  for (const [m, [name, model]] of Object.entries(models).entries()) {
    const predict = await tableModule(model);
    const random = new RandomStream(1, "data", m);
    for (let k = 0; k < ROWS / names.length; k += BATCH) {
      const rows = Array.from({ length: BATCH }, () => drawRow(random, model.table.columns));
      for (const [r, { caution: _, ...expected }] of model.predict(rows).entries()) {
        const found = predict(rows[r]);
        if (!areSame(found, expected)) assertEquals(found, expected, `${name}: ${k + r}`);
        const [first] = found.remarks;
        kinds.set(first?.kind, (kinds.get(first?.kind) ?? 0) + 1);
      }
    }
  }
  const every = [undefined, "noPrediction", "novel", "unknownCategory", "unreadDate", "unsure"];
  for (const kind of [...every, "missingColumn"]) assert(kinds.get(kind!)! > 20, `${kind}`);
});

/** A small table with names that objects have too. */
function hostileModel(): TableModel {
  const columns: readonly TableColumn[] = [
    { kind: "number", name: "__proto__", mean: 1, deviation: 2, gaps: "mean" },
    {
      kind: "category",
      name: "constructor",
      values: ["a", "__proto__"],
      gaps: "mean",
      spellings: JSON.parse('{"A":"a","toString":"__proto__"}'),
    },
  ];
  const target = {
    kind: "class",
    name: "valueOf",
    classes: ["__proto__", "x</script>\u2028"],
  } as const;
  const network = new Network([3, 4, 2], { outputActivation: "softmax", seed: 1 });
  return new TableModel(network, { version: 2, columns, target });
}

Deno.test("names that objects have are names as others", { ignore }, async () => {
  const model = hostileModel();
  const predict = await tableModule(model);
  const rows: readonly Row[] = [
    JSON.parse('{"__proto__": 3, "constructor": "__proto__"}'),
    JSON.parse('{"__proto__": "3", "constructor": "toString", "valueOf": 1, "constructer": 1}'),
    { ["__proto__"]: null, constructor: "A" } as unknown as Row,
    Object.assign(
      Object.create({ constructor: "a" }),
      JSON.parse('{"__proto__": 3, "valueOf": 1}'),
    ),
  ];
  for (const row of rows) {
    const found = predict(row);
    assertEquals(found, answerOf(model, row));
    assertEquals(Object.keys(found.probabilities), ["__proto__", "x</script>\u2028"]);
  }
});

Deno.test(
  "long texts, odd numbers and wrong types get the library's sentences",
  { ignore },
  async () => {
    const model = await networkOf({ target: "returned" });
    const predict = await tableModule(model);
    const long = "é".repeat(10_000_000);
    const rows = [
      { price: long },
      { payment: long },
      { note: long },
      { ordered: long },
      { price: 3, [long]: 1 },
      { price: NaN, payment: 1n, stars: "Infinity" },
      { price: {} },
      { price: [1] },
      { note: Symbol("a") },
      { stars: () => 1 },
    ];
    for (const row of rows) assertEquals(predict(row), answerOf(model, row as Row));
    for (
      const row of [null, undefined, 3, "text", [1], () => 1, {}, { returned: 3 }, { [long]: 1 }]
    ) {
      const { message } = assertThrows(() => predict(row), TypeError);
      const library = assertThrows(() => model.predict([row as unknown as Row]), TypeError).message;
      assertEquals(message, library.replace("rows[0]", "the row"));
    }
  },
);

Deno.test("a network that answers NaN gives no prediction", { ignore }, async () => {
  const model = hostileModel();
  (model.network as Network).weights[0]!.values.fill(NaN);
  const predict: Predict = await tableModule(model);
  const row = { constructor: "a" } as unknown as Row;
  assertEquals(predict(row), answerOf(model, row));
  assertEquals(predict(row).remarks[0].text, "no prediction: the network answers NaN");
});

Deno.test("weights of float16 are those of the rounded network", {
  ignore,
}, async () => {
  const model = hostileModel();
  const predict = await tableModule(model, "float16");
  const row = JSON.parse('{"__proto__": 3, "constructor": "a"}');
  const { probability } = predict(row);
  assert(probability !== model.predict([row])[0]!.probability);
  for (
    const { values } of [
      ...(model.network as Network).weights,
      ...(model.network as Network).biases,
    ]
  ) {
    values.set(Float32Array.from(values, (value) => Number(Math.f16round(value))));
  }
  assertEquals(predict(row), answerOf(model, row));
});
