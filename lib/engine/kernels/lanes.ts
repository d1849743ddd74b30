/** The last vector of a row, which may be partly beyond it: it is read whole, since memory goes on, and written by lanes. */

/** Writes the first `lanes` lanes of a vector. */
// @ts-ignore: decorator
@inline
export function storeLanes(at: usize, value: v128, lanes: i32): void {
  if (lanes == 4) v128.store(at, value);
  else {
    if (lanes & 2) {
      v128.store64_lane(at, value, 0);
      if (lanes & 1) v128.store32_lane(at, value, 2, 8);
    } else v128.store32_lane(at, value, 0);
  }
}
