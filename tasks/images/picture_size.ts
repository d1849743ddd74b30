/** How large a picture may be. @module */

/** The longest side, in pixels. */
const MAX_SIDE = 16_384;

/** Checks the size that a header announces, before memory is taken for its pixels. */
export function checkSize(width: number, height: number, most: number): void {
  if (width === 0 || height === 0) throw new SyntaxError(`it is ${width} × ${height} pixels`);
  if (width * height <= most && Math.max(width, height) <= MAX_SIDE) return;
  throw new RangeError(
    `it is ${width} × ${height} pixels, at most ${most} are allowed, and ${MAX_SIDE} to a side`,
  );
}
