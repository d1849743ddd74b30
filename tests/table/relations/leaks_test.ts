import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Leak } from "../../../lib/table/columns/columns.ts";
import type { RelationColumn } from "../../../lib/table/relations/columns.ts";
import { leaksAmong } from "../../../lib/table/relations/leaks.ts";
import { leakSentences } from "../../../lib/table/columns/profile.ts";
import { columnOf, randomOf } from "./made_tables.ts";

const ROWS = 900;
const random = randomOf(4);
const draw = (of: (row: number) => number) =>
  Float64Array.from({ length: ROWS }, (_, row) => of(row));
const returned = draw(() => Number(random.uniform() < 0.3));
const target = { name: "returned", isRanked: false, values: [returned] } as const;
const noise = columnOf("size", "number", draw((row) => returned[row]! * 0.8 + random.normal()));
const found = (...columns: ReturnType<typeof columnOf>[]) =>
  leaksAmong([...columns, noise], target).map(({ name, kind }) => `${name}: ${kind}`);

Deno.test("a column that decides the target gives the answer, as a text, a number or a threshold", () => {
  const status = draw((row) => 3 * returned[row]! + random.below(3));
  assertEquals(found(columnOf("status", "text", status)), ["status: answer"]);
  const paid = draw((row) => returned[row] === 1 ? random.uniform() : 1.2 + random.uniform());
  assertEquals(found(columnOf("paid", "number", paid)), ["paid: answer"]);
  const amount = draw((row) =>
    returned[row] === 1 ? 5 + random.uniform() : 6.1 + random.normal() ** 2
  );
  assertEquals(found(columnOf("amount", "number", amount)), ["amount: answer"]);
  const coin = draw(() => random.below(2));
  const flipped = draw((row) => random.uniform() < 0.05 ? 1 - returned[row]! : returned[row]!);
  assertEquals(found(columnOf("a coin", "text", coin), columnOf("95 %", "text", flipped)), [
    "95 %: alone",
  ]);
});

Deno.test("a field that is filled for most rows of a class and none of the other is named, whatever it holds", () => {
  const filled = (share: number, others: number) =>
    draw((row) =>
      random.uniform() < (returned[row] === 1 ? share : others) ? random.below(40) : NaN
    );
  assertEquals(found(columnOf("refund_note", "text", filled(0.95, 0))), ["refund_note: filled"]);
  assertEquals(found(columnOf("refund_note", "number", filled(0.9, 0.02))), [
    "refund_note: filled",
  ]);
  assertEquals(found(columnOf("refund_note", "text", filled(0.3, 0.3))), []);
});

Deno.test("fields that are filled together do not hide each other", () => {
  const note = draw((row) => returned[row] === 1 && random.uniform() < 0.95 ? row : NaN);
  const date = draw((row) => returned[row] === 1 && random.uniform() < 0.95 ? 86_400 * row : NaN);
  assertEquals(found(columnOf("note", "text", note), columnOf("refunded", "date", date)), [
    "note: filled",
    "refunded: filled",
  ]);
  const paid = draw((row) => returned[row] === 1 ? NaN : random.normal());
  assertEquals(found(columnOf("paid", "number", paid)), ["paid: answer"]);
});

Deno.test("a column that names units is known before the answer, whatever it predicts", () => {
  const unit = draw((row) => row % 30);
  const sales = draw((row) => 10 * (7 * unit[row]! % 30) + 20 * random.normal());
  const times = draw((row) => Math.floor(row / 30));
  const leaks = (name: string, kind: "text" | "number", ...others: RelationColumn[]) =>
    leaksAmong(
      [columnOf(name, kind, unit), noise, ...others],
      { isRanked: true, values: [sales] },
    ).map(({ kind }) => kind);
  assertEquals(leaks("store", "text"), []);
  assertEquals(leaks("store", "number"), []);
  assertEquals(leaks("town", "text"), []);
  assertEquals(leaks("rooms", "number"), ["alone"]);
  assertEquals(leaks("gauge", "text"), ["alone"]);
  assertEquals(leaks("gauge", "text", columnOf("day", "date", times)), []);
});

Deno.test("a row is not answered by itself: a number of its own for each row is no leak", () => {
  const id = draw((row) => row);
  const shuffled = draw(() => random.uniform());
  assertEquals(
    found(
      columnOf("id", "number", id),
      columnOf("key", "text", id),
      columnOf("x", "number", shuffled),
    ),
    [],
  );
});

Deno.test("of quantities every rising function of the target gives the answer", () => {
  const price = draw(() => Math.exp(random.normal())); // with a long tail
  const columns = {
    "price with tax": price.map((y) => Math.round(119 * y) / 100),
    "its logarithm": price.map((y) => Math.log(y)),
    "its rank": price.map((y) => price.filter((other) => other < y).length),
    "half a percent off": price.map((y) => y * (1 + 0.005 * random.normal())),
    "R² of 95 %": price.map((y) => y * Math.exp(0.23 * random.normal())),
    "a constant": draw(() => 4),
  };
  const named = Object.entries(columns).map(([name, values]) => columnOf(name, "number", values));
  assertEquals(
    leaksAmong(named, { isRanked: true, values: [price] }).map(({ name, kind }) => [name, kind]),
    Object.keys(columns).slice(0, 4).map((name) => [name, "answer"]),
  );
});

Deno.test("more than half alone is named if no other column comes near", () => {
  const price = draw(() => random.normal());
  const quantity = { name: "price", isRanked: true, values: [price] } as const;
  const near = (size: number) =>
    columnOf(`near ${size}`, "number", price.map((value) => value + size * random.normal()));
  const names = (...columns: ReturnType<typeof near>[]) =>
    leaksAmong([...columns, noise], quantity).map(({ name, kind }) => `${name}: ${kind}`);
  assertEquals(names(near(0.5)), ["near 0.5: alone"]);
  assertEquals(names(near(0.5), near(0.6)), []);
  assertEquals(names(near(1.5)), []);
  assertEquals(leaksAmong([near(0.5)], quantity), []); // the only column
  assertEquals(names(columnOf("in cents", "number", price.map((value) => 100 * value))), [
    "in cents: answer",
  ]);
});

Deno.test("a file that is sorted by class has no more leaks than in another order", () => {
  const order = [...returned.keys()].sort((a, b) => returned[a]! - returned[b]!);
  const sorted = (values: Float64Array) => Float64Array.from(order, (row) => values[row]!);
  const tied = draw((row) => Math.round(returned[row]! + random.normal()));
  const of = (change: (values: Float64Array) => Float64Array) =>
    leaksAmong(
      [
        columnOf("grade", "number", change(tied)),
        columnOf("row", "number", draw((row) => row % 7)),
      ],
      { ...target, values: [change(returned)] },
    );
  assertEquals(of((values) => values), []);
  assertEquals(of(sorted), []);
});

Deno.test("few rows and a constant target have no leaks; a share is R² out of fold", () => {
  const copy = columnOf("copy", "number", returned);
  assertEquals(
    leaksAmong([{ ...copy, values: copy.values.slice(0, 20) }], {
      ...target,
      values: [returned.slice(0, 20)],
    }),
    [],
  );
  assertEquals(leaksAmong([copy], { ...target, values: [new Float64Array(ROWS)] }), []);
  assertAlmostEquals(leaksAmong([copy], target)[0]!.share, 1, 0.01);
});

Deno.test("leaks are reported in sentences", () => {
  const leak = { name: "Status", share: 0.997, next: 0.09 };
  const sentences = (...leaks: Leak[]) =>
    leakSentences({ leaks, target: { kind: "class", name: "returned", classes: ["no", "yes"] } });
  assertEquals(
    sentences({ ...leak, kind: "answer" }),
    ['"Status" gives "returned" away (100 %): leave it out unless it is known before the answer.'],
  );
  assertEquals(
    sentences({ ...leak, kind: "answer" }, { ...leak, name: "paid", kind: "answer", share: 0.98 }),
    [
      '"Status", "paid" give "returned" away (98 %): leave them out unless they are known before the answer.',
    ],
  );
  assertEquals(
    sentences({ ...leak, kind: "filled" }, { ...leak, share: 0.61, kind: "alone" }),
    [
      'Whether "Status" is filled predicts 100 % of "returned": is it filled after the answer?',
      '"Status" alone predicts 61 % of "returned", the next column 9 %: is it known before the answer?',
    ],
  );
  assertEquals(sentences(), []);
});
