import type { RowResult } from "../../reproduce/result.ts";
import type { ValidationRun } from "../../reproduce/chosen.ts";
import { reproductionText } from "../../reproduce/text.ts";
import { validationRunText } from "../../reproduce/validation_runs.ts";
import { pinnedIn } from "../../../../tests/helpers/pinned.ts";
import texts from "./text.txt" with { type: "text" };

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

const COPIES = { copies: 2, strength: 0.5, validation: { correct: 9957, size: 10_000 } };

const ACCURACY = { mean: 0.99, sd: null, median: 0.99, best: 0.99, seeds: 1 };

const ONE: RowResult = {
  name: "a-row",
  hash: "0123456789abcdef",
  published: 0.989,
  accuracy: ACCURACY,
  epochs: 2,
  seconds: 61,
  verdict: "reproduced",
  figure: { split: "test", epoch: "last", isError: true },
  test: { last: ACCURACY, interval: [0.98784, 0.99178], best: ACCURACY },
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
    engine: "wasm",
    workers: 2,
    weightsSha256: "0123456789abcdef0123456789abcdef",
    ended: "2026-11-26",
    curve: { test: [0.98, 0.99] },
  }],
};
const CHOSEN = { trial: "0123456789abcdef", error: 0.0044 };

/** A row of ours, with a test error or before its last seed is trained. */
function ours(more: Partial<RowResult>): RowResult {
  const { test: _, ...rest } = ONE;
  const runs = ONE.runs.map((run) => ({ ...run, curve: {} }));
  return { ...rest, published: null, chosen: CHOSEN, runs, ...more };
}

const { last, interval } = ONE.test!;
const TWO = { whole: { epochs: 2, seeds: 2 }, finished: 2 };
const LEFT = { accuracy: null, whole: { epochs: 2, seeds: 5 }, finished: 2 };
const pin = pinnedIn(import.meta.url, texts);

pin("validation runs", [
  () => validationRunText(RUN),
  () => validationRunText({ ...RUN, copies: COPIES }),
  () => validationRunText({ ...RUN, engine: "blas" }), // its bytes are of one machine
]);

pin(
  "rows",
  Object.entries({
    "of one seed": ONE,
    "of accuracies": { ...ONE, figure: { ...ONE.figure, isError: false } },
    "of two seeds": {
      ...ONE,
      ...TWO,
      runs: [ONE.runs[0]!, { ...ONE.runs[0]!, seed: 2, ended: "2026-11-27" }],
    },
    "of ours": ours({ verdict: "nothing published", test: { last, interval } }),
    "of ours before its last seed": ours({ ...LEFT, verdict: "out of time" }),
  }).map(([name, row]) => [name, () => reproductionText([row], [RUN])] as const),
);
