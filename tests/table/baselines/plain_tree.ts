/** What a tree is, the slow way: each split is tried by adding up its rows. The fast trees are compared with these. */

import type { BinnedColumns } from "../../../lib/table/baselines/bins.ts";
import type { Derivatives } from "../../../lib/table/baselines/derivatives.ts";
import type { TreeRules } from "../../../lib/table/baselines/tree_grower.ts";

/** The derivatives of a row, as whole numbers. */
export interface WholeDerivatives {
  readonly slope: number;
  readonly curvature: number;
}

/** A node: a leaf with its value, or a split with the bins that go left. */
export type PlainTree =
  | { readonly value: number }
  | {
    readonly column: number;
    readonly bins: readonly number[];
    readonly left: PlainTree;
    readonly right: PlainTree;
  };

type Scales = Pick<Derivatives, "slopeScale" | "curvatureScale" | "noise">;

/** The tree over some rows whose splits lower the cost the most, the first of equals. */
export function plainTree(
  table: BinnedColumns,
  rows: readonly number[],
  derivatives: readonly WholeDerivatives[],
  scales: Scales,
  { depth, lambda, minWeight }: TreeRules,
  rate: number,
): PlainTree {
  const { slopeScale, curvatureScale, noise } = scales;
  const binOf = (column: number, row: number) => table.bins[column * table.rows + row]!;
  const sumOf = (some: readonly number[]) => ({
    slope: some.reduce((sum, row) => sum + derivatives[row]!.slope, 0),
    curvature: some.reduce((sum, row) => sum + derivatives[row]!.curvature, 0),
  });
  const all = sumOf(rows);
  const least = minWeight * curvatureScale;
  let best: { column: number; bins: number[] } | undefined;
  let score = all.slope * all.slope / (all.curvature + lambda * curvatureScale) +
    2 * 1e-9 * slopeScale / curvatureScale * slopeScale;
  /** Takes a split if it is better than the best one so far. */
  function offer(column: number, bins: number[]): void {
    const { slope, curvature } = sumOf(rows.filter((row) => bins.includes(binOf(column, row))));
    const others = all.curvature - curvature;
    if (curvature < least || others < least) return;
    const ridge = lambda * curvatureScale;
    const [g, a, b] = [all.slope - slope, curvature + ridge, others + ridge];
    const numerator = slope * slope * b + g * g * a;
    if (numerator <= score * (a * b)) return;
    score = numerator / (a * b);
    best = { column, bins };
  }

  for (let column = 0; depth > 0 && column < table.columns; column++) {
    const count = table.counts[column]!;
    const present = [...new Set(rows.map((row) => binOf(column, row)))].sort((a, b) => a - b);
    if (!table.categories?.[column]) {
      const hasGaps = table.gaps?.[column] && present.includes(0);
      for (const first of hasGaps ? [0, 1] : [0]) {
        for (const last of present.filter((bin) => bin >= first && bin < count - 1)) {
          offer(column, Array.from({ length: last - first + 1 }, (_, k) => first + k));
        }
      }
      continue;
    }
    for (const bin of present) offer(column, [bin]);
    if (present.length <= 3) continue;
    const leafOf = (bin: number) => {
      const { slope, curvature } = sumOf(rows.filter((row) => binOf(column, row) === bin));
      return slope / (curvature + lambda * curvatureScale);
    };
    const sorted = present.sort((a, b) => leafOf(a) - leafOf(b) || a - b);
    score += present.length * noise;
    for (let k = 1; k < sorted.length; k++) offer(column, sorted.slice(0, k));
    score -= present.length * noise;
    // Levels that no row has go with most rows.
    if (best?.column === column && best.bins.length > 1) {
      const { curvature } = sumOf(rows.filter((row) => best!.bins.includes(binOf(column, row))));
      if (2 * curvature > all.curvature) {
        best.bins = present.filter((bin) => !best!.bins.includes(bin));
      }
    }
  }

  if (best === undefined) {
    const weight = all.curvature + lambda * curvatureScale;
    return { value: -rate * (curvatureScale / slopeScale) * (all.slope / weight) };
  }
  const { column, bins } = best;
  const isLeft = (row: number) => bins.includes(binOf(column, row));
  const below = (some: readonly number[]) =>
    plainTree(table, some, derivatives, scales, { depth: depth - 1, lambda, minWeight }, rate);
  return {
    column,
    bins: [...bins].sort((a, b) => a - b),
    left: below(rows.filter(isLeft)),
    right: below(rows.filter((row) => !isLeft(row))),
  };
}
