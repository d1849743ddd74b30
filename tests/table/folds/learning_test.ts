/** Which members learn by the second recipe, as far as scores tell. */

import { assertEquals } from "@std/assert";
import { learning, resumable } from "../../../lib/table/folds/train.ts";
import { memberPlansOf } from "../../../lib/table/folds/rounds.ts";
import type { Checkpoint } from "../../../lib/train/checkpoint.ts";
import { TRAINING } from "./fold_fixture.ts";

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
