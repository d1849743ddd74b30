/* Calls of the kernels of what a batch is beside its layers: its examples, targets, errors and cost. */

/** Which of so many rows are joined to the one before. */
static u32 joined(i32 rows) {
  const u32 at = bytes((usize)rows);
  if (rows) BYTES(at)[0] = 0;
  return at;
}

CASE(addBackJoined) {
  const i32 rows = sizeOrNone(20), columns = size(40);
  CALL(addBackJoined, matrix(rows, columns), joined(rows), rows, columns);
}

CASE(sumJoined) {
  const i32 rows = sizeOrNone(20), columns = size(40);
  CALL(sumJoined, matrix(rows, columns), matrix(rows, columns), joined(rows), rows, columns);
}

CASE(difference) {
  const i32 n = sizeOrNone(100);
  CALL(difference, ARRAY, ARRAY, ARRAY, n);
}

CASE(correctSums) {
  const i32 rows = sizeOrNone(20), columns = size(20);
  CALL(correctSums, matrix(rows, columns), matrix(rows, columns), matrix(rows, columns),
    rows, columns);
}

CASE(meanCost) {
  const i32 rows = sizeOrNone(20), columns = size(20);
  CALL(meanCost, doubles(1), between(0, 2), matrix(rows, columns), matrix(rows, columns),
    biasOrNone(rows), rows, columns);
}

CASE(weighRows) {
  const i32 rows = sizeOrNone(20), columns = size(20);
  CALL(weighRows, matrix(rows, columns), matrix(1, rows), rows, columns);
}

CASE(gatherCompact) {
  const i32 examples = size(9), rows = sizeOrNone(9);
  const u32 order = words((usize)rows), starts = words((usize)examples + 1);
  u32 total = 0, gathered = 0;
  for (i32 k = 0; k <= examples; k++) {
    WORDS(starts)[k] = total;
    if (k < examples) total += (u32)between(0, 70);
  }
  for (i32 r = 0; r < rows; r++) {
    const u32 *start = WORDS(starts) + (WORDS(order)[r] %= (u32)examples);
    gathered += start[1] - start[0];
  }
  const Sparse out = sparseRoom((usize)rows + 1, gathered);
  CALL(gatherCompact, order, ADDRESSES(out), rows, starts, bytes(3 * total));
}

CASE(gatherRows) {
  const i32 examples = size(9), rows = sizeOrNone(9), columns = size(40);
  const u32 order = words((usize)rows);
  for (i32 r = 0; r < rows; r++) WORDS(order)[r] %= (u32)examples;
  CALL(gatherRows, order, matrix(rows, columns), matrix(examples, columns), rows, columns);
}
