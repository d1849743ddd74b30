import { assertEquals } from "@std/assert";
import {
  classification,
  multiLabel,
  type OutputFacts,
  problemOfOutputs,
  regression,
} from "../../lib/problem.ts";

Deno.test("the class of the largest output is chosen, and of a single output yes from a half on", () => {
  const outputs = [0.25, 0.5, 0.25];
  assertEquals(classification.answer(outputs, { areProbabilities: true }), {
    outputs,
    values: outputs,
    chosen: [1],
    probabilities: outputs,
  });
  assertEquals(classification.answer([2, 2]).chosen, [0]); // the first of equals
  assertEquals(classification.answer([2, 2]).probabilities, undefined);
  const values = [0.5, 0.5];
  assertEquals(classification.answer([0.5], { areProbabilities: true }), {
    outputs: [0.5],
    values,
    chosen: [1],
    probabilities: values,
  });
  assertEquals(classification.answer([0.25]).chosen, [0]);
});

Deno.test("labels are chosen from a half on, any number of them", () => {
  const outputs = [0.5, 0.25, 0.75];
  const answer = multiLabel.answer(outputs, { areProbabilities: true });
  assertEquals(answer, { outputs, values: outputs, chosen: [0, 2] });
  assertEquals(multiLabel.answer([0.25]).chosen, []);
});

Deno.test("quantities and their intervals are in their units", () => {
  const outputs = [1, -2];
  const intervals = { halfWidths: [0.5, 0.25] };
  const quantities = [{ mean: 10, deviation: 4 }, { mean: 0, deviation: 2 }];
  assertEquals(regression.answer(outputs, { quantities, intervals }), {
    outputs,
    chosen: [],
    values: [14, -4],
    intervals: [{ low: 12, high: 16 }, { low: -4.5, high: -3.5 }],
  });
  assertEquals(regression.answer(outputs, { intervals }).intervals, [
    { low: 0.5, high: 1.5 },
    { low: -2.25, high: -1.75 },
  ]);
  assertEquals(regression.answer(outputs), {
    outputs,
    chosen: [],
    values: outputs,
    intervals: undefined,
  });
});

Deno.test("outputs belong to the problem of their labels, classes or quantities", () => {
  const problem = (facts: OutputFacts) => problemOfOutputs({ areProbabilities: true, ...facts });
  assertEquals(problem({ labels: ["a"], areProbabilities: false }), multiLabel);
  assertEquals(problem({ classNames: ["a", "b"], areProbabilities: false }), classification);
  assertEquals(problem({}), classification);
  assertEquals(problem({ areProbabilities: false }), regression);
  assertEquals(problem({ intervals: { halfWidths: [1] } }), regression);
  assertEquals(problem({ quantities: [{ mean: 0, deviation: 1 }] }), regression);
});
