import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import type { RowResult } from "../../reproduce/result.ts";
import type { ValidationRun } from "../../reproduce/chosen.ts";
import { reproductionText } from "../../reproduce/text.ts";
import { validationRunText } from "../../reproduce/validation_runs.ts";

const RUN: ValidationRun = {
  name: "ours",
  trial: "0123456789abcdef",
  error: 0.0044,
  validation: { correct: 9956, size: 10_000 },
  weightsSha256: "4369eed0b6d3".padEnd(64, "0"),
  ended: "2026-11-26",
  seconds: 101,
  engine: "wasm",
  seed: 1,
  epochs: 25,
  trainingSize: 50_000,
};

const SENTENCE =
  "- ours: trial `0123456789abcdef`, validation error 0.44 % (0.33 to 0.59) of 10,000 images; " +
  "25 epochs of 50,000 images, seed 1, 1 min 41 s, 2026-11-26, weights `4369eed0b6d3`";

Deno.test("a validation run has its lines, and the keys for the config", () => {
  const keys = '"chosen":{"trial":"0123456789abcdef","error":0.0044}';
  assertEquals(validationRunText(RUN), `${SENTENCE}\n${keys}`);
  const copies = { copies: 2, strength: 0.5, validation: { correct: 9957, size: 10_000 } };
  assertEquals(validationRunText({ ...RUN, copies }).split("\n").slice(1), [
    "- ours over 2 copies of strength 0.5: trial `0123456789abcdef`, " +
    "validation error 0.43 % (0.32 to 0.58) of 10,000 images",
    `${keys},"copies":{"copies":2,"strength":0.5,"error":0.0043}`,
  ]);
  const blas = validationRunText({ ...RUN, engine: "blas" }); // its bytes are of one machine
  assertMatch(blas, /1 min 41 s with CBLAS,/);
});

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
  assertMatch(
    reproductionText([row("blas")], [RUN]),
    /\| 1\.10 % error, test \| 1\.00 .*, blas +\|/,
  );
  assertNotMatch(reproductionText([row("wasm")], [RUN]), /wasm|blas/);
});

Deno.test("a row has its interval, its seeds, the day it ended and its weights", () => {
  const one = row("wasm");
  assertMatch(
    reproductionText([one], [RUN]),
    /\| 1\.00 \(1\.00\) +\| 0\.82 to 1\.22 +\| +\| 1 +\| 2 +\| 1 min 1 s \| 2026-11-26 \| `0123456789ab` \|/,
  );
  const accuracies = reproductionText([{ ...one, figure: { ...one.figure, isError: false } }], [
    RUN,
  ]);
  assertMatch(accuracies, /\| 98\.78 to 99\.18 +\|/);
  const [run] = one.runs;
  const two = {
    ...one,
    whole: { epochs: 2, seeds: 2 },
    finished: 2,
    runs: [run!, { ...run!, seed: 2, ended: "2026-11-27" }],
  };
  assertMatch(
    reproductionText([two], [RUN]),
    /\| 2 +\| 2 +\|.*\| 2026-11-27 \| `0123456789ab` and 1 more \|/,
  );
});

Deno.test("a row of ours has no test error before its last seed is trained", () => {
  const chosen = { trial: "0123456789abcdef", error: 0.0044 };
  const { test, ...one } = { ...row("wasm"), published: null, chosen };
  const runs = one.runs.map((run) => ({ ...run, curve: {} }));
  const whole = { ...one, runs, test: { last: test!.last, interval: test!.interval } };
  const done = reproductionText([{ ...whole, verdict: "nothing published" }], [RUN]);
  assertMatch(
    done,
    /\| – \(error, test\) \| 1\.00 \| +\| 1\.00 +\| 0\.82 to 1\.22 +\| 0\.44 \(trial\) \| 1 /,
  );
  assert(done.includes(`\n${SENTENCE}\n`), done);
  const left = { ...one, runs, accuracy: null, whole: { epochs: 2, seeds: 5 } };
  const part = reproductionText([{ ...left, finished: 2, verdict: "out of time" }], [RUN]);
  assertMatch(part, /\| – \(error, test\) \| – +\| +\| +\| +\| 0\.44 \(trial\) \| 2 of 5 \|/);
  assertMatch(part, /1 of 5 seeds begun; its test error is computed once, at the end\n/);
});
