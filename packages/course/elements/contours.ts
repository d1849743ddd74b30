/** Lines of equal height on a grid: marching squares. @module */

/** Where a line crosses the edge between two heights, from 0 to 1. */
const crossing = (from: number, to: number, level: number) => (level - from) / (to - from);

/**
 * The lines of a level as the path of an SVG, in cells of the grid from its first value at 0.5, 0.5.
 * @param heights [size · size], row by row
 */
export function contourPath(heights: ArrayLike<number>, size: number, level: number): string {
  const parts: string[] = [];
  for (let r = 0; r + 1 < size; r++) {
    for (let c = 0; c + 1 < size; c++) {
      const k = r * size + c;
      const [a, b, d, e] = [
        heights[k]!,
        heights[k + 1]!,
        heights[k + size]!,
        heights[k + size + 1]!,
      ];
      const points: [number, number][] = [];
      if (a < level !== b < level) points.push([c + crossing(a, b, level), r]);
      if (b < level !== e < level) points.push([c + 1, r + crossing(b, e, level)]);
      if (d < level !== e < level) points.push([c + crossing(d, e, level), r + 1]);
      if (a < level !== d < level) points.push([c, r + crossing(a, d, level)]);
      for (let p = 0; p + 1 < points.length; p += 2) { // two, or four at a saddle
        const [from, to] = [points[p]!, points[p + 1]!].map(([x, y]) =>
          `${(x + 0.5).toFixed(2)} ${(y + 0.5).toFixed(2)}`
        );
        parts.push(`M${from}L${to}`);
      }
    }
  }
  return parts.join("");
}

/** Levels between which there are as many cells each. */
export function levelsOf(heights: ArrayLike<number>, count: number): number[] {
  const sorted = Float64Array.from(heights).sort();
  return Array.from(
    { length: count },
    (_, k) => sorted[Math.floor((k + 0.5) / count * sorted.length)]!,
  );
}
