/** The sentences on a difference, and the names of bins. */

import { assertEquals } from "@std/assert";
import { binsOf } from "../../../tasks/new_data/drift_texts.ts";
import { differenceSentence } from "../../../tasks/new_data/metric_texts.ts";

Deno.test("a difference without an interval has its reason", () => {
  const bare = { value: 0.5, low: null, high: null };
  const found = { value: 0.5, low: 0.4, high: 0.6 };
  const sentence = (now?: typeof bare | typeof found, then?: typeof bare | typeof found) =>
    differenceSentence({ metric: "r2", now, then, difference: undefined });
  assertEquals(sentence(undefined, found), "R² is not defined: all targets are the same.");
  assertEquals(sentence(found), "There is no R² of a test beside it.");
  const unknown = "Whether the difference of R² is more than chance is not known: ";
  assertEquals(sentence(found, bare), `${unknown}the run has no interval of it.`);
  assertEquals(sentence(bare, found), `${unknown}the new data has no interval of it.`);
});

Deno.test("bins are named by their ends, their dates or their texts", () => {
  const shares = (counts: number[], missing = 0) => ({ counts, missing, unread: 0 });
  const drift = { name: "x", psi: 0, chance: 0, reading: "none" } as const;
  const then = { then: shares([0.5, 0.3, 0.1], 0.1), now: shares([0.5, 0.4, 0]) };
  const namesOf = (column: Parameters<typeof binsOf>[0]) => binsOf(column).map(({ name }) => name);
  assertEquals(namesOf({ ...drift, kind: "number", edges: [1, 2.5], ...then }), [
    ...["< 1", "1–2.5", "≥ 2.5", "missing"],
  ]);
  assertEquals(namesOf({ ...drift, kind: "date", edges: [0, 86_400], ...then }), [
    ...["< 1970-01-01", "1970-01-01–1970-01-02", "≥ 1970-01-02", "missing"],
  ]);
  assertEquals(namesOf({ ...drift, kind: "category", levels: ["a", "b"], ...then }), [
    ...["a", "b", "other", "missing"],
  ]);
  const one = { then: shares([1]), now: shares([1]) };
  assertEquals(namesOf({ ...drift, kind: "number", edges: [], ...one }), ["any"]);
});
