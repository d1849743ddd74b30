/** Flats, for tests of predicted rows. */

import { RandomStream } from "../../../../lib/numerics/random.ts";
import type { Learned } from "../../../helpers/shared_runs.ts";

/** Prices of flats: 2 for a square metre, 30 more in the center, and a deviation of 5. */
export function flats(count: number, seed: number): string {
  const random = new RandomStream(seed, "data", 0);
  const rows = Array.from({ length: count }, () => {
    const [area, zone] = [30 + random.below(700) / 10, random.below(3)];
    const price = 2 * area + (zone === 0 ? 30 : 0) + 5 * random.normal();
    return `${area},${["center", "north", "south"][zone]},${price.toFixed(2)}`;
  });
  return `area,zone,price\n${rows.join("\n")}\n`;
}

export const FLATS: Learned = { name: "flats", text: flats(600, 1), target: "price" };
