/**
 * Sparse rows of rows with every element stored: zeros are left out.
 *
 * Four elements at a time and without a branch: a shuffle moves those that are not zero to the left, and the next are
 * written over the rest. So up to four elements are written beyond the last non-zero. The table of these shuffles has 16
 * bytes for each of the 16 sets of lanes: which byte of the vector goes where.
 */

/** Writes the columns and the values of a row's non-zeros, and returns how many there are. */
export function dropRow(indices: usize, values: usize, x: usize, columns: i32, leftPackTable: usize): i32 {
  const zero = f32x4.splat(0);
  const four = i32x4.splat(4);
  let column = i32x4(0, 1, 2, 3);
  let k: usize = 0;
  for (const whole = x + (<usize>(columns & -4) << 2); x < whole; x += 16) {
    const x4 = v128.load(x);
    const set = i32x4.bitmask(f32x4.ne(x4, zero));
    const shuffle = v128.load(leftPackTable + (<usize>set << 4));
    v128.store(values + k, i8x16.swizzle(x4, shuffle));
    v128.store(indices + k, i8x16.swizzle(column, shuffle));
    column = i32x4.add(column, four);
    k += <usize>popcnt<i32>(set) << 2;
  }
  for (let c = columns & -4; c < columns; c++, x += 4) {
    if (load<f32>(x) == 0) continue; // NaN is not zero
    store<u32>(indices + k, c);
    store<u32>(values + k, load<u32>(x));
    k += 4;
  }
  return <i32>(k >> 2);
}

/** Writes the sparse rows of x [rows, columns]. */
export function dropZeros(
  x: usize, starts: usize, indices: usize, values: usize, rows: i32, columns: i32, leftPackTable: usize,
): void {
  let k: u32 = 0;
  store<u32>(starts, 0);
  for (let r = 0; r < rows; r++) {
    const skip = <usize>k << 2;
    k += dropRow(indices + skip, values + skip, x + (<usize>(r * columns) << 2), columns, leftPackTable);
    store<u32>(starts + (<usize>r << 2), k, 4);
  }
}
