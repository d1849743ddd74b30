import { assert } from "@std/assert";
import { checkSummary } from "../../../tasks/run/check_metrics.ts";
import { TRUTH as SHAPE } from "../../../tasks/run/truth.ts";
import { SMALL_TRUTH, TRUTH } from "../../helpers/drawn_truth.ts";

Deno.test("a summary may hold the truth about its model, with keys of later versions", () => {
  for (const truth of [TRUTH, SMALL_TRUTH]) {
    checkSummary({ truth: JSON.parse(JSON.stringify(truth)) });
    assert(SHAPE.safeParse({ ...truth, later: 1 }).success);
  }
});

Deno.test("a truth with values of other types is refused", () => {
  const wrong = [
    { metric: "f2" },
    { test: { value: "0.9", low: 0, high: 1 } },
    { testRows: -1 },
    { baselines: [{ ...TRUTH.baselines[0], difference: 3 }] },
    { verdict: null },
    { curve: [{ rows: 0.5, value: 1 }] },
    { notes: "none" },
  ];
  for (const part of wrong) assert(!SHAPE.safeParse({ ...TRUTH, ...part }).success);
});
