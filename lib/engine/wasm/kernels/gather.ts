/**
 * Makes sparse rows of examples that are bytes.
 *
 * The bytes of a data set are made compact once: for each example the columns of its non-zeros, 16 bits each, and after
 * them their bytes. MNIST takes 22 MB in this form and not 47, and a batch is gathered by reading from front to back.
 */

/** starts[r + 1] = starts[r] + how many bytes of row r are not zero; the caller has set starts[0]. */
export function countBytes(starts: usize, bytes: usize, rows: i32, columns: i32): void {
  let total = load<u32>(starts);
  for (let r = 0; r < rows; r++) {
    let c = 0;
    for (; c + 16 <= columns; c += 16) {
      total += popcnt<u32>(i8x16.bitmask(i8x16.ne(v128.load(bytes + c), i8x16.splat(0))));
    }
    for (; c < columns; c++) total += u32(load<u8>(bytes + c) != 0);
    starts += 4;
    store<u32>(starts, total);
    bytes += columns;
  }
}

/** Writes each row from byte 3 · `starts[r]` of `out` on: the columns of its non-zeros, 16 bits each, then their bytes. */
export function compactBytes(out: usize, starts: usize, bytes: usize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; r++) {
    const first = load<u32>(starts + (<usize>r << 2));
    const count = load<u32>(starts + (<usize>r << 2), 4) - first;
    let outColumns = out + 3 * <usize>first;
    let outBytes = outColumns + (<usize>count << 1);
    for (let c = 0; c < columns; c += 16) {
      // Which of 16 bytes are not zero, a bit each; the last vector of a row may reach beyond it.
      let set = i8x16.bitmask(i8x16.ne(v128.load(bytes + c), i8x16.splat(0)));
      if (columns - c < 16) set &= (1 << (columns - c)) - 1;
      while (set) {
        const at = c + ctz(set);
        store<u16>(outColumns, at);
        store<u8>(outBytes, load<u8>(bytes + at));
        outColumns += 2;
        outBytes += 1;
        set &= set - 1;
      }
    }
    bytes += columns;
  }
}

/**
 * The examples `order[0]` to `order[rows − 1]` as sparse rows: a byte k becomes k/255. Eight at a time, so that up to seven
 * elements are written beyond the last.
 */
export function gatherCompact(
  order: usize, starts: usize, indices: usize, values: usize, rows: i32, compactStarts: usize, compact: usize,
): void {
  // Each cache line is read once before, so that far memory delivers many of them at the same time.
  let seen: u32 = 0;
  for (let r = 0; r < rows; r++) {
    const example = compactStarts + (<usize>load<u32>(order + (<usize>r << 2)) << 2);
    const end = compact + 3 * <usize>load<u32>(example, 4);
    for (let at = compact + 3 * <usize>load<u32>(example); at < end; at += 64) seen |= load<u8>(at);
  }
  store<u32>(starts, seen); // so that the compiler keeps the reads
  const most = f32x4.splat(255);
  let written: u32 = 0;
  for (let r = 0; r < rows; r++) {
    store<u32>(starts + (<usize>r << 2), written);
    const example = compactStarts + (<usize>load<u32>(order + (<usize>r << 2)) << 2);
    const first = load<u32>(example);
    const count = load<u32>(example, 4) - first;
    let columns = compact + 3 * <usize>first;
    let bytes = columns + (<usize>count << 1);
    const end = bytes + <usize>count;
    let to = <usize>written << 2;
    for (; bytes < end; bytes += 8, columns += 16) {
      const column = v128.load(columns);
      v128.store(indices + to, i32x4.extend_low_i16x8_u(column));
      v128.store(indices + to, i32x4.extend_high_i16x8_u(column), 16);
      const level = i16x8.extend_low_i8x16_u(v128.load64_zero(bytes));
      v128.store(values + to, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(level)), most));
      v128.store(values + to, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(level)), most), 16);
      to += 32;
    }
    written += count;
  }
  store<u32>(starts + (<usize>rows << 2), written);
}
