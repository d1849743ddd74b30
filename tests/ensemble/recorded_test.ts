import { assertEquals } from "@std/assert";
import { RecordedAnswers } from "../../lib/ensemble/recorded.ts";
import { Dataset, evaluate, Network } from "../../mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";

Deno.test("recorded answers are evaluated as what gave them, again and again, and their mean as an ensemble", () => {
  const data = Dataset.from({
    inputs: Array.from({ length: 601 }, (_, k) => [k % 7 / 7, k % 11 / 11]),
    labels: Array.from({ length: 601 }, (_, k) => ["a", "b", "c"][k % 3]!),
  });
  const members = [1, 2].map((seed) =>
    new Network([2, 5, 3], { seed, classNames: ["c", "a", "b"], cost: "crossEntropy" })
  );
  const weights = [0.3, 0.9];
  const answers = members.map((member) => RecordedAnswers.of(member, data));
  for (const [k, member] of members.entries()) {
    for (const _ of [1, 2]) assertEquals(evaluate(answers[k]!, data), evaluate(member, data));
  }
  assertEquals(
    evaluate(RecordedAnswers.mean(answers, weights), data),
    evaluate(new Ensemble(members, { weights }), data),
  );
});
