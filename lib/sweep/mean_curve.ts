/** The learning curve of a trial. @module */

import type { Trial } from "./summary.ts";

/**
 * The metric after every epoch, the mean of a trial's runs.
 *
 * @returns as many values as the shortest of their curves has
 */
export function meanCurve({ runs }: Pick<Trial, "runs">): number[] {
  const [first, ...others] = runs.map(({ curve }) => curve);
  if (first === undefined) return [];
  const length = others.reduce((least, curve) => Math.min(least, curve.length), first.length);
  return Array.from({ length }, (_, epoch) => {
    const sum = others.reduce((sum, curve) => sum + curve[epoch]!, first[epoch]!);
    return sum / runs.length;
  });
}
