/** The sentences on a difference, and the names of bins. */

import { assertEquals } from "@std/assert";
import { binsOf, driftSentences } from "../../../tasks/new_data/drift_texts.ts";
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

Deno.test("dates and running numbers are ranges, then and now", () => {
  const shares = { counts: [1], missing: 0, unread: 0 };
  const common = { psi: 0, chance: 0, reading: "none", then: shares, now: shares } as const;
  const day = 86_400;
  const columns = [
    { ...common, name: "day", kind: "date", range: { then: [0, day], now: [2 * day, 2 * day] } },
    { ...common, name: "old", kind: "date", range: { then: undefined, now: [0, day] } },
    { ...common, name: "order", kind: "number", range: { then: [1, 9], now: [10, 12345] } },
    { ...common, name: "none", kind: "date", range: { then: [0, day], now: undefined } },
  ] as const;
  const drift = { rows: 9, unanswered: 0, novel: 0, columns, answers: [] };
  const result = { drift, counts: { all: 9, novel: null } } as unknown as Parameters<
    typeof driftSentences
  >[0];
  assertEquals(driftSentences(result, "row"), [
    "No column has drifted beyond chance.",
    'Dates and running numbers: "day" was 1970-01-01 to 1970-01-02 in training and is 1970-01-03 now; ' +
    '"old" is 1970-01-01 to 1970-01-02 now; "order" was 1 to 9 in training and is 10 to 12345 now.',
  ]);
});
