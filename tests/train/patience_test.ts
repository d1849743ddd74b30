import { assertEquals, assertThrows } from "@std/assert";
import {
  checkPatience,
  type PatienceOptions,
  timesOutOfPatience,
} from "../../lib/train/patience.ts";

Deno.test("patience runs out after so many epochs in a row without an improvement", () => {
  const history = [0.8, 0.9, 0.9, 0.85, 0.91, 0.91, 0.9, 0.91];
  const after = (epochs: number) => timesOutOfPatience(history.slice(0, epochs), { patience: 3 });
  assertEquals([0, 1, 4, 5, 7, 8].map(after), [0, 0, 0, 0, 0, 1]);
});

Deno.test("an improvement has to exceed the best by more than minimumDelta", () => {
  const options = { patience: 2, minimumDelta: 0.25 };
  assertEquals(timesOutOfPatience([0.25, 0.5, 0.5], options), 1); // 0.5 is not more than 0.25 + 0.25
  assertEquals(timesOutOfPatience([0.25, 0.5, 0.625], options), 0); // measured from the best, 0.25
});

Deno.test("patience that has run out begins anew", () => {
  assertEquals(timesOutOfPatience(new Array(10).fill(0.5), { patience: 3 }), 3);
});

Deno.test("options at the ends of their ranges are taken", () => {
  checkPatience({ patience: 1 });
  checkPatience({ patience: 1, minimumDelta: 0 });
  checkPatience({ patience: 1, minimumDelta: 0.999 });
});

Deno.test("an option that does not exist is a TypeError", () => {
  const misspelt = { patience: 1, minimumdelta: 0 } as PatienceOptions;
  assertThrows(() => checkPatience(misspelt), TypeError, "Cannot stop early");
});

Deno.test("options out of range are RangeErrors", () => {
  for (const patience of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => checkPatience({ patience }),
      RangeError,
      `Cannot use a patience of ${patience}: a whole number of epochs from 1 up is wanted`,
    );
  }
  for (const minimumDelta of [-0.1, 1, NaN]) {
    assertThrows(
      () => checkPatience({ patience: 1, minimumDelta }),
      RangeError,
      `Cannot use a minimumDelta of ${minimumDelta}: 0 to below 1 is wanted`,
    );
  }
});
