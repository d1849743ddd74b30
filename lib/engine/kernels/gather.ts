/** Makes rows of float32 entries of examples that are bytes. */

/**
 * The examples `order[0]` to `order[rows − 1]` as rows of entries: a byte k other than zero becomes `levels[k]`.
 *
 * Twice over the bytes: first which of them are not zero, a bit each, so that all of an example is under way from far
 * memory at once; then only the set bits, few among MNIST's.
 *
 * @param map room for a bit of each column, rounded up to 8 bytes, for each row
 */
export function gatherBytes(
  starts: usize, indices: usize, values: usize, bytes: usize, order: usize, rows: i32, columns: i32, levels: usize,
  map: usize,
): void {
  const words = (columns + 63) >> 6;
  const mapRow = <usize>words << 3;
  for (let r = 0; r < rows; r++) {
    const row = bytes + <usize>load<u32>(order + (<usize>r << 2)) * <usize>columns;
    const to = map + <usize>r * mapRow;
    store<u64>(to + mapRow - 8, 0);
    let c = 0;
    for (; c + 16 <= columns; c += 16) {
      store<u16>(to + (c >> 3), <u16>i8x16.bitmask(i8x16.ne(v128.load(row + c), i8x16.splat(0))));
    }
    if (c < columns) {
      let rest: u32 = 0;
      for (let i = c; i < columns; i++) rest |= u32(load<u8>(row + i) != 0) << (i - c);
      store<u16>(to + (c >> 3), <u16>rest);
    }
  }
  let k: usize = 0;
  store<u32>(starts, 0);
  for (let r = 0; r < rows; r++) {
    let from = bytes + <usize>load<u32>(order + (<usize>r << 2)) * <usize>columns;
    const end = map + mapRow;
    let base = 0;
    for (; map < end; map += 8) {
      let set = load<u64>(map);
      while (set) {
        const bit = <usize>ctz(set);
        store<u32>(indices + k, base + <i32>bit);
        store<f32>(values + k, load<f32>(levels + (<usize>load<u8>(from + bit) << 2)));
        k += 4;
        set &= set - 1;
      }
      base += 64;
      from += 64;
    }
    store<u32>(starts + (<usize>r << 2), <u32>(k >> 2), 4);
  }
}
