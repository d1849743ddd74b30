import { assertMatch, assertNotMatch } from "@std/assert";
import type { RowResult } from "../../../tasks/reproduce/result.ts";
import { reproductionText } from "../../../tasks/reproduce/text.ts";

/** A row of one seed, trained by an engine. */
function row(engine: string): RowResult {
  const accuracy = { mean: 0.99, sd: null, median: 0.99, best: 0.99, seeds: 1 };
  return {
    name: "a-row",
    published: 0.989,
    accuracy,
    minimum: 0.99,
    epochs: 2,
    seconds: 61,
    verdict: "reproduced",
    figure: { split: "test", epoch: "last", isError: true },
    test: { last: accuracy, best: accuracy },
    stuck: [],
    whole: { epochs: 2, seeds: 1 },
    source: "a book",
    deviations: "",
    runs: [{
      seed: 1,
      run: "data/runs/a-row",
      epochs: 2,
      seconds: 61,
      engine,
      workers: 2,
      curve: { test: [0.98, 0.99] },
    }],
  };
}

Deno.test("a row that blas trained says so, since its bytes are not promised", () => {
  assertMatch(reproductionText([row("blas")]), /\| 1\.10 % error, test \| 1\.00 .*, blas +\|/);
  assertNotMatch(reproductionText([row("wasm")]), /wasm|blas/);
});
