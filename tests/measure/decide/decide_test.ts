import { assertEquals, assertThrows } from "@std/assert";
import {
  decide,
  decideLabels,
  type Decision,
  parseDecision,
} from "../../../lib/measure/decide/decide.ts";
import { areLabelsRight, decidedEvaluation } from "../../../lib/measure/decide/evaluation.ts";
import { Dataset, evaluate, Network } from "../../../mod.ts";
import { decisionProblem, fitDecision } from "../../../lib/measure/decide/fit.ts";
import { Ensemble, RecordedAnswers } from "../../../lib/ensemble/mod.ts";
import { answerClass, answerLabels } from "../../../lib/problem/answers.ts";

const PROMISED = { value: 0.5, low: 0.25, high: 0.75 };
const THRESHOLD = { positive: 1, from: 0.25, falseAlarm: 1, miss: 3, promised: PROMISED };
const SETS = { coverage: 0.9, bound: 0.75, promised: PROMISED, classes: [PROMISED, PROMISED] };
const DECISION: Decision = { threshold: THRESHOLD, sets: SETS };

Deno.test("a threshold answers, sets hold what is probable enough, and nothing changes without them", () => {
  const answer = (p: number) => answerClass([1 - p, p], { areProbabilities: true });
  const found = [0.125, 0.25, 0.5, 0.875].map((p) => decide(answer(p), DECISION));
  assertEquals(found.map(({ chosen }) => chosen), [[0], [1], [1], [1]]);
  assertEquals(found.map(({ set }) => set), [[0], [0, 1], [0, 1], [1]]);
  const never = { threshold: { ...THRESHOLD, from: null } };
  assertEquals(decide(answer(1), never).chosen, [0]);
  const other = { threshold: { ...THRESHOLD, positive: 0 } };
  assertEquals(decide(answer(0.75), other).chosen, [0]);
  assertEquals(decide(answer(0.25), undefined), answer(0.25));
});

Deno.test("accuracy and confusion follow the threshold, the cost does not", () => {
  const outputs = Float32Array.of(0.75, 0.25, 0.5, 0.5, 0.875, 0.125);
  const network = new RecordedAnswers(outputs, 2, new Ensemble([new Network([1, 2])]));
  const data = Dataset.from({ inputs: [[0], [0], [0]], labels: [1, 0, 0] });
  const atHalf = { ...evaluate(network, data), cost: 9 };
  assertEquals(atHalf.confusion, [[2, 0], [1, 0]]);
  const found = decidedEvaluation(atHalf, DECISION, network, data);
  assertEquals(found, { ...atHalf, confusion: [[1, 1], [0, 1]], accuracyAtHalf: 2 / 3 });
  assertEquals(decidedEvaluation(atHalf, { sets: SETS }, network, data), atHalf);
});

Deno.test("labels are right by the threshold of each", () => {
  const network = new RecordedAnswers(
    Float32Array.of(0.25, 0.5, 0.125, 0.75, 0.5, 0),
    2,
    new Ensemble([new Network([1, 2])]),
  );
  const data = Dataset.from({ inputs: [[0], [0], [0]], targets: [[1, 0], [0, 0], [1, 0]] });
  const atHalf = evaluate(network, data);
  const thresholds = [{ ...THRESHOLD, positive: 0 }, { ...THRESHOLD, from: null }];
  const found = decidedEvaluation(atHalf, { thresholds }, network, data);
  assertEquals([found.correct, found.accuracy, found.accuracyAtHalf], [3, 1, 1 / 3]);
  assertEquals(found.cost, atHalf.cost);
});

Deno.test("what is written is read, and nothing else is", () => {
  assertEquals(parseDecision(undefined, 2), undefined);
  assertEquals(parseDecision(JSON.stringify(DECISION), 2), DECISION);
  const ofSeven = { ...SETS, classes: new Array(7).fill(PROMISED) };
  assertEquals(parseDecision(JSON.stringify({ sets: ofSeven }), 7), { sets: ofSeven });
  const sets = { ...SETS, bound: [0.5, 0.75], classes: [PROMISED, null] };
  assertEquals(parseDecision(JSON.stringify({ sets }), 2), { sets });
  const wrong = [
    "",
    "null",
    "{}",
    "3",
    JSON.stringify({ ...DECISION, more: 1 }),
    ...[{ positive: 2 }, { from: -1 }, { from: "x" }, { miss: 0 }, { promised: null }]
      .map((part) => JSON.stringify({ threshold: { ...THRESHOLD, ...part } })),
    ...[
      { coverage: 2 },
      { bound: NaN },
      { promised: {} },
      { bound: [0.5] },
      { bound: [0.5, 2] },
      { classes: [PROMISED] },
      { classes: [null, {}] },
      { classes: undefined },
    ]
      .map((part) => JSON.stringify({ sets: { ...SETS, ...part } })),
  ];
  for (const text of wrong) {
    assertThrows(
      () => parseDecision(text, 2),
      SyntaxError,
      "its decision is not what train writes",
    );
  }
  assertThrows(() => parseDecision(JSON.stringify(DECISION), 3), SyntaxError, "its decision");
});

Deno.test("each label is answered from its threshold on, and from a half without one", () => {
  const thresholds = [{ ...THRESHOLD, positive: 0 }, { ...THRESHOLD, from: null }];
  const chosenOf = (outputs: readonly number[], decision?: Decision) =>
    decideLabels(answerLabels(outputs), decision).chosen;
  assertEquals(chosenOf([0.25, 1], { thresholds }), [0]);
  assertEquals([chosenOf([0.125, 1], { thresholds }), chosenOf([0.25, 1])], [[], [1]]);
  const right = areLabelsRight([0.25, 1, 0.125, 0, NaN, 0], [1, 0, 1, 0, 0, 0], [0.25, Infinity]);
  assertEquals(right, [true, false, false]);
  assertEquals(parseDecision(JSON.stringify({ thresholds }), 2), { thresholds });
  for (const wrong of [{ thresholds, sets: SETS }, { thresholds: thresholds.toReversed() }]) {
    assertThrows(() => parseDecision(JSON.stringify(wrong), 2), SyntaxError, "its decision");
  }
  assertThrows(() => parseDecision(JSON.stringify({ thresholds }), 3), SyntaxError);
});

Deno.test("a model decides only what its classes can", () => {
  const costs = { falseAlarm: 1, miss: 5 };
  assertEquals(decisionProblem({}, undefined, 50), undefined);
  assertEquals(decisionProblem({ costs, positive: "b", coverage: 0.9 }, ["a", "b"], 50), undefined);
  const problems: [Parameters<typeof decisionProblem>[0], string[] | undefined, string][] = [
    [
      { coverage: 0.99 },
      ["a", "b"],
      "expected more rows for a coverage of 0.99, got 50 that it can be chosen by",
    ],
    [{ positive: "a" }, ["a", "b"], "expected costs beside the class to find"],
    [{ costs }, ["a", "b", "c"], "expected two classes for costs, got 3"],
    [{ costs }, undefined, "expected two classes for costs, got quantities"],
    [{ coverage: 0.9 }, undefined, "expected classes for a coverage, got quantities"],
    [{ costs, positive: "c" }, ["a", "b"], 'expected "a" or "b" as the class to find, got "c"'],
  ];
  for (const [options, classes, text] of problems) {
    assertEquals(decisionProblem(options, classes, 50), text);
  }
});

Deno.test("the rarer class is found unless the other is named, and too few rows promise nothing", () => {
  const yes = [0.9, 0.6, 0.3, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1];
  const rows = {
    probabilities: yes.flatMap((p) => [1 - p, p]),
    labels: yes.map((p) => Number(p > 0.25)),
  };
  const costs = { falseAlarm: 1, miss: 5 };
  const { threshold } = fitDecision({ costs }, ["no", "yes"], rows)!;
  assertEquals([threshold!.positive, threshold!.from, threshold!.promised.value], [1, 0.3, 1 / 2]);
  const named = fitDecision({ costs, positive: "no" }, ["no", "yes"], rows)!;
  assertEquals(named.threshold!.positive, 0);
  assertEquals(fitDecision({}, ["no", "yes"], rows), undefined);
  assertThrows(
    () => fitDecision({ coverage: 0.95 }, ["no", "yes"], rows),
    RangeError,
    "Cannot decide: expected more rows for a coverage of 0.95, got 10",
  );
});
