/** Bins of numbers with about as many values each. @module */

const { ceil } = Math;

/**
 * The edges between bins of values: a bin for each value if these are few, else bins between quantiles, without empty ones.
 * An edge is in the middle between two neighboring values.
 * @param values finite numbers, in any order
 * @param most the most bins
 * @returns increasing; none of fewer than two different values
 */
export function quantileEdges(values: ArrayLike<number>, most: number): number[] {
  const sorted = Float64Array.from(values).sort();
  const distinct = [...new Set(sorted)];
  const starts = distinct.length <= most ? distinct : [
    ...new Set(
      Array.from({ length: most }, (_, k) => sorted[ceil(k * sorted.length / most)]!),
    ),
  ];
  return starts.slice(1).map((start) => {
    const below = sorted[sorted.indexOf(start) - 1]!;
    const middle = below + (start - below) / 2;
    return middle > below ? middle : start;
  });
}

/** The bin of a value: the number of edges that are not above it. */
export function binAmong(edges: readonly number[], value: number): number {
  const above = edges.findIndex((edge) => edge > value);
  return above === -1 ? edges.length : above;
}
