/** Small tables that a script draws: the same numbers on every machine. @module */

import { RandomStream } from "../../lib/numerics/random.ts";

/**
 * Berries: sweet where they are large and dark, whatever their number. Every fourth is on the other side of the rule, so
 * that a network errs.
 */
export function berriesTable(rows: number): string {
  const random = new RandomStream(1, "data");
  const lines = Array.from({ length: rows }, (_, k) => {
    const [size, index] = [random.below(100), random.below(3)];
    const color = ["red", "blue", "black"][index]!;
    const isSweet = size + 30 * index > 80;
    const taste = isSweet !== (random.below(12) === 0) ? "sweet" : "sour";
    return `${k},${size},${color},${taste}`;
  });
  return ["number,size,color,taste", ...lines, ""].join("\n");
}

/** Parcels, whose price is 100 a kilogram, less for the slow ones, and a little by chance. */
export function parcelsTable(rows: number): string {
  const random = new RandomStream(2, "data");
  const lines = Array.from({ length: rows }, () => {
    const [grams, speed] = [200 + random.below(3000), ["slow", "fast"][random.below(2)]!];
    const price = grams / 10 + (speed === "fast" ? 100 : 0) + random.below(30);
    return `${speed},${grams},${price}`;
  });
  return ["speed,grams,price", ...lines, ""].join("\n");
}
