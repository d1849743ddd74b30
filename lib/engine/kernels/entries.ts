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

/** The entries of a row with every entry stored: the zeros left out. Returns how many there are. */
export function dropRow(indices: usize, values: usize, x: usize, columns: i32): i32 {
  const zero = f32x4.splat(0);
  let k: usize = 0;
  for (let c = 0; c < columns; c += 16) {
    // Which of 16 numbers are not zero, a bit each; the last of a row may be fewer.
    const at = x + (<usize>c << 2);
    let set = i32x4.bitmask(f32x4.ne(v128.load(at), zero));
    if (c + 4 < columns) set |= i32x4.bitmask(f32x4.ne(v128.load(at, 16), zero)) << 4;
    if (c + 8 < columns) set |= i32x4.bitmask(f32x4.ne(v128.load(at, 32), zero)) << 8;
    if (c + 12 < columns) set |= i32x4.bitmask(f32x4.ne(v128.load(at, 48), zero)) << 12;
    if (columns - c < 16) set &= (1 << (columns - c)) - 1;
    while (set) {
      const bit = ctz(set);
      store<u32>(indices + k, c + bit);
      store<u32>(values + k, load<u32>(at + (<usize>bit << 2)));
      k += 4;
      set &= set - 1;
    }
  }
  return <i32>(k >> 2);
}

/** Rows of entries from rows with every entry stored: the zeros left out. */
export function dropZeros(
  starts: usize, indices: usize, values: usize, x: usize, rows: i32, columns: i32,
): void {
  let k: u32 = 0;
  store<u32>(starts, 0);
  for (let r = 0; r < rows; r++) {
    const skip = <usize>k << 2;
    k += dropRow(indices + skip, values + skip, x + (<usize>(r * columns) << 2), columns);
    store<u32>(starts + (<usize>r << 2), k, 4);
  }
}
