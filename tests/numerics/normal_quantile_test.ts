/** Φ⁻¹ against digits of tables. */

import { assert, assertAlmostEquals, assertStrictEquals } from "@std/assert";
import { normalQuantile } from "../../lib/numerics/normal_quantile.ts";

/** Probabilities and quantiles to 16 digits, as mpmath prints them. */
const KNOWN: readonly (readonly [p: number, quantile: number])[] = [
  [0.5, 0],
  [0.625, 0.3186393639643752],
  [0.75, 0.6744897501960817],
  [0.875, 1.1503493803760082],
  [0.9, 1.2815515655446004],
  [0.975, 1.959963984540054],
  [0.995, 2.5758293035489004],
  [0.001, -3.090232306167813],
  [1e-5, -4.2648907939228246],
  [1e-10, -6.361340902404056],
];

Deno.test("normal quantiles have 15 digits of known ones, in the center and far out", () => {
  for (const [p, quantile] of KNOWN) {
    assertAlmostEquals(normalQuantile(p), quantile, 1e-15 * (1 + 4 * Math.abs(quantile)), `${p}`);
  }
});

Deno.test("normal quantiles increase, and are odd around one half", () => {
  let last = -Infinity;
  for (let k = 1; k < 1024; k++) {
    const quantile = normalQuantile(k / 1024);
    assert(quantile > last);
    assertStrictEquals(quantile + normalQuantile(1 - k / 1024), 0);
    last = quantile;
  }
});
