import { assert, assertEquals, assertGreater } from "@std/assert";
import { metricInterval } from "../../../lib/evaluate/mod.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { Dataset } from "../../../mod.ts";
import { fitBaselines } from "../../../tasks/train/baselines.ts";

const random = new RandomStream(3, "data");
const inputs = Array.from(
  { length: 300 },
  () => [random.normal(), random.normal(), random.below(40)],
);
const rowsFrom = (start: number, n: number) => Uint32Array.from({ length: n }, (_, k) => start + k);
const folds = [0, 50, 100, 150, 200].map((start) => rowsFrom(start, 50));
const test = rowsFrom(250, 50);

Deno.test("a constant and trees answer the network's folds and its test", () => {
  const labels = inputs.map(([a, b]) => a! * b! > 0 ? "same" : a! > 0 ? "first" : "second");
  const data = Dataset.from({ inputs, labels });
  const [constant, trees] = fitBaselines(data, { folds, test }, [2]);
  assertEquals([constant!.name, constant!.phrase], ["constant", "always answering “same”"]);
  assertEquals([trees!.name, trees!.rounds!.length], ["trees", 5]);
  for (const { outOfFold, test: answers } of [constant!, trees!]) {
    assertEquals([outOfFold!.length, answers.length], [900, 150]);
    assert(outOfFold!.subarray(0, 750).every((p) => p >= 0 && p <= 1));
  }
  const accuracyOf = (answers: Float32Array) => metricInterval(answers, data, test)!.value;
  assertGreater(accuracyOf(trees!.test), accuracyOf(constant!.test) + 0.3);
});

Deno.test("the constant answer is named by what is learned", () => {
  const phraseOf = (data: Dataset) => fitBaselines(data, { folds, test })[0]!.phrase;
  const targets = inputs.map(([a]) => a!);
  assertEquals(phraseOf(Dataset.from({ inputs, targets })), "always answering the mean");
  const labels = inputs.map(([a, b]) => [Number(a! > 0), Number(b! > 0)]);
  const data = Dataset.from({ inputs, targets: labels });
  assertEquals(phraseOf(data), "always giving each label’s commoner answer");
  const numbers = Dataset.from({ inputs, labels: labels.map(([yes]) => yes!), classes: 2 });
  assertEquals(phraseOf(numbers).replace(/\d/, "0"), "always answering “0”");
});
