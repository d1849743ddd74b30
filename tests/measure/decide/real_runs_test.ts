/** Sets of classes, and intervals of quantities, of models that are trained for each draw. */

import { assert } from "@std/assert";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { LONG_TESTS } from "../../helpers/long.ts";

const COVERAGE = 0.9;

/** New rows of each draw. */
const NEW = 400;

/** How far above what is promised the coverage may be, besides the step of a bound that few rows choose. */
const ABOVE = 0.03;

/** How many kinds there are, as often as each other; sets have a bound for each. */
const KINDS = 3;

function draw(random: RandomStream, count: number) {
  return Array.from({ length: count }, () => {
    const kind = random.below(KINDS);
    return { kind: ["a", "b", "c"][kind]!, x: kind + random.normal(), y: random.normal() };
  });
}

/** The share of new rows whose set or interval holds the target, the mean over models by the recipe, and its standard error. */
async function covered(
  target: "kind" | "x",
  draws: number,
  rows: number,
): Promise<{ mean: number; error: number }> {
  const random = new RandomStream(2, "data", 3);
  const shares: number[] = [];
  for (let seed = 0; seed < draws; seed++) {
    const options = { target, seed, ...target === "kind" && { coverage: COVERAGE } };
    const model = await TableModel.fit(draw(random, rows), options);
    const asked = draw(random, NEW);
    const held = model.predict(asked).filter(({ set, interval }, r) => {
      const { kind, x } = asked[r]!;
      return set?.includes(kind) ?? (interval!.low <= x && x <= interval!.high);
    });
    shares.push(held.length / NEW);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / draws;
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (draws - 1) / draws) };
}

/**
 * @param below how far below what is promised the coverage may be
 * @param step how far a bound may be above what is promised: 1 / (rows that choose it + 1)
 */
function assertNear(
  { mean, error }: { mean: number; error: number },
  { below = 2 * error, step = 0 } = {},
): void {
  assert(mean >= COVERAGE - below, `${mean} ± ${error}`);
  assert(mean <= COVERAGE + ABOVE + step + 2 * error, `${mean} ± ${error}`);
}

Deno.test("sets of two trained models hold the class of most rows", async () => {
  assertNear(await covered("kind", 2, 120), { below: 0.1 });
});

// The rule was chosen by other draws. In those, by bounds that are not further, sets hold 0.851 ± 0.006, 0.883 ± 0.003 and
// 0.896 ± 0.003, intervals 0.826 ± 0.006, 0.876 ± 0.003 and 0.902 ± 0.004. By these and bounds that are further, sets hold
// 0.931 ± 0.005, 0.919 ± 0.003 and 0.909 ± 0.003, intervals 0.919 ± 0.004, 0.912 ± 0.002 and 0.911 ± 0.003.
for (const [target, what] of [["kind", "sets"], ["x", "intervals"]] as const) {
  for (const [draws, rows] of [[200, 31], [200, 102], [40, 850]] as const) {
    Deno.test(`${what} of models that learned from ${rows} rows hold as many as is asked`, {
      ignore: !LONG_TESTS,
    }, async () => {
      const step = target === "kind" ? 1 / (rows / KINDS + 1) : 0;
      assertNear(await covered(target, draws, rows), { step });
    });
  }
}
