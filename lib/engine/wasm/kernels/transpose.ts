/** Transposes. */

/** Writes the transpose of four by four numbers. The rows of either are so many bytes apart. */
// @ts-ignore: decorator
@inline
export function transposeSquare(to: usize, toStride: usize, from: usize, stride: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + stride);
  const r2 = v128.load(from + 2 * stride);
  const r3 = v128.load(from + 3 * stride);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + toStride, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * toStride, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * toStride, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** out [columns, rows] becomes the transpose of a [rows, columns]; rows [from, to) of out. Squares of four by four, then the rest. */
export function transpose(out: usize, a: usize, rows: i32, columns: i32, from: i32, to: i32): void {
  const stride = <usize>columns << 2;
  const outStride = <usize>rows << 2;
  const wholeRows = rows & -4;
  const wholeTo = from + ((to - from) & -4);
  for (let c = from; c < wholeTo; c += 4) {
    for (let r = 0; r < wholeRows; r += 4) {
      const at = a + <usize>r * stride + (<usize>c << 2);
      transposeSquare(out + <usize>c * outStride + (<usize>r << 2), outStride, at, stride);
    }
  }
  for (let r = 0; r < rows; r++) {
    for (let c = r < wholeRows ? wholeTo : from; c < to; c++) {
      store<f32>(out + <usize>c * outStride + (<usize>r << 2), load<f32>(a + <usize>r * stride + (<usize>c << 2)));
    }
  }
}

/**
 * The transpose of sparse rows: for each column the rows and values of its non-zeros, in the order of the rows.
 * `outStarts` has an element for each column and one more, and room for another.
 */
export function transposeSparse(
  rows: i32, outStarts: usize, outIndices: usize, outValues: usize, starts: usize, indices: usize, values: usize,
  columns: i32,
): void {
  const total = load<u32>(starts + (<usize>rows << 2));
  // First the count of column c is at c + 2. Then the sum of the counts before it is at c + 1: where the column begins.
  // Each non-zero moves that on by one, so that in the end it is where column c ends and the next begins.
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
      const slot = load<u32>(at, 4);
      store<u32>(at, slot + 1, 4);
      store<u32>(outIndices + (<usize>slot << 2), r);
      store<u32>(outValues + (<usize>slot << 2), load<u32>(values + k));
    }
  }
}
