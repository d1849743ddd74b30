import { assertEquals, assertMatch } from "@std/assert";
import { type Check, checksOf, holds } from "../../../tasks/track/checks.ts";
import type { Entry } from "../../../tasks/track/entry.ts";
import type { Floor } from "../../../tasks/track/floor.ts";
import { entry, hashOf, METRICS, resultOf, SUMMARY } from "./runs.ts";

const FLOOR: Floor = { least: 0.95, from: "--floor" };

const check = (now: Entry, before: Entry[], floor = FLOOR) => checksOf(now, METRICS, before, floor);

const outcomes = (checks: readonly Check[]) => checks.map(({ outcome }) => outcome);

/** The text of the one check that failed. */
function failure(checks: readonly Check[]): string {
  const failed = checks.filter(({ outcome }) => outcome === "failed");
  assertEquals([failed.length, holds(checks)], [1, false]);
  return failed[0]!.text;
}

Deno.test("a run as the one before holds, whatever it is called", () => {
  const checks = check(entry(2, { run: "other", commit: "abcdef0123" }), [entry(1)]);
  assertEquals(checks, [
    { outcome: "ok", text: "the weights are those of 2026-11-01" },
    { outcome: "ok", text: "validation 96.00 %, 96.00 % on 2026-11-01" },
    { outcome: "ok", text: "test 95.50 %, 95.50 % on 2026-11-01" },
    { outcome: "ok", text: "test 95.50 %, at least 95.00 % (--floor)" },
    { outcome: "ok", text: "4.0 s of training, 4.0 s in the median of 1 run" },
  ]);
  assertEquals(holds(checks), true);
});

Deno.test("the first run of a config and data is held against the floor alone", () => {
  const others = [entry(1, { config: hashOf("d") }), entry(2, { data: { images: hashOf("3") } })];
  for (const before of [[], others]) {
    const checks = check(entry(3), before);
    assertEquals(outcomes(checks), ["none", "ok", "none"]);
    assertEquals(checks[0]!.text, "the weights are the first of this config and data");
  }
});

Deno.test("other weights of the same numerics fail, and go on failing until they are the same", () => {
  const other = entry(2, { weightsSha256: hashOf("b") });
  const before = [entry(1, { commit: "0123456789" })];
  const text = failure(check(other, before));
  assertEquals(
    text,
    "the weights are not those of 2026-11-01 (0123456), though config, data and version 3 of the numerics are " +
      "the same: bbbbbbbbbbbb now, aaaaaaaaaaaa then",
  );
  before.push({ ...other, holds: false });
  assertEquals(failure(check({ ...other, date: entry(3).date }, before)), text);
  assertEquals(holds(check(entry(4), before)), true);
});

Deno.test("another version of the numerics may give other weights, and CBLAS may always", () => {
  const versions = { ...SUMMARY.versions, numerics: 4 };
  const newer = check(entry(2, { versions, weightsSha256: hashOf("b") }), [entry(1)]);
  assertEquals(holds(newer), true);
  assertEquals(
    newer[0]!.text,
    "the weights are the first of version 4 of the numerics; those of 2026-11-01 are of version 3",
  );
  const blas = entry(2, { engine: "blas", weightsSha256: hashOf("b") });
  assertEquals(outcomes(check(blas, [entry(1)]))[0], "none");
  const after = check(entry(3), [entry(1), blas]);
  assertEquals(after[0]!.text, "the weights are those of 2026-11-01");
});

Deno.test("an accuracy may be lower by chance and no more", () => {
  const versions = { ...SUMMARY.versions, numerics: 4 };
  const floor = { ...FLOOR, least: 0.5 };
  const now = (correct: number) => entry(2, { versions, test: resultOf(correct) });
  // Wilson's interval of 9,550 of 10,000 begins at 95.08 %.
  assertEquals(holds(check(now(9508), [entry(1)], floor)), true);
  assertEquals(
    failure(check(now(9507), [entry(1)], floor)),
    "test 95.07 %, 95.50 % on 2026-11-01: chance explains no less than 95.08 %",
  );
});

Deno.test("an accuracy below the floor fails, of the split and epoch that the floor is of", () => {
  assertEquals(
    failure(check(entry(1), [], { ...FLOOR, least: 0.956 })),
    "test 95.50 % is below the floor of 95.60 % (--floor)",
  );
  const of = { split: "test", epoch: "best" } as const;
  const best = check(entry(1), [], { least: 0.956, of, from: "published" });
  assertEquals(best[1], {
    outcome: "ok",
    text: "test, best epoch 95.60 %, at least 95.60 % (published)",
  });
  assertMatch(
    failure(check(entry(1), [], { least: 0.956, of: { ...of, epoch: "last" }, from: "" })),
    /^test, last epoch 95\.50 % is below/,
  );
});

Deno.test("a run that its time limit ended is held to accuracy and floor, not to weights and time", () => {
  const cut = { ended: "timeLimit", epochs: 1, weightsSha256: hashOf("b"), seconds: 99 } as const;
  const checks = check(entry(2, cut), [entry(1)]);
  assertEquals(outcomes(checks), ["none", "ok", "ok", "ok", "none"]);
  const reason = "the run ended at the time limit, after 1 epoch";
  assertEquals(checks[0]!.text, `the weights are not compared: ${reason}`);
  assertEquals(
    failure(check(entry(2, { ...cut, test: resultOf(9540) }), [entry(1)], {
      ...FLOOR,
      least: 0.955,
    })),
    `test 95.40 % is below the floor of 95.50 % (--floor); ${reason}`,
  );
  // The next one is compared with the last whole one.
  assertEquals(check(entry(3), [entry(1), entry(2, cut)])[0]!.outcome, "ok");
  assertMatch(failure(check(entry(2, { ended: "diverged" }), [])), /diverged$/);
});

Deno.test("a run that takes much longer than the median of the last ones is slow, and holds", () => {
  const before = [9, 1, 4, 4, 4, 4, 5, 5, 5, 5, 6, 90].map((seconds, k) =>
    entry(k + 1, { seconds })
  );
  before.push(entry(13, { seconds: 1, engine: "blas" }), entry(14, { seconds: 1, holds: false }));
  // The median of the last ten: 5 s.
  assertEquals(check(entry(15, { seconds: 7.5 }), before).at(-1), {
    outcome: "ok",
    text: "7.5 s of training, 5.0 s in the median of 10 runs",
  });
  const slow = check(entry(15, { seconds: 7.6 }), before);
  assertEquals([slow.at(-1)!.outcome, holds(slow)], ["slow", true]);
  assertMatch(slow.at(-1)!.text, /more than 1\.5 times as long$/);
});

Deno.test("a run of quantities is compared by its weights, its time, and R² with the floor", () => {
  const quantity = { size: 100, cost: 1, r2: 0.9, mae: 2, rmse: 3 };
  const of = (day: number) => entry(day, { validation: quantity, test: quantity });
  const held = { outcome: "ok", text: "test R² 0.9000, at least 0.8000 (--floor)" };
  assertEquals(check(of(2), [of(1)], { ...FLOOR, least: 0.8 })[1], held);
  assertEquals(
    failure(check(of(2), [of(1)])),
    "test R² 0.9000 is below the floor of 0.9500 (--floor)",
  );
});
