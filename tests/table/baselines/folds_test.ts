import { assertEquals } from "@std/assert";
import { answersOfFolds } from "../../../lib/table/folds/compare.ts";
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
  assertEquals(phraseOf(Dataset.from({ inputs, labels: ["b", "a", "b"] })), "always answering “b”");
  const numbers = Dataset.from({ inputs, labels: [1, 0, 1], classes: 2 });
  assertEquals(phraseOf(numbers), "always answering “1”");
  assertEquals(phraseOf(Dataset.from({ inputs, targets: [1, 2, 3] })), "always answering the mean");
  const labels = Dataset.from({ inputs, targets: [[1, 0], [0, 1], [1, 1]] });
  assertEquals(phraseOf(labels), "always giving each label’s commoner answer");
});
