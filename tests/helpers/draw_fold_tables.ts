/** Small tables for training over folds: with a column of many levels, missing values and weights of rows. @module */

import { RandomStream } from "../../lib/numerics/random.ts";

/**
 * Sales in 26 towns. The price hangs on the town, the size and whether it is new; whether it is sold soon on the price.
 * A tenth of the sizes is missing.
 */
export function salesTable(rows: number): string {
  const random = new RandomStream(3, "data");
  const lines = Array.from({ length: rows }, (_, k) => {
    const town = k < 78 ? k % 26 : random.below(26); // every town has rows enough to be a level
    const [size, isNew] = [random.below(100), random.below(2)];
    const price = 100 + 7 * (town * 11 % 26) + size + 40 * isNew + random.below(20);
    const soon = price + random.below(40) > 240 ? "late" : "soon";
    const shown = random.below(10) === 0 ? "" : size;
    return `town ${String.fromCharCode(97 + town)},${shown},${isNew},${price},${soon},${
      1 + random.below(3)
    }`;
  });
  return ["town,size,new,price,sold,count", ...lines, ""].join("\n");
}
