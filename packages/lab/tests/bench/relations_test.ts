import { assertEquals, assertLessOrEqual } from "@std/assert";
import { LONG_TESTS } from "../../../../tests/helpers/long.ts";
import { INDEPENDENT, outcomeOf, outcomesOf } from "../../bench/relations.ts";

/** The study has 1,000 draws; a few of each kind show that it runs and that nothing is badly off. */
const DRAWS = LONG_TESTS ? 300 : 30;

Deno.test("at most 1 in 100 tables of independent rows is split", () => {
  const makers = Object.values(INDEPENDENT);
  let splits = 0;
  for (const [k, make] of makers.entries()) {
    const draws = Array.from({ length: DRAWS / makers.length }, (_, d) => makers.length * d + k);
    for (const [outcome, count] of outcomesOf(make, draws)) {
      if (outcome.startsWith("split")) splits += count;
    }
  }
  assertLessOrEqual(splits, DRAWS / 100);
});

Deno.test("an outcome is what rows are split by, what is named, or nothing", () => {
  const score = { r2: 0.5, accuracy: undefined };
  const found = {
    kind: "key",
    columns: ["age", "height"],
    isSplit: true,
    levels: 9,
    levelRows: 3,
    random: score,
    heldOut: score,
    drop: 0.1,
  } as const;
  assertEquals(outcomeOf([found]), "split by age and height");
  assertEquals(outcomeOf([{ ...found, kind: "order", columns: [], isSplit: false }]), "name order");
  assertEquals(outcomeOf([]), "nothing");
});
