/** The rounds: answers out of fold, of members that go on and of those that have stopped, and which members learn. */

import { assertEquals, assertStrictEquals } from "@std/assert";
import { outOfFold, Rounds } from "../../../lib/table/folds/rounds.ts";
import { learning, resumable } from "../../../lib/table/folds/train.ts";
import type { Checkpoint } from "../../../lib/train/checkpoint.ts";
import { firstFolds } from "../../../lib/table/folds/members.ts";
import { memberPlansOf } from "../../../lib/table/folds/rounds.ts";
import type { MemberEpoch } from "../../../lib/table/folds/member_trainer.ts";
import { memberOf, numbers, TRAINING } from "./fold_fixture.ts";

Deno.test("answers of folds are put together by row, the mean over repeats", () => {
  const folds = [new Uint8Array([0, 1, 0]), new Uint8Array([1, 0, 0])];
  const answers = (fold: number, repeat: number, ...outputs: number[]) => ({
    fold,
    repeat,
    outputs: new Float32Array(outputs),
  });
  const members = [
    answers(0, 0, 1, 3),
    answers(1, 0, 2),
    answers(0, 1, 20, 30),
    answers(1, 1, 10),
  ];
  assertEquals([...outOfFold(members, folds)], [5.5, 11, 16.5]);
  const pairs = [answers(0, 0, 1, -1, 3, -3), answers(1, 0, 2, -2)];
  assertEquals([...outOfFold(pairs, [folds[0]!])], [1, -1, 2, -2, 3, -3]);
});

/** An epoch of a member that answers one row by this number. */
function epochOf(answer: number, more: Partial<MemberEpoch> = {}): MemberEpoch {
  return {
    number: 1,
    learningRate: 0.5,
    train: { cost: answer },
    cost: answer,
    outputs: new Float32Array([answer]),
    isBest: true,
    hasStopped: false,
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
    undefined,
    epochOf(3),
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  assertEquals([number, validation.cost], [8, 0.25]);
});

Deno.test("rounds of some folds are judged by the rows of these", () => {
  const data = { training: numbers([1, 2, 3, 4]), folds: [new Uint8Array([2, 0, 1, 0])] };
  const { training, folds } = firstFolds(data, 2);
  assertEquals([...training.targets!], [2, 3, 4]);
  assertEquals(folds.map((fold) => [...fold]), [[0, 1, 0]]);
});

const PLAN = { folds: 3, repeat: 1, seed: 1, hidden: [4], weightDecays: [1, 0.1] };
const plans = memberPlansOf({ ...PLAN, recipe: 2 }).slice(0, 6); // of one family

/** So many scores, each the same. */
const flat = (count: number, score: number): number[] => new Array(count).fill(score);

/** Which members learn, as digits: those of the first weight decay, and of the other one. */
function learnersOf(histories: readonly (readonly number[])[], most = 20): string {
  const all = [...histories, ...new Array(6 - histories.length).fill([])];
  const learns = learning(plans, all, ({ length }) => length >= most);
  return learns.map(Number).join("");
}

Deno.test("by the first recipe all members learn, and none waits", () => {
  const all = memberPlansOf(PLAN);
  assertEquals(all.filter(({ waits }) => waits), []);
  assertEquals(learning(all, all.map(() => []), () => false), all.map(() => true));
});

Deno.test("another weight decay is first tried on the fold that costs most after eight epochs", () => {
  assertEquals(plans.map(({ waits }) => waits === true), [false, false, false, true, true, true]);
  assertEquals(learnersOf([]), "111000");
  assertEquals(learnersOf([flat(8, -1), flat(7, -3), flat(8, -2)]), "111000");
  assertEquals(learnersOf([flat(8, -1), flat(8, -3), flat(8, -2)]), "111010");
  const laterWorst = [[...flat(8, -1), -9], flat(9, -3), [...flat(8, -2), -8]];
  assertEquals(learnersOf(laterWorst), "111010", "later epochs change nothing");
  assertEquals(learnersOf([flat(4, -1), flat(4, -2), flat(4, -2)], 4), "111010", "all have ended");
});

Deno.test("it is trained on all folds if it is better there by 2 % when both have ended", () => {
  const first = [flat(20, -1), flat(20, -3), flat(9, -2)];
  const tried = (scores: readonly number[]) => learnersOf([...first, [], scores]);
  assertEquals(tried(flat(19, -1)), "111010", "it has not ended");
  assertEquals(tried(flat(20, -2.95)), "111010", "it is hardly better");
  assertEquals(tried([...flat(19, -9), -2.9]), "111111");
  assertEquals(
    learnersOf([flat(20, -1), flat(19, -3), flat(20, -2), [], flat(20, -1)]),
    "111010",
    "the first weight decay has not ended",
  );
});

Deno.test("members that began at the end of fewer epochs begin again when a run goes on with more", () => {
  const histories = [flat(4, -1), flat(4, -3), flat(4, -2), ...new Array(3).fill(flat(4, -1))];
  const members = histories.map((history) => ({ history, epoch: 4 }) as unknown as Checkpoint);
  const goingOn = (epochs: number) => {
    const options = { ...TRAINING.options, epochs, earlyStopping: null };
    const { members: left } = resumable({ numerics: 1, epoch: 4, members }, plans, {
      ...TRAINING,
      options,
    });
    return left.map((member) => Number(member !== undefined)).join("");
  };
  assertEquals([goingOn(4), goingOn(5)], ["111111", "111000"]);
});
