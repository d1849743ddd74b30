/** Rows of entries: made of rows with every entry stored, and turned. */

/**
 * Rows of entries, turned: for each column the list of its rows and values, in the order of the rows. `starts` of the
 * result has a place for each column and one more, and room for another.
 */
export function transposeEntries(
  outStarts: usize, outIndices: usize, outValues: usize, starts: usize, indices: usize, values: usize, rows: i32,
  columns: i32,
): void {
  const total = load<u32>(starts + (<usize>rows << 2));
  // Counts, two places on; then sums: where each column begins, one place on, which runs on to where it ends.
  memory.fill(outStarts, 0, (<usize>columns + 2) << 2);
  const end = <usize>total << 2;
  for (let k: usize = 0; k < end; k += 4) {
    const at = outStarts + (<usize>load<u32>(indices + k) << 2);
    store<u32>(at, load<u32>(at, 8) + 1, 8);
  }
  let sum: u32 = 0;
  for (let c = 1; c <= columns; c++) {
    const at = outStarts + (<usize>c << 2);
    sum += load<u32>(at);
    store<u32>(at, sum);
  }
  let k: usize = 0;
  for (let r = 0; r < rows; r++) {
    starts += 4;
    for (const rowEnd = <usize>load<u32>(starts) << 2; k < rowEnd; k += 4) {
      const at = outStarts + (<usize>load<u32>(indices + k) << 2);
      const place = load<u32>(at, 4);
      store<u32>(at, place + 1, 4);
      store<u32>(outIndices + (<usize>place << 2), r);
      store<u32>(outValues + (<usize>place << 2), load<u32>(values + k));
    }
  }
}

/**
 * The entries of a row with every entry stored: the zeros left out. Returns how many there are. Four at a time and without
 * a branch: those that are not zero are moved to the front by a shuffle, and the next are written over the rest, so that up
 * to four are written beyond the last.
 *
 * @param fronts for each of the 16 sets of four lanes the bytes of its lanes, 16 of them
 */
export function dropRow(indices: usize, values: usize, x: usize, columns: i32, fronts: usize): i32 {
  const zero = f32x4.splat(0);
  const four = i32x4.splat(4);
  let column = i32x4(0, 1, 2, 3);
  let k: usize = 0;
  for (const whole = x + (<usize>(columns & -4) << 2); x < whole; x += 16) {
    const x4 = v128.load(x);
    const set = i32x4.bitmask(f32x4.ne(x4, zero));
    const front = v128.load(fronts + (<usize>set << 4));
    v128.store(values + k, i8x16.swizzle(x4, front));
    v128.store(indices + k, i8x16.swizzle(column, front));
    column = i32x4.add(column, four);
    k += <usize>popcnt<i32>(set) << 2;
  }
  for (let c = columns & -4; c < columns; c++, x += 4) {
    if (load<f32>(x) == 0) continue; // NaN is an entry
    store<u32>(indices + k, c);
    store<u32>(values + k, load<u32>(x));
    k += 4;
  }
  return <i32>(k >> 2);
}

/** Rows of entries from rows with every entry stored: the zeros left out. */
export function dropZeros(
  starts: usize, indices: usize, values: usize, x: usize, rows: i32, columns: i32, fronts: usize,
): void {
  let k: u32 = 0;
  store<u32>(starts, 0);
  for (let r = 0; r < rows; r++) {
    const skip = <usize>k << 2;
    k += dropRow(indices + skip, values + skip, x + (<usize>(r * columns) << 2), columns, fronts);
    store<u32>(starts + (<usize>r << 2), k, 4);
  }
}
