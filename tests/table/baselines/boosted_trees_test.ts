import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { binsOf } from "../../../lib/table/baselines/bins.ts";
import { constantAnswer } from "../../../lib/table/baselines/constant.ts";
import { fitTrees, type TreesOptions } from "../../../lib/table/baselines/boosted_trees.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { Dataset } from "../../../mod.ts";

/** The exponential function of the logistic function and of softmax is that of float32. */
const FLOAT32 = 1e-6;

const rowsTo = (n: number, first = 0) => Uint32Array.from({ length: n }, (_, k) => first + k);

/** Each round has all rows and all columns. */
const WHOLE = { rowShare: 1, columnShare: 1, minWeight: 0 };

/** The answers of trees that learn from all rows and stop by them. */
function answersOf(data: Dataset, options: Partial<TreesOptions> = {}): number[] {
  const all = rowsTo(data.size);
  const bins = binsOf(data.inputs, data.features);
  const trees = fitTrees(bins, data, { training: all, validation: all, ...WHOLE, ...options });
  return [...trees.answers(all)];
}

const four = [[0], [1], [2], [3]];

Deno.test("a tree of four rows has the split and the leaves that are worked out by hand", () => {
  // The mean is ½, so g = ½, ½, −½, −½ and h = 1. The split in the middle gains 1²/3 + 1²/3; each half by itself
  // would lose, (½)²/2 + (½)²/2 − 1²/3 < 0. The leaves are ∓0.1 · 1 / (2 + 1).
  const data = Dataset.from({ inputs: four, targets: [[0], [0], [1], [1]].map(([y]) => y! + 2) });
  for (const [k, answer] of answersOf(data, { rounds: 1 }).entries()) {
    assertAlmostEquals(answer, 2.5 + (k < 2 ? -1 : 1) / 30, FLOAT32);
  }
});

Deno.test("two classes have one tree, whose leaves move the log-odds by Newton's step", () => {
  // p = ½, so g = ±½ and h = ¼: the leaves are ∓0.1 · 1 / (½ + 1).
  const data = Dataset.from({ inputs: four, labels: ["a", "a", "b", "b"] });
  const p = 1 / (1 + Math.exp(1 / 15));
  const answers = answersOf(data, { rounds: 1 });
  assertEquals(answers.length, 8);
  for (const [k, answer] of answers.entries()) {
    assertAlmostEquals(answer, [1 - p, p, 1 - p, p, p, 1 - p, p, 1 - p][k]!, FLOAT32);
  }
});

Deno.test("three classes have a tree each, and their answers are softmax", () => {
  // Of each class p = ⅓: g of its two rows is −⅔ and of the others ⅓, h is 2/9. Class a: −0.1 · g / (h + 1).
  const inputs = [[0], [0], [1], [1], [2], [2]];
  const data = Dataset.from({ inputs, labels: ["a", "a", "b", "b", "c", "c"] });
  const answers = answersOf(data, { rounds: 1 });
  const leaf = (g: number, rows: number) => -0.1 * g / (1 + rows * 2 / 9);
  // Class a splits off the first two rows, and class c the last two; class b splits once from the left and once more.
  const [own, left, right] = [leaf(-4 / 3, 2), leaf(2 / 3, 2), leaf(4 / 3, 4)];
  const expected = [Math.exp(own), Math.exp(left), Math.exp(right)];
  const sum = expected.reduce((a, b) => a + b);
  for (const k of [0, 1, 2]) assertAlmostEquals(answers[k]!, expected[k]! / sum, FLOAT32);
});

Deno.test("a tree has three levels: eight leaves where three columns of two bins tell the rows apart", () => {
  const inputs = Array.from({ length: 800 }, (_, k) => [k >> 2 & 1, k >> 1 & 1, k & 1]);
  const targets = inputs.map(([a, b, c]) => 4 * a! + 2 * b! + c!);
  const answers = answersOf(Dataset.from({ inputs, targets }), { rounds: 1 });
  for (let k = 0; k < 8; k++) {
    assertAlmostEquals(answers[k]!, 3.5 + 0.1 * 100 * (targets[k]! - 3.5) / 101, FLOAT32);
  }
});

Deno.test("labels of yes and no are answered each by itself", () => {
  const data = Dataset.from({ inputs: four, targets: [[0, 1], [0, 0], [1, 1], [1, 0]] });
  const answers = answersOf(data);
  const yes = answers.map((p) => p >= 0.5 ? 1 : 0);
  assertEquals(yes.filter((_, k) => k % 2 === 0), [0, 0, 1, 1]);
  assert(answers.every((p) => p > 0 && p < 1));
});

Deno.test("a row of weight 2 counts as two rows, and one of weight 0 as none", () => {
  const fit = (inputs: number[][], targets: number[], weights?: number[]) =>
    answersOf(Dataset.from({ inputs, targets, ...weights && { weights } }), { rounds: 1 });
  const [doubled] = fit([[0], [0], [1], [1]], [3, 3, 5, 5]);
  const [weighed] = fit([[0], [1]], [3, 5], [2, 2]);
  assertAlmostEquals(doubled!, weighed!, FLOAT32);
  assertAlmostEquals(fit([[0], [1]], [3, 5], [0, 1])[0]!, 5, FLOAT32); // that of the other row
});

/** Rows of which the first two columns say something, and noise. */
function drawn(size: number): Dataset {
  const random = new RandomStream(1, "data");
  const inputs = Array.from(
    { length: size },
    () => Array.from({ length: 4 }, () => random.normal()),
  );
  const targets = inputs.map(([a, b]) => a! * b! + (a! > 0 ? 1 : 0) + 0.5 * random.normal());
  return Dataset.from({ inputs, targets });
}

Deno.test("the rounds of the lowest validation cost are kept, and validation rows are not learned from", () => {
  const data = drawn(400);
  const bins = binsOf(data.inputs, data.features);
  const [training, validation] = [rowsTo(300), rowsTo(100, 300)];
  const trees = fitTrees(bins, data, { training, validation });
  assert(trees.rounds > 20 && trees.rounds < 300, `${trees.rounds} rounds`);
  const costOf = (rows: Uint32Array, answers: Float32Array) =>
    answers.reduce((sum, a, r) => sum + (a - data.targets![rows[r]!]!) ** 2 / 2, 0) / rows.length;
  assertAlmostEquals(costOf(validation, trees.answers(validation)), trees.cost, FLOAT32);
  const fewer = fitTrees(bins, data, { training, validation, rounds: trees.rounds - 1 });
  assertLess(trees.cost, fewer.cost);
  const more = fitTrees(bins, data, { training, validation, patience: 100 });
  assert(more.cost <= trees.cost);
  const [constant] = constantAnswer(data, training);
  assertLess(trees.cost, 0.7 * costOf(validation, new Float32Array(100).fill(constant!)));
  // Where nothing is to be learned, no round is kept.
  const noise = Dataset.from({
    inputs: Array.from({ length: 400 }, (_, r) => [...data.inputs.subarray(4 * r, 4 * r + 4)]),
    targets: Array.from(data.targets!.subarray(0, 400)).reverse(),
  });
  assert(fitTrees(bins, noise, { training, validation, minWeight: 20 }).rounds < 20);
});

Deno.test("a leaf has at least minWeight of second derivatives: of quantities, rows", () => {
  const inputs = Array.from({ length: 10 }, (_, k) => [k]);
  const targets = inputs.map(([x]) => x === 0 ? 9 : 2);
  const data = Dataset.from({ inputs, targets });
  assertEquals(new Set(answersOf(data, { rounds: 1, minWeight: 5 })).size, 2);
  assertEquals(new Set(answersOf(data, { rounds: 1, minWeight: 6 })).size, 1);
});

Deno.test("trees answer to the same bits, whatever rows are asked together", () => {
  const data = drawn(300);
  const bins = binsOf(data.inputs, data.features);
  const options = { training: rowsTo(200), validation: rowsTo(50, 200), rounds: 40 };
  const trees = fitTrees(bins, data, options);
  const all = trees.answers(rowsTo(300));
  assertEquals(fitTrees(bins, data, options).answers(rowsTo(300)), all);
  assertEquals(trees.answers(Uint32Array.of(299, 7)), Float32Array.of(all[299]!, all[7]!));
  assertEquals([...all.subarray(0, 2)], [0.17005954682826996, 1.1843515634536743]);
});

Deno.test("a constant column, no columns and a class that no training row has are no obstacle", () => {
  const data = Dataset.from({
    inputs: [[1], [1], [1], [1]],
    labels: ["a", "a", "b", "c"],
  });
  const answers = answersOf(data, { training: rowsTo(3), validation: Uint32Array.of(3) });
  assert(answers.every((p) => p >= 0 && p <= 1));
  const none = binsOf([], 0);
  assertEquals([none.rows, none.columns], [0, 0]);
});

Deno.test("a category in one column splits as its columns of 0 and 1 do, each level apart from the others", () => {
  const random = new RandomStream(3, "data");
  const rows = Array.from({ length: 400 }, () => {
    const [size, color] = [random.uniform(), Math.floor(4 * random.uniform())]; // of the fourth color no column
    const levels = [0, 1, 2].map((k) => Number(color === k));
    return { inputs: [size, ...levels, random.uniform()], target: color === 1 ? 3 * size : color };
  });
  const data = Dataset.from({
    inputs: rows.map(({ inputs }) => inputs),
    targets: rows.map(({ target }) => target),
  });
  const bins = binsOf(data.inputs, data.features, { categories: [[1, 3]] });
  assertEquals([bins.columns, bins.counts.at(-1), bins.categories], [3, 4, [false, false, true]]);
  const [training, validation] = [rowsTo(300), rowsTo(100, 300)];
  const trees = fitTrees(bins, data, { training, validation });
  const apart = fitTrees(binsOf(data.inputs, data.features), data, { training, validation });
  assert(trees.cost < 0.01);
  assertAlmostEquals(trees.cost, apart.cost, 1e-3); // where two columns part rows alike, either may split
});

const columnOf = (cells: readonly number[], options = {}) => [...binsOf(cells, 1, options).bins];

Deno.test("few numbers have a bin each, and others go to the nearer one", () => {
  const cells = [3, 1, 2, 1, 3, 1.4, 1.6, -9, 99];
  const options = { fitting: Uint32Array.of(0, 1, 2, 3, 4) };
  assertEquals(columnOf(cells, options), [2, 0, 1, 0, 2, 0, 1, 0, 2]);
  assertEquals(binsOf(cells, 1, options).counts, [3]);
});

Deno.test("many numbers have bins of as many rows", () => {
  const cells = Array.from({ length: 64 }, (_, k) => (k * 37) % 64);
  const { bins, counts } = binsOf(cells, 1, { most: 16 });
  assertEquals(counts, [16]);
  assertEquals([...bins], cells.map((cell) => cell >> 2));
});

Deno.test("a number that most rows have is one bin", () => {
  const cells = Array.from({ length: 100 }, (_, k) => k < 80 ? 0 : k);
  const { bins, counts } = binsOf(cells, 1, { most: 16 });
  assertEquals(counts, [4]);
  assertEquals(new Set(bins.subarray(0, 80)), new Set([0]));
  assertEquals(bins[99], 3);
});

Deno.test("levels have bins by how common they are, and an unseen one shares the last bin", () => {
  const cells = [7, 5, 5, 9, 9, 9, 4];
  const options = { levels: [0], fitting: Uint32Array.of(0, 1, 2, 3, 4, 5) };
  assertEquals(columnOf(cells, options), [2, 1, 1, 0, 0, 0, 3]);
  assertEquals(binsOf(cells, 1, options).counts, [4]);
  const many = Array.from({ length: 400 }, (_, k) => k);
  const { bins, counts } = binsOf(many, 1, { levels: [0] });
  assertEquals([counts, bins[0], bins[254], bins[399]], [[256, 146], 0, 254, 255]);
  assertEquals([bins[400], bins[400 + 255], bins[799]], [145, 0, 144]); // the rarer levels have a column of their own
});

Deno.test("bins stand column by column", () => {
  assertEquals([...binsOf([1, 5, 2, 6, 3, 4], 2).bins], [0, 1, 2, 1, 2, 0]);
});

Deno.test("adjacent numbers of float64 stay in two bins", () => {
  const next = 1 + Number.EPSILON;
  assertEquals(columnOf([1, next, 1, next]), [0, 1, 0, 1]);
});
