import { assert, assertAlmostEquals, assertEquals, assertStrictEquals } from "@std/assert";
import { schedules } from "../../mod.ts";
import { createSchedule, type Schedule } from "../../lib/train/mod.ts";
import { timesOutOfPatience } from "../../lib/train/schedules.ts";
import { namesOf } from "../helpers/names.ts";

/** Ten units in the last place of 1: sums of a handful of float64 operations. */
const TOLERANCE = 2e-15;

/** The multipliers of a run's steps, each epoch of which has `stepsPerEpoch`. */
function multipliers(
  schedule: Schedule,
  { epochs, stepsPerEpoch = 1 }: { epochs: number; stepsPerEpoch?: number },
): number[] {
  const steps = epochs * stepsPerEpoch;
  return Array.from(
    { length: steps },
    (_, step) => schedule.multiplier({ step, steps, stepsPerEpoch, history: [] }),
  );
}

function assertNear(actual: number[], expected: number[]): void {
  assertEquals(actual.length, expected.length);
  for (const [k, value] of expected.entries()) {
    assertAlmostEquals(actual[k]!, value, TOLERANCE, `${actual}`);
  }
}

Deno.test("constant stays; step falls every so many epochs, and not within one", () => {
  assertEquals(multipliers(createSchedule("constant"), { epochs: 3 }), [1, 1, 1]);
  const schedule = createSchedule({ name: "step", every: 2, factor: 0.5 });
  assertEquals(multipliers(schedule, { epochs: 5, stepsPerEpoch: 2 }), [
    1,
    1,
    1,
    1,
    0.5,
    0.5,
    0.5,
    0.5,
    0.25,
    0.25,
  ]);
});

Deno.test("cosine starts at the whole and falls step by step, by its formula", () => {
  const schedule = createSchedule({ name: "cosine", end: 0.2 });
  const expected = Array.from(
    { length: 8 },
    (_, t) => 0.2 + 0.5 * (1 - 0.2) * (1 + Math.cos(Math.PI * t / 8)),
  );
  assertNear(multipliers(schedule, { epochs: 4, stepsPerEpoch: 2 }), expected);
  assert(multipliers(createSchedule("cosine"), { epochs: 10 }).every((value) => value > 0));
});

Deno.test("oneCycle rises from its start to the whole, then falls to its end", () => {
  // Ten steps, of which the third is the peak: 0.3 · 10 − 1 = 2.
  const at = (from: number, to: number, way: number) =>
    to + (from - to) / 2 * (1 + Math.cos(Math.PI * way));
  const expected = [
    ...[0, 1].map((step) => at(0.04, 1, step / 2)),
    ...[2, 3, 4, 5, 6, 7, 8, 9].map((step) => at(1, 4e-6, (step - 2) / 7)),
  ];
  const found = multipliers(createSchedule("oneCycle"), { epochs: 10 });
  assertNear(found, expected);
  assertNear([found[0]!, found[1]!, found[2]!, found[9]!], [0.04, 0.52, 1, 4e-6]);
});

Deno.test("oneCycle is finite and positive for runs of few steps, and any rise", () => {
  for (const epochs of [1, 2, 3]) {
    for (const rise of [0, 0.1, 0.5, 1]) {
      const found = multipliers(createSchedule({ name: "oneCycle", rise }), { epochs });
      assert(found.every((value) => value > 0 && value <= 1), `${epochs}, ${rise}: ${found}`);
    }
  }
});

Deno.test("plateau halves with every loss of patience, and ends after so many halvings", () => {
  const schedule = createSchedule({ name: "plateau", patience: 2, halvings: 2 });
  const history = [0.5, 0.6, 0.6, 0.55, 0.61, 0.6, 0.6, 0.6, 0.6];
  const after = (epochs: number) =>
    schedule.multiplier({ step: 0, steps: 9, stepsPerEpoch: 1, history: history.slice(0, epochs) });
  assertEquals([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(after), [
    1,
    1,
    1,
    1,
    0.5,
    0.5,
    0.5, // the fourth epoch was the second in a row without an improvement
    0.25,
    0.25,
    0.125,
  ]);
  assertEquals(schedule.ends!(history.slice(0, 6)), false);
  assertEquals(schedule.ends!(history.slice(0, 7)), true);
  assertEquals(createSchedule("plateau").ends!(new Array(1000).fill(0.5)), false);
});

Deno.test("a warm-up rises evenly, step by step, to the start of any schedule", () => {
  const warm = createSchedule({ name: "step", every: 1, factor: 0.5, warmup: 2 });
  assertEquals(multipliers(warm, { epochs: 4, stepsPerEpoch: 2 }), [
    0.25,
    0.5,
    0.75,
    1,
    1,
    1,
    0.5,
    0.5, // its epochs are counted from the end of the warm-up
  ]);
  const cosine = multipliers(createSchedule({ name: "cosine", warmup: 0.5 }), {
    epochs: 2,
    stepsPerEpoch: 4,
  });
  assertEquals(cosine.slice(0, 3), [0.5, 1, 1]);
  assertNear(cosine.slice(2), multipliers(createSchedule("cosine"), { epochs: 6 }));
});

Deno.test("a warm-up before oneCycle rises to where that starts", () => {
  const found = multipliers(createSchedule({ name: "oneCycle", warmup: 2 }), { epochs: 12 });
  assertNear(found.slice(0, 3), [0.02, 0.04, 0.04]);
});

Deno.test("a warm-up as long as the training, or longer, only rises", () => {
  for (const name of namesOf(schedules)) {
    for (const warmup of [4, 8]) {
      const found = multipliers(createSchedule({ name, warmup }), { epochs: 4 });
      assert(found.every((value, k) => value > 0 && value <= 1 && value > (found[k - 1] ?? 0)));
    }
  }
});

Deno.test("a schedule has its name, and whether it spans the run and looks at validation", () => {
  const spanning = namesOf(schedules).filter((name) => createSchedule(name).spansTraining);
  assertEquals(spanning, ["cosine", "oneCycle"]);
  assertEquals(createSchedule({ name: "cosine", warmup: 1 }).spansTraining, true);
  for (const name of namesOf(schedules)) {
    const schedule = createSchedule(name);
    assertEquals([schedule.name, schedule.usesValidation], [name, name === "plateau"]);
  }
});

Deno.test("a schedule that is made already is taken as it is", () => {
  const schedule = createSchedule("cosine");
  assertStrictEquals(createSchedule(schedule), schedule);
});

Deno.test("patience runs out after so many epochs without an improvement of minimumDelta, and anew", () => {
  const history = [0.8, 0.9, 0.9, 0.85, 0.91, 0.91, 0.9, 0.91];
  const after = (epochs: number) => timesOutOfPatience(history.slice(0, epochs), { patience: 3 });
  assertEquals([0, 1, 4, 5, 7, 8].map(after), [0, 0, 0, 0, 0, 1]);
  const options = { patience: 2, minimumDelta: 0.25 };
  assertEquals(timesOutOfPatience([0.25, 0.5, 0.5], options), 1); // 0.5 is not more than 0.25 + 0.25
  assertEquals(timesOutOfPatience([0.25, 0.5, 0.625], options), 0); // measured from the best, 0.25
  assertEquals(timesOutOfPatience(new Array(10).fill(0.5), { patience: 3 }), 3);
});
