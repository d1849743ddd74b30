/** Intervals at 95 % confidence hold the truth, and equally good models are not called different, on draws. */

import { assert } from "@std/assert";
import { LONG_TESTS, QUICK_TESTS } from "../helpers/long.ts";
import { coverageOf, SITUATIONS } from "./coverage.ts";
import { drawnClasses } from "./draw_answers.ts";

const DRAWS = LONG_TESTS ? 1000 : 300;

/** Three standard errors of a share of 5 % of the draws, since there are about 140 shares. */
const CHANCE = 3 * Math.sqrt(0.05 * 0.95 / DRAWS);

/** What intervals hold: 93.5 to 97 in 100, but for chance. */
const [LEAST_HELD, MOST_HELD] = [0.935 - CHANCE, 0.97 + CHANCE];

/** How often one of two equal models is called different: at most 5.6 in 100, but for chance. */
const MOST_DIFFERENT = 0.056 + CHANCE;

/** Of so many draws there is an interval. */
const LEAST_PRINTED = 0.95;

/** Without the long tests some situations of each kind. */
const SHORT = QUICK_TESTS
  ? ["60 rows, laplace"]
  : ["300 rows, 8 %", "40 groups of 8, 15 %", "60 rows, laplace", "40 groups of 8, t5"];

for (const situation of SITUATIONS) {
  const { name } = situation;
  const ignore = !LONG_TESTS && !SHORT.includes(name);
  Deno.test(`intervals hold the truth as often as they state: ${name}`, { ignore }, () => {
    for (const { metric, held, different, printed } of coverageOf(situation, DRAWS)) {
      const text = `${metric}: ${JSON.stringify({ held, different, printed })}`;
      assert(held >= LEAST_HELD && held <= MOST_HELD, text);
      assert(different <= MOST_DIFFERENT, text);
      assert(printed >= LEAST_PRINTED, text);
    }
  });
}

Deno.test("of equal models few are called different where a class has a few rows", {
  ignore: QUICK_TESTS,
}, () => {
  for (const share of [0.02, 0.08]) {
    for (const { metric, different } of coverageOf(drawnClasses({ rows: 300, share }), DRAWS)) {
      assert(different <= MOST_DIFFERENT, `${metric}: ${different}`);
    }
  }
});
