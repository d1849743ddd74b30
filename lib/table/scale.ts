/** How the numbers of a column are standardized. @module */

import { quoted } from "./cells.ts";
import type { TableSource } from "./source.ts";
import type { Moments } from "./statistics.ts";

/**
 * The mean and the standard deviation of a column, which is 1 where all numbers are the same.
 *
 * @throws {SyntaxError} if the numbers are too large to be squared in float64, or differ by too little
 */
export function scaleOf(
  { name: table }: TableSource,
  name: string,
  { mean, deviation, differTooLittle }: Moments,
): { mean: number; deviation: number } {
  if (Number.isFinite(mean) && Number.isFinite(deviation) && !differTooLittle) {
    return { mean, deviation: deviation || 1 };
  }
  const [what, unit] = differTooLittle
    ? ["differ by too little", "smaller"]
    : ["are too large", "larger"];
  throw new SyntaxError(
    `Cannot use the column ${
      quoted(name)
    } of ${table}: its numbers ${what} to be standardized; write them in a ${unit} unit`,
  );
}
