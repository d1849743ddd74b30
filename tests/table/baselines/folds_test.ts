import { assertEquals } from "@std/assert";
import { answersOfFolds } from "../../../lib/table/folds/compare.ts";
import { trainCurve } from "../../../lib/table/folds/learning_curve.ts";
import { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import type { FoldedData, MemberPlan } from "../../../lib/table/folds/members.ts";
import { familyOf, numbers } from "../folds/fold_fixture.ts";
import { constantAnswer, constantPhrase } from "../../../lib/table/baselines/constant.ts";
import { Dataset } from "../../../mod.ts";

Deno.test("each row is answered by the model that did not learn from it, and the test by all", async () => {
  const asked: number[][] = [];
  const folds = [Uint32Array.of(4, 0), Uint32Array.of(1, 3)];
  const answers = await answersOfFolds(
    { folds, test: Uint32Array.of(2) },
    5,
    (rows) =>
      rows.map(({ training, validation, test }) => {
        asked.push([...training], [...validation]);
        const mean = training.reduce((a, b) => a + b) / training.length;
        const answer = (rows: Uint32Array) => Float32Array.from(rows, (row) => row + 10 * mean);
        return { validation: answer(validation), test: answer(test) };
      }),
  );
  assertEquals(asked, [[1, 3], [4, 0], [0, 4], [1, 3]]);
  assertEquals([...answers.outOfFold], [20, 21, 0, 23, 24]);
  assertEquals([...answers.test], [22]);
});

Deno.test("the constant answer is the share of each class, or the mean of each quantity", () => {
  const inputs = [[0], [0], [0], [0]];
  const classes = Dataset.from({ inputs, labels: ["b", "a", "b", "c"] });
  assertEquals([...constantAnswer(classes, [0, 1, 2, 2])], [0.25, 0.75, 0]);
  const quantities = Dataset.from({ inputs, targets: [[1, 10], [3, 30], [9, 9], [9, 9]] });
  assertEquals([...constantAnswer(quantities, [0, 1])], [2, 20]);
});

Deno.test("the constant answer is named by what is learned", () => {
  const inputs = [[0], [0], [0]];
  const phraseOf = (data: Dataset) => constantPhrase(constantAnswer(data, [0, 1, 2]), data);
  assertEquals(phraseOf(Dataset.from({ inputs, labels: ["b", "a", "b"] })), 'always answering "b"');
  const numbers = Dataset.from({ inputs, labels: [1, 0, 1], classes: 2 });
  assertEquals(phraseOf(numbers), 'always answering "1"');
  assertEquals(phraseOf(Dataset.from({ inputs, targets: [1, 2, 3] })), "always answering the mean");
  const labels = Dataset.from({ inputs, targets: [[1, 0], [0, 1], [1, 1]] });
  assertEquals(phraseOf(labels), "always giving each label’s commoner answer");
});

Deno.test("the curve has the folds that answer enough rows, and a quarter of the rows where all are better than a half", async () => {
  const xs = Array.from({ length: 12_000 }, (_, k) => (k * 37) % 19 - 9);
  const foldOf = Uint8Array.from(xs, (_, k) => (k * 7) % 3);
  const data = { training: numbers(xs), folds: [foldOf] } as unknown as FoldedData;
  const ensemble = new FoldEnsemble([familyOf(1, [1, 1, 1])]); // whose answers are the targets
  const { name, weightDecay } = ensemble.families[0]!;
  const plans = [0, 1, 2].map((fold) =>
    ({ family: { name }, weightDecay, fold, repeat: 0 }) as unknown as MemberPlan
  );
  const outOfFold = (some: FoldEnsemble) => some.outOfFold(data.training, data.folds);
  const shares = async (recipe: number, slope: number) => {
    const trained: (readonly [number, number])[] = [];
    const curve = await trainCurve({ ensemble, data, recipe, outOfFold }, plans, (some) => {
      trained.push(...some.map(({ share, fold }) => [share!, fold] as const));
      return Promise.resolve(
        some.map(({ fold }) =>
          Float32Array.from(xs.filter((_, k) => foldOf[k] === fold), (x) => slope * x)
        ),
      );
    });
    assertEquals(
      curve.map(({ share }) => share),
      [...new Set(trained.map(([share]) => share))].sort(),
    );
    return trained.map((pair) => pair.join(" ")).join(", ");
  };
  const all = "0.5 0, 0.5 1, 0.5 2, 0.25 0, 0.25 1, 0.25 2";
  assertEquals([await shares(1, 0.5), await shares(1, 1)], [all, all]);
  assertEquals(await shares(2, 0.5), "0.5 0, 0.5 1, 0.25 0, 0.25 1");
  assertEquals(await shares(2, 1), "0.5 0, 0.5 1");
});
