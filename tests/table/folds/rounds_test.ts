/** The rounds: answers out of fold, of members that go on and of those that have stopped. */

import { assertEquals, assertStrictEquals } from "@std/assert";
import { outOfFold, Rounds } from "../../../lib/table/folds/rounds.ts";
import { firstFolds } from "../../../lib/table/folds/members.ts";
import { memberPlansOf } from "../../../lib/table/folds/rounds.ts";
import type { MemberEpoch } from "../../../lib/table/folds/member_trainer.ts";
import { memberOf, numbers } from "./fold_fixture.ts";

Deno.test("answers of folds are put together by row, the mean over repeats", () => {
  const folds = [new Uint8Array([0, 1, 0]), new Uint8Array([1, 0, 0])];
  const answers = (fold: number, repeat: number, ...outputs: number[]) => ({
    ...{ fold, repeat, outputs: new Float32Array(outputs) },
  });
  const members = [
    ...[answers(0, 0, 1, 3), answers(1, 0, 2)],
    ...[answers(0, 1, 20, 30), answers(1, 1, 10)],
  ];
  assertEquals([...outOfFold(members, folds)], [5.5, 11, 16.5]);
  const pairs = [answers(0, 0, 1, -1, 3, -3), answers(1, 0, 2, -2)];
  assertEquals([...outOfFold(pairs, [folds[0]!])], [1, -1, 2, -2, 3, -3]);
});

/** An epoch of a member that answers one row by this number. */
function epochOf(answer: number, more: Partial<MemberEpoch> = {}): MemberEpoch {
  return {
    ...{ number: 1, learningRate: 0.5, train: { cost: answer }, cost: answer },
    ...{ outputs: new Float32Array([answer]), isBest: true, hasStopped: false },
    ...more,
  } as MemberEpoch;
}

/** Two rows with the targets 1 and 2, each a fold; two families besides the linear one, a decay. */
function begin(): Rounds {
  const plans = memberPlansOf({ folds: 2, repeat: 1, seed: 1, hidden: [3], weightDecays: [0] });
  return new Rounds(
    { training: numbers([1, 2]), folds: [new Uint8Array([0, 1])] },
    plans,
    memberOf(1, 0).network,
  );
}

Deno.test("a round has the mean cost, each member's, and of the families the better result", () => {
  const rounds = begin();
  const round = rounds.add([3, 2, 1, 4, 1, 2].map((answer) => epochOf(answer)));
  assertEquals([round.number, round.learningRate], [1, 0.5]);
  assertEquals(round.train.cost, 13 / 6);
  assertEquals(round.members, [3, 2, 1, 4, 1, 2]);
  // Half the mean of (3 − 1)² and 0 of the one, 0 and (4 − 2)² of the other; the linear model is right, and does not count.
  assertEquals(round.validation.cost, 1);
});

Deno.test("a member that stops answers by its best epoch from then on, and has no cost", () => {
  const rounds = begin();
  const others = [9, 9, 9, 9].map((answer) => epochOf(answer));
  rounds.add([epochOf(1), epochOf(2), ...others]);
  const worse = rounds.add([
    epochOf(5, { isBest: false }),
    epochOf(6, { isBest: false, hasStopped: true }),
    ...others,
  ]);
  assertEquals(worse.validation.cost, (16 + 0) / 4);
  const last = rounds.add([epochOf(5, { isBest: false, hasStopped: true }), undefined, ...others]);
  assertEquals(last.members.slice(0, 2), [5, null]);
  assertStrictEquals(last.validation.cost, 0);
  assertEquals(last.number, 3);
});

Deno.test("rounds go on after some from the members' best answers", () => {
  const rounds = begin();
  rounds.restore(7, [1, 2, 9, 9, 9, 9].map((answer) => new Float32Array([answer])));
  const { number, validation } = rounds.add([
    ...[undefined, epochOf(3), undefined, undefined, undefined, undefined],
  ]);
  assertEquals([number, validation.cost], [8, 0.25]);
});

Deno.test("rounds of some folds are judged by the rows of these", () => {
  const data = { training: numbers([1, 2, 3, 4]), folds: [new Uint8Array([2, 0, 1, 0])] };
  const { training, folds } = firstFolds(data, 2);
  assertEquals([...training.targets!], [2, 3, 4]);
  assertEquals(folds.map((fold) => [...fold]), [[0, 1, 0]]);
});
