/** Sets of classes of models that are trained for each draw. */

import { assert } from "@std/assert";
import { TableModel } from "../../lib/table_model.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { LONG_TESTS } from "../helpers/long.ts";

const COVERAGE = 0.9;
const [DRAWS, ROWS, NEW] = [LONG_TESTS ? 200 : 2, 120, 400];

/** How far above what is promised the coverage may be. */
const ABOVE = 0.03;

/** How far below: a member chose its epoch on the rows that it answers, which favors its answers to them. It is 0.017. */
const BELOW = 0.025;

/** How far off two draws may be. */
const BY_CHANCE = LONG_TESTS ? 0 : 0.1;

function draw(random: RandomStream, count: number) {
  return Array.from({ length: count }, () => {
    const kind = random.below(3);
    return { kind: ["a", "b", "c"][kind]!, x: kind + random.normal(), y: random.normal() };
  });
}

Deno.test("sets of trained models hold the class about as often as is promised", async () => {
  const random = new RandomStream(1, "data", 3);
  const covered: number[] = [];
  for (let k = 0; k < DRAWS; k++) {
    const options = { target: "kind", seed: k, coverage: COVERAGE } as const;
    const model = await TableModel.fit(draw(random, ROWS), options);
    const rows = draw(random, NEW);
    const held = model.predict(rows).filter(({ set }, r) => set!.includes(rows[r]!.kind));
    covered.push(held.length / NEW);
  }
  const mean = covered.reduce((sum, one) => sum + one, 0) / DRAWS;
  const squares = covered.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const error = Math.sqrt(squares / (DRAWS - 1) / DRAWS);
  assert(mean >= COVERAGE - BELOW - BY_CHANCE, `${mean} ± ${error}`);
  assert(mean <= COVERAGE + ABOVE + BY_CHANCE, `${mean} ± ${error}`);
});
