import { assertMatch, assertNotMatch } from "@std/assert";
import type { RowResult } from "../../../../tasks/lab/reproduce/result.ts";
import { reproductionText } from "../../../../tasks/lab/reproduce/text.ts";

/** A row of one seed, trained by an engine. */
function row(engine: string): RowResult {
  const accuracy = { mean: 0.99, sd: null, median: 0.99, best: 0.99, seeds: 1 };
  return {
    name: "a-row",
    hash: "0123456789abcdef",
    published: 0.989,
    accuracy,
    epochs: 2,
    seconds: 61,
    verdict: "reproduced",
    figure: { split: "test", epoch: "last", isError: true },
    test: { last: accuracy, interval: [0.98784, 0.99178], best: accuracy },
    stuck: [],
    whole: { epochs: 2, seeds: 1 },
    finished: 1,
    source: "a book",
    deviations: "",
    runs: [{
      seed: 1,
      run: "data/runs/a-row",
      epochs: 2,
      seconds: 61,
      engine,
      workers: 2,
      weightsSha256: "0123456789abcdef0123456789abcdef",
      ended: "2026-11-26",
      curve: { test: [0.98, 0.99] },
    }],
  };
}

Deno.test("a row that blas trained names it, since its bytes are not promised", () => {
  assertMatch(reproductionText([row("blas")]), /\| 1\.10 % error, test \| 1\.00 .*, blas +\|/);
  assertNotMatch(reproductionText([row("wasm")]), /wasm|blas/);
});

Deno.test("a row has its interval, its seeds, the day it ended and its weights", () => {
  const one = row("wasm");
  assertMatch(
    reproductionText([one]),
    /\| 1\.00 \(1\.00\) +\| 0\.82 to 1\.22 +\| +\| 1 +\| 2 +\| 1 min 1 s \| 2026-11-26 \| `0123456789ab` \|/,
  );
  const accuracies = reproductionText([{ ...one, figure: { ...one.figure, isError: false } }]);
  assertMatch(accuracies, /\| 98\.78 to 99\.18 +\|/);
  const [run] = one.runs;
  const two = {
    ...one,
    whole: { epochs: 2, seeds: 2 },
    finished: 2,
    runs: [run!, { ...run!, seed: 2, ended: "2026-11-27" }],
  };
  assertMatch(
    reproductionText([two]),
    /\| 2 +\| 2 +\|.*\| 2026-11-27 \| `0123456789ab` and 1 more \|/,
  );
});

Deno.test("a row of ours has no test error before its last seed is trained, and that of its validation run beside it", () => {
  const chosen = { trial: "fedcba9876543210", error: 0.0084 };
  const { test, ...one } = { ...row("wasm"), published: null, chosen };
  const runs = one.runs.map((run) => ({ ...run, curve: {} }));
  const whole = { ...one, runs, test: { last: test!.last, interval: test!.interval } };
  const done = reproductionText([{ ...whole, verdict: "nothing published" }]);
  assertMatch(
    done,
    /\| – \(error, test\) \| 1\.00 \| +\| 1\.00 +\| 0\.82 to 1\.22 +\| 0\.84 \(trial\) \| 1 /,
  );
  assertMatch(done, /\n- a-row: its validation run is `fedcba9876543210`\n/);
  const left = { ...one, runs, accuracy: null, whole: { epochs: 2, seeds: 5 } };
  const part = reproductionText([{ ...left, finished: 2, verdict: "out of time" }]);
  assertMatch(part, /\| – \(error, test\) \| – +\| +\| +\| +\| 0\.84 \(trial\) \| 2 of 5 \|/);
  assertMatch(part, /1 of 5 seeds begun; its test error is computed once, at the end\n/);
});
