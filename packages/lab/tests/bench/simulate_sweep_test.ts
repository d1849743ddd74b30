/** The simulation of a sweep on 500 machines agrees with the arithmetic on paper, and the documents quote what it prints. */

import { assert, assertAlmostEquals } from "@std/assert";
import { join } from "@std/path";
import { LONG_TESTS } from "../../../../tests/helpers/long.ts";
import { granted, ROOT } from "../../../../tests/helpers/run_task.ts";
import {
  onPaper,
  SCENARIOS,
  simulateMany,
  SIMULATIONS,
  tableOf,
} from "../../bench/simulate_sweep.ts";

/** How far the formulas may be off, as fractions: they take a mean epoch for all epochs. */
const TOLERANCE = { workSeconds: 0.01, bytes: 0.05, seconds: 0.1 };

for (const assumptions of SCENARIOS) {
  Deno.test(`simulated, ${assumptions.name} on 500 machines takes what it takes on paper`, () => {
    const [simulated, paper] = [simulateMany(assumptions), onPaper(assumptions)];
    for (const [key, tolerance] of Object.entries(TOLERANCE)) {
      const metric = key as keyof typeof TOLERANCE;
      assertAlmostEquals(simulated[metric] / paper[metric], 1, tolerance, metric);
    }
    // Losses come by chance: the mean of n simulations is off by √(losses / n), mostly less than three times that.
    const chance = Math.sqrt(paper.retries / SIMULATIONS);
    assertAlmostEquals(simulated.retries, paper.retries, 3 * chance);
    assert(simulated.lostSeconds < 0.001 * simulated.workSeconds, "hardly any work is done again");
  });
}

Deno.test("docs/scale.md quotes what the simulation prints", {
  ignore: !granted("read") || !LONG_TESTS,
}, async () => {
  const text = await Deno.readTextFile(join(ROOT, "docs", "scale.md"));
  assert(text.includes(tableOf(SCENARIOS)), `It prints:\n${tableOf(SCENARIOS)}`);
});
