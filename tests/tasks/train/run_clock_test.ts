import { assertAlmostEquals, assertEquals } from "@std/assert";
import { epochsLeft } from "../../../tasks/train/epoch_times.ts";
import { RunClock } from "../../../tasks/train/run_clock.ts";
import { Progress } from "../../../tasks/cli/progress.ts";
import { FakeTerminal } from "../data/fake.ts";

/** A clock, and what sets its seconds. */
function clockAt() {
  let seconds = 0;
  const clock = new RunClock(new Progress(new FakeTerminal(true)), () => 1000 * seconds);
  return { clock, at: (time: number) => seconds = time };
}

Deno.test("the time left is that of the present stage and of those to come", () => {
  const { clock, at } = clockAt();
  using _ = clock;
  clock.enter("linear");
  assertEquals(clock.left, undefined);
  clock.enter("training");
  clock.expect("trees", 5);
  clock.expect("report", 2);
  assertEquals(clock.left, undefined);
  clock.goOn("epoch 2 of 10", 20);
  assertEquals(clock.left, 27);
  at(12);
  assertEquals(clock.left, 15);
  clock.enter("trees");
  assertEquals(clock.left, 7);
});

Deno.test("a stage that takes longer than expected goes on for a part of what it took", () => {
  const { clock, at } = clockAt();
  using _ = clock;
  clock.expect("trees", 4);
  clock.enter("trees");
  at(8);
  assertEquals(clock.left, 2);
});

Deno.test("a limit of time ends training, and a search takes all of it", () => {
  const { clock, at } = clockAt();
  using _ = clock;
  clock.endsAfter("training", 60);
  clock.enter("training");
  clock.goOn("epoch 1 of 10", 300);
  at(10);
  assertEquals(clock.left, 50);

  const searched = clockAt();
  using __ = searched.clock;
  searched.clock.endsAfter("search", 60);
  searched.clock.enter("training");
  searched.clock.goOn("epoch 1 of 10", 10);
  searched.at(20);
  assertEquals(searched.clock.left, 40);
  searched.clock.enter("search");
  searched.at(50);
  assertEquals(searched.clock.left, 10);
});

Deno.test("epochs go on while patience is left, and no further than they may", () => {
  const config = { epochs: 100, earlyStopping: { patience: 10, minimumPatience: 4 } };
  assertEquals(epochsLeft([1, 2, 3], { ...config, earlyStopping: null }), 97);
  assertEquals(epochsLeft([3, 2, 1, 1, 1], config), 0); // the best was the first: it waits for four
  assertAlmostEquals(epochsLeft([1, 2, 3], config), 19);
  assertAlmostEquals(epochsLeft([3, 2, 1], config), 9.5); // half of its patience is left
  assertEquals(epochsLeft([1, 2, 3], { ...config, epochs: 5 }), 2);
});
