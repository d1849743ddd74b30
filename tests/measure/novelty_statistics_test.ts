/** Rows at the rim of training in a column that matters are found, and ordinary rows are marked as seldom as before. */

import { assert, assertEquals } from "@std/assert";
import { NoveltyDetector } from "../../lib/measure/novelty.ts";
import { TableModel } from "../../lib/table/model/table_model.ts";
import { Dataset, RandomStream } from "../../mod.ts";

/** Numbers, of which the first matters most and the third some; the others, and as many yes or no, do not. */
const [NUMBERS, OTHERS] = [12, 30];
const MEASURED = Array.from({ length: NUMBERS }, (_, k) => k);

type Shape = "normal" | "uniform" | "skewed";

const { exp, log } = Math;

/** A table whose first column has this shape, in about standard deviations. */
function tableOf(shape: Shape, rows: number, random: RandomStream) {
  const inputs = Array.from({ length: rows }, () => {
    const numbers = MEASURED.map(() => random.normal());
    if (shape === "uniform") numbers[0] = 3.4 * random.uniform() - 1.7;
    if (shape === "skewed") numbers[0] = (exp(numbers[0]!) - 1.65) / 2.16;
    const others = Array.from({ length: OTHERS }, () => Number(random.uniform() < 0.15));
    return [...numbers, ...others];
  });
  const targets = inputs.map((row) => [row[0]! + 0.5 * row[2]! + 0.3 * random.normal()]);
  return Dataset.from({ inputs, targets });
}

const rowsOf = ({ inputs, features, size }: Dataset) =>
  Array.from({ length: size }, (_, r) => inputs.slice(r * features, (r + 1) * features));

/** The share of rows that are marked by a detector with limits out of fold. */
function marked(
  training: Dataset,
  rows: readonly ArrayLike<number>[],
  measured: readonly number[] = MEASURED,
) {
  const folds = Uint8Array.from({ length: training.size }, (_, k) => k % 5);
  const detector = NoveltyDetector.fitFolds(training, folds, { measured })!;
  return rows.filter((row) => detector.isNovel(row)).length / rows.length;
}

for (const shape of ["normal", "uniform", "skewed"] as const) {
  Deno.test(`6 in 1000 ordinary rows are marked, and rows beyond the rim are: ${shape}`, () => {
    const random = new RandomStream(1, "data");
    const shares = { ordinary: 0, before: 0, beyond: 0, beyondBefore: 0 };
    const runs = 20;
    for (let run = 0; run < runs; run++) {
      const training = tableOf(shape, 500, random);
      const rows = rowsOf(tableOf(shape, 1000, random));
      const first = rowsOf(training).map(([x]) => x!).sort((a, b) => a - b);
      const step = first[474]! - first[249]!; // from the median to the tail
      const beyond = rows.map((row) => row.with(0, first.at(-1)! + step / 2));
      shares.ordinary += marked(training, rows) / runs;
      shares.before += marked(training, rows, []) / runs;
      shares.beyond += marked(training, beyond) / runs;
      shares.beyondBefore += marked(training, beyond, []) / runs;
    }
    const text = JSON.stringify(shares);
    assert(shares.ordinary < 0.01 && shares.ordinary < shares.before + 0.003, text);
    assert(shares.beyond > 0.85, text);
    if (shape !== "skewed") assert(shares.beyondBefore < shares.beyond / 3, text);
  });
}

/** Of 20 tables the mean share varies by chance: its standard error is about 0.12 points. */
const MOST_MARKED = 0.0085;

Deno.test("of ordinary new rows at most about 6 in 1000 are marked, with few training rows too", () => {
  const random = new RandomStream(8, "data");
  for (const rows of [170, 425]) {
    for (const shape of ["normal", "skewed"] as const) {
      let share = 0;
      for (let table = 0; table < 20; table++) {
        share += marked(tableOf(shape, rows, random), rowsOf(tableOf(shape, 1000, random))) / 20;
      }
      assert(share < MOST_MARKED, `${shape}, ${rows} rows: ${share}`);
    }
  }
});

Deno.test("features that are later in new rows count neither for the distance nor for the rim", () => {
  const random = new RandomStream(5, "data");
  const rows = Array.from({ length: 300 }, (_, k) => [random.normal(), k / 100 - 1.5]);
  const data = Dataset.from({ inputs: rows, targets: rows.map(([x, day]) => [x! + day!]) });
  const folds = Uint8Array.from(rows, (_, k) => k % 5);
  const [x, day] = [0, 1];
  const counted = NoveltyDetector.fitFolds(data, folds, { measured: [x] })!;
  assertEquals(counted.isNovel([0, 30]), true);
  const detector = NoveltyDetector.fitFolds(data, folds, { measured: [x], later: [day] })!;
  assertEquals([[0, 30], [30, 0]].map((row) => detector.isNovel(row)), [false, true]);
  assertEquals(detector.furthestFeature([4, 30]), x);
  const text = JSON.stringify(detector);
  assertEquals(JSON.stringify(NoveltyDetector.parse(text)), text);
  assertEquals(NoveltyDetector.fit(data, undefined, { later: [x, day] }), undefined);
});

Deno.test("later dates and running numbers of a table make no row novel", async () => {
  const random = new RandomStream(6, "data");
  const rowAt = (k: number) => ({
    day: new Date(Date.UTC(2024, 0, 1 + k)),
    order: 1000 + k,
    size: random.normal(),
    price: random.normal(),
  });
  const options = { target: "price", epochs: 1, hidden: [4] } as const;
  const rows = Array.from({ length: 200 }, (_, k) => rowAt(k));
  const later = Array.from({ length: 100 }, (_, k) => rowAt(300 + k));
  for (const folds of [0, 3]) {
    const model = await TableModel.fit(rows, { ...options, folds });
    const novel = model.predict(later).filter(({ remarks }) =>
      remarks.some(({ kind }) => kind === "novel")
    );
    assert(novel.length < 5, `${novel.length} of 100`);
  }
});

Deno.test("the names of new groups make no row novel where rows were split by them", async () => {
  const random = new RandomStream(7, "data");
  const rowsOfGroups = (from: number) =>
    Array.from({ length: 400 }, (_, k) => {
      const size = random.normal();
      const names = { plant: `P${k % 2}`, machine: `M${from + k % 40}` };
      return { ...names, number: from + k % 40, size, price: size + random.normal() };
    });
  const options = { target: "price", epochs: 1, hidden: [4], folds: 5 } as const;
  const groups = ["plant", "machine", "number"];
  const model = await TableModel.fit(rowsOfGroups(0), { ...options, groups });
  const shareOf = (rows: ReturnType<typeof rowsOfGroups>) =>
    model.predict(rows).filter(({ remarks }) => remarks.length > 0).length / rows.length;
  assert(shareOf(rowsOfGroups(1000)) < 0.02, "new machines");
  const far = rowsOfGroups(1000).map((row) => ({ ...row, size: 9 }));
  assert(shareOf(far) === 1, "a size that is far out is still marked");
});

Deno.test("a column without a say has no rim, and the one with the most is named", () => {
  const random = new RandomStream(2, "data");
  const training = tableOf("normal", 1000, random);
  const folds = Uint8Array.from({ length: 1000 }, (_, k) => k % 5);
  const detector = NoveltyDetector.fitFolds(training, folds, { measured: MEASURED })!;
  const row = new Float32Array(NUMBERS + OTHERS);
  assertEquals(detector.isNovel(row.with(0, 4.5)), true);
  assertEquals(detector.furthestFeature(row.with(0, 4.5).with(5, 4.6)), 0);
  assertEquals(detector.isNovel(row.with(5, 4.5)), false);
  const { rim } = detector.toJSON();
  const worth = rim!.columns.find(({ feature }) => feature === 0)!.worth;
  assert(worth < log(0.9) && worth > log(0.6), `${exp(worth)}`);
});

Deno.test("no rim is sought where no column is measured, or none explains the target", () => {
  const inputs = Array.from({ length: 100 }, (_, k) => [k % 7, k % 3]);
  const same = Dataset.from({ inputs, labels: inputs.map(() => 0) });
  assertEquals(NoveltyDetector.fit(same, undefined, { measured: [0, 1] })!.toJSON().rim, undefined);
  const labels = inputs.map(([a]) => a!);
  const data = Dataset.from({ inputs, labels });
  assertEquals(NoveltyDetector.fit(data)!.toJSON().rim, undefined);
  const detector = NoveltyDetector.fit(data, undefined, { measured: [0] })!;
  assertEquals(detector.toJSON().rim!.columns.length, 1);
  assertEquals([[6, 1], [60, 1]].map((row) => detector.isNovel(row)), [false, true]);
});

Deno.test("a file holds the rim", () => {
  const training = tableOf("skewed", 300, new RandomStream(3, "data"));
  const text = JSON.stringify(NoveltyDetector.fit(training, undefined, { measured: MEASURED }));
  assertEquals(JSON.stringify(NoveltyDetector.parse(text)), text);
});
