/*
 * Calls every native kernel with random shapes, each of its operands in pages of its own between pages that cannot be
 * touched. An operand ends where its slack, SLACK_BYTES, meets the page behind it, or begins at the page before it. What a
 * kernel reads or writes beyond ends the program, which prints the kernel, what was drawn, and where.
 *
 * Linked with the library that is tested, of whose sources it takes the types and the sizes: see guard_test.ts.
 *
 *   guard CALLS [KERNEL [FIRST]]
 */

#define _DEFAULT_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The library's sources declare its kernels here, and define none. */
#define select selectLanes /* a name of POSIX, too */
#include "vectors.h"
#undef KERNEL
#undef CONSTANT
#define KERNEL(name, ...) \
  void JOIN(name, SUFFIX)(char *m, __VA_ARGS__); \
  INLINE void JOIN(name, unused)(char *m, __VA_ARGS__)
#define CONSTANT(name, value)
#include "kernels.c"

/** Operands are so far apart that the addresses reach up to 4 GB. */
enum { OPERANDS = 16, ROOM_BYTES = 4 << 20, PAGE_BYTES = 4096 };
static const u64 APART_BYTES = 1ull << 28;

/** The memory, of which only the rooms of operands can be touched. */
static char *m;

/** What the call takes: its operands, and the sizes that were drawn. */
static struct {
  const char *kernel;
  u64 number;
  u32 at[OPERANDS], end[OPERANDS];
  i32 operands, slack[OPERANDS], drawn[OPERANDS], draws;
} call;

/* Random numbers: xorshift (Marsaglia 2003). */
static u32 state;
static u32 word(void) {
  state ^= state << 13;
  state ^= state >> 17;
  return state ^= state << 5;
}
static i32 between(i32 least, i32 most) { return least + (i32)(word() % (u32)(most - least + 1)); }
static i32 oneIn(i32 count) { return between(1, count) == 1; }

static i32 drawn(i32 size) { return call.drawn[call.draws++] = size; }

/** A size: mostly some dozens, often a few. */
static i32 size(i32 most) {
  return drawn(between(1, oneIn(8) ? 4 * most : oneIn(3) ? 9 : most));
}

/** Like size, or none. */
static i32 sizeOrNone(i32 most) { return oneIn(40) ? drawn(0) : size(most); }

/** The part of [0, count) that a worker makes. */
static i32 from, to;
static void range(i32 count) {
  from = oneIn(2) ? 0 : between(0, count);
  to = oneIn(2) ? count : between(from, count);
  drawn(from), drawn(to);
}

static float number(void) {
  static const float special[] = {__builtin_nanf(""), __builtin_inff(), -__builtin_inff(), -0.0f,
    0x1p-149f, 0x1p-101f, 3e38f, -3e38f, 88.5f, -104};
  const u32 bits = word();
  return bits % 64 == 0 ? special[bits / 64 % 10] : (float)(i32)bits * 0x1p-30f;
}

/** What operands are copied from: numbers, numbers of which two in three are zeros, and bytes, mostly zeros. */
enum { POOL = 1 << 18 };
static float numbers[POOL], sparseNumbers[POOL];
static u8 levels[POOL];
static void drawPools(void) {
  for (i32 k = 0; k < POOL; k++) {
    numbers[k] = number();
    sparseNumbers[k] = oneIn(3) ? number() : 0;
  }
  for (i32 k = 0; k < POOL; k++) levels[k] = oneIn(4) ? (u8)word() : 0;
}

/** Compact rows are read by vectors of eight columns. */
enum { BYTES_SLACK = 16 };

/** What slack is filled with: it may be read and not written. */
enum { MARK = 0xa5 };

/** Room for an operand. */
static u32 room(usize bytes, usize alignment) {
  const usize slack = alignment == 1 ? BYTES_SLACK : SLACK_BYTES;
  const u64 first = APART_BYTES * (u64)call.operands + PAGE_BYTES;
  const u64 last = first + ROOM_BYTES - slack - bytes;
  if (call.operands == OPERANDS || bytes + slack > ROOM_BYTES) abort();
  const u32 at = (u32)(oneIn(4) ? first : last / alignment * alignment);
  memset(m + at + bytes, MARK, slack);
  call.at[call.operands] = at;
  call.slack[call.operands] = (i32)slack;
  call.end[call.operands++] = at + (u32)bytes;
  return at;
}

/** An operand that is a part of a pool. */
static u32 drawOperand(const void *pool, usize count, usize size) {
  if (count > POOL) abort();
  const u32 at = room(size * count, size);
  memcpy(m + at, (const char *)pool + size * (word() % (POOL - count + 1)), size * count);
  return at;
}
static u32 bytes(usize count) { return drawOperand(levels, count, 1); }
static u32 words(usize count) { return drawOperand(numbers, count, 4); }
static u32 floats(usize count) { return drawOperand(numbers, count, 4); }
static u32 matrix(i32 rows, i32 columns) { return floats((usize)rows * columns); }

/** A matrix [rows, columns], with zeros. */
static u32 data(i32 rows, i32 columns) {
  return drawOperand(sparseNumbers, (usize)rows * columns, 4);
}

/** Room that a kernel fills first. */
static u32 scratch(usize count) { return room(4 * count, 4); }
static u32 doubles(usize count) { return room(8 * count, 8); }

/** 0, or a matrix of one row. */
static u32 biasOrNone(i32 columns) { return oneIn(2) ? 0 : matrix(1, columns); }

static u32 leftPackTable(void) {
  const u32 at = bytes(256);
  for (i32 set = 0; set < 16; set++) {
    i32 k = 16 * set;
    for (i32 lane = 0; lane < 4; lane++) {
      for (i32 b = 0; b < 4 && set >> lane & 1; b++) BYTES(at)[k++] = (u8)(4 * lane + b);
    }
    while (k < 16 * (set + 1)) BYTES(at)[k++] = 0;
  }
  return at;
}

/** Elements that there is room for beyond the last of sparse rows: arena.ts. */
enum { SPARSE_SLACK = 8 };

/** Rows of data, or where a kernel writes such: the arguments of kernels are START(x), of `total` non-zeros. */
typedef struct {
  u32 starts, indices, values, total;
} Sparse;
#define ADDRESSES(x) (x).starts, (x).indices, (x).values

static Sparse sparseRoom(usize starts, u32 total) {
  return (Sparse){words(starts), words(total + SPARSE_SLACK), floats(total + SPARSE_SLACK), total};
}

/** Random sparse rows [rows, columns]. */
static Sparse sparse(i32 rows, i32 columns) {
  static u32 starts[1 << 10], indices[1 << 18];
  const u32 distance = oneIn(3) ? 1 : oneIn(2) ? 9 : 60; /* between columns, in the mean */
  u32 total = 0, k = 0;
  for (i32 r = 0; r < rows; r++) {
    starts[r] = total;
    for (; k < (u32)columns; k += 1 + word() % (2 * distance - 1)) indices[total++] = k;
    k = columns ? (k - (u32)columns) % (u32)columns : 0;
  }
  starts[rows] = total;
  const Sparse x = sparseRoom((usize)rows + 1, total);
  memcpy(WORDS(x.starts), starts, 4 * ((usize)rows + 1));
  memcpy(WORDS(x.indices), indices, 4 * total);
  return x;
}

/** Weights in panels, as lib/engine/wasm/panels.ts lays them out. */
typedef struct {
  u32 at, stride;
  i32 count;
} Panels;
static Panels panels(i32 rows, i32 columns) {
  const i32 fours = roundUp(columns, 4) / 4, count = drawn(smaller(fours, between(1, 3)));
  const i32 stride = roundUp(4 * (roundUp(fours, count) / count), LINE_FLOATS);
  return (Panels){floats((usize)count * rows * stride), 4 * (u32)stride, count};
}

static float shrink(void) { return oneIn(2) ? 1 : oneIn(2) ? 0.99f : 0x1p-100f; }

/** What is called: CASE adds a kernel's. */
typedef struct {
  const char *kernel;
  void (*run)(void);
} Case;
static Case cases[64];
static i32 caseCount;

#define CASE(name) \
  static void name##Case(void); \
  __attribute__((constructor)) static void name##Add(void) { \
    cases[caseCount++] = (Case){#name, name##Case}; \
  } \
  static void name##Case(void)

#define CALL(name, ...) JOIN(name, SUFFIX)(m, __VA_ARGS__)

/** A kernel on elements [from, to) of arrays of `n`. */
#define EACH(name, ...) \
  CASE(name) { \
    const i32 n = sizeOrNone(100); \
    range(n); \
    CALL(name, __VA_ARGS__, from, to); \
  }
#define ARRAY floats((usize)n)

EACH(activateLeakyRelu, ARRAY)
EACH(activateRelu, ARRAY)
EACH(activateSelu, ARRAY)
EACH(activateSigmoid, ARRAY)
EACH(activateSmooth, ARRAY, ARRAY, between(0, 3))
EACH(activateTanh, ARRAY, 2.0f / 3, 1.7159f)
EACH(addScaled, ARRAY, ARRAY, number())
EACH(addSigns, ARRAY, ARRAY, number())
EACH(average, ARRAY, ARRAY, 0.01f)
EACH(backwardLeakyRelu, ARRAY, ARRAY)
EACH(backwardRelu, ARRAY, ARRAY)
EACH(backwardScaledTanh, ARRAY, ARRAY)
EACH(backwardSelu, ARRAY, ARRAY)
EACH(backwardSigmoid, ARRAY, ARRAY)
EACH(backwardSmooth, ARRAY, ARRAY, between(0, 3))
EACH(backwardTanh, ARRAY, ARRAY)
EACH(flushFactors, ARRAY)
EACH(scaleAndFlush, ARRAY, 0.99f)
EACH(scaleElements, ARRAY, number())
EACH(updateAdam, ARRAY, ARRAY, ARRAY, ARRAY, floats(8))
EACH(updateMomentum, ARRAY, ARRAY, ARRAY, floats(2))
EACH(updateNesterov, ARRAY, ARRAY, ARRAY, floats(2))

CASE(activateSoftmax) {
  const i32 rows = sizeOrNone(9), columns = size(40);
  CALL(activateSoftmax, matrix(rows, columns), rows, columns);
}

CASE(addRows) {
  const i32 rows = sizeOrNone(20), columns = size(70);
  CALL(addRows, matrix(1, columns), matrix(rows, columns), number(), rows, columns);
}

CASE(sumRows) {
  const i32 rows = sizeOrNone(20), columns = size(70);
  CALL(sumRows, matrix(1, columns), matrix(rows, columns), rows, columns, number());
}

CASE(squareRows) {
  const i32 rows = sizeOrNone(30), columns = size(70);
  range(rows);
  CALL(squareRows, doubles((usize)rows), matrix(rows, columns), columns, from, to);
}

CASE(limitNorms) {
  const i32 rows = sizeOrNone(30), columns = size(70);
  range(columns);
  CALL(limitNorms, matrix(rows, columns), rows, columns, oneIn(2) ? 0.5 : 1e9,
    doubles((usize)columns), scratch((usize)columns), from, to);
}

CASE(transpose) {
  const i32 rows = sizeOrNone(70), columns = size(70);
  range(columns);
  CALL(transpose, matrix(columns, rows), matrix(rows, columns), rows, columns, from, to);
}

CASE(countBytes) {
  const i32 rows = sizeOrNone(20), columns = size(40);
  CALL(countBytes, words((usize)rows + 1), bytes((usize)rows * columns), rows, columns);
}

CASE(compactBytes) {
  const i32 rows = sizeOrNone(20), columns = size(40);
  const u32 in = bytes((usize)rows * columns), starts = words((usize)rows + 1);
  u32 total = WORDS(starts)[0] = (u32)between(0, 5);
  for (i32 r = 0; r < rows; r++) {
    for (i32 c = 0; c < columns; c++) total += BYTES(in)[r * columns + c] != 0;
    WORDS(starts)[r + 1] = total;
  }
  CALL(compactBytes, bytes(3 * total + 32), starts, in, rows, columns);
}

#include "guard_batch.h"

CASE(dropZeros) {
  const i32 rows = sizeOrNone(9), columns = size(60);
  const u32 x = data(rows, columns);
  const Sparse out = sparseRoom((usize)rows + 1, (usize)rows * columns);
  CALL(dropZeros, x, ADDRESSES(out), rows, columns, leftPackTable());
}

CASE(dropUnits) {
  const i32 rows = sizeOrNone(9), columns = size(60);
  range(rows);
  CALL(dropUnits, matrix(rows, columns), matrix(rows, columns), columns, (i32)word(), (i32)word(),
    words((usize)rows), (i32)word(), 2, scratch((usize)roundUp(columns, 8)), from, to);
}

CASE(dropNonZeros) {
  const i32 rows = sizeOrNone(9), columns = size(60);
  const Sparse x = sparse(rows, columns), out = sparseRoom((usize)rows + 1, x.total);
  CALL(dropNonZeros, ADDRESSES(out), ADDRESSES(x), rows, columns, (i32)word(), (i32)word(),
    words((usize)rows), (i32)word(), 2, scratch((usize)roundUp(columns, 8)));
}

CASE(transposeSparse) {
  const i32 rows = sizeOrNone(20), columns = size(60);
  const Sparse x = sparse(rows, columns), out = sparseRoom((usize)columns + 2, x.total);
  CALL(transposeSparse, rows, ADDRESSES(out), ADDRESSES(x), columns);
}

CASE(dataProduct) {
  const i32 rows = sizeOrNone(20), inner = size(50), columns = size(70);
  range(rows);
  CALL(dataProduct, matrix(rows, columns), data(rows, inner), inner, matrix(inner, columns),
    matrix(1, columns), columns, leftPackTable(), scratch(2 * ((usize)inner + 4)), from, to);
}

CASE(denseProduct) {
  const i32 rows = sizeOrNone(20), inner = sizeOrNone(40), columns = size(70);
  const u32 indices = words((usize)inner);
  for (i32 k = 0; k < inner; k++) WORDS(indices)[k] = (u32)k;
  range(rows);
  CALL(denseProduct, matrix(rows, columns), indices, matrix(rows, inner), inner,
    matrix(inner, columns), biasOrNone(columns), columns, number(), from, to);
}

CASE(denseAccumulate) {
  const i32 rows = sizeOrNone(20), inputs = size(40), columns = size(70);
  range(inputs);
  CALL(denseAccumulate, matrix(inputs, columns), matrix(rows, inputs), inputs,
    matrix(rows, columns), rows, columns, shrink(), from, to);
}

CASE(packedProduct) {
  const i32 rows = size(60), columns = size(50);
  const i32 inner = oneIn(3) ? drawn(between(250, 530)) : size(40);
  const i32 straightA = drawn(oneIn(2)), straightB = drawn(oneIn(2));
  const i32 count = roundUp(columns, PANEL_COLUMNS) / PANEL_COLUMNS;
  range(count);
  const i32 packed = (to - from) * PANEL_COLUMNS + smaller(PACKED_ROWS, roundUp(rows, TILE_ROWS));
  CALL(packedProduct, matrix(rows, columns), matrix(rows, inner), straightA ? inner : 1,
    straightA ? 1 : rows, matrix(inner, columns), straightB ? columns : 1, straightB ? 1 : inner,
    biasOrNone(columns), rows, inner, columns, number(),
    scratch(PANEL_COLUMNS + PACKED_DEPTH * (usize)packed), from, to);
}

CASE(sparseProduct) {
  const i32 rows = sizeOrNone(12), inner = size(40), columns = size(90);
  const i32 byColumns = drawn(oneIn(2));
  const usize copied = (usize)inner * roundUp(smaller(columns, COPIED_COLUMNS), LINE_FLOATS);
  const Sparse x = sparse(rows, inner);
  range(byColumns ? columns : rows);
  if (byColumns && from == to) from = 0, to = columns; /* workers leave out empty ranges, */
  if (byColumns) from -= from % LINE_FLOATS;           /* and share whole cache lines */
  CALL(sparseProduct, matrix(rows, columns), ADDRESSES(x), matrix(inner, columns),
    biasOrNone(columns), rows, inner, columns, number(), byColumns, oneIn(2) ? 0 : scratch(copied),
    from, to);
}

CASE(sparseAccumulate) {
  const i32 rows = sizeOrNone(12), inputs = size(40), columns = size(70);
  const Sparse x = sparse(rows, inputs);
  CALL(sparseAccumulate, matrix(inputs, columns), ADDRESSES(x), matrix(rows, columns), rows,
    columns);
}

CASE(packPanels) {
  const i32 rows = sizeOrNone(20), columns = size(70);
  const Panels p = panels(rows, columns);
  CALL(packPanels, p.at, p.stride, p.count, matrix(rows, columns), rows, columns);
}

CASE(unpackPanels) {
  const i32 rows = sizeOrNone(20), columns = size(70);
  const Panels p = panels(rows, columns);
  CALL(unpackPanels, matrix(rows, columns), p.at, p.stride, p.count, rows, columns);
}

CASE(panelProduct) {
  const i32 rows = sizeOrNone(12), inner = size(40), columns = size(70);
  const Sparse x = sparse(rows, inner);
  const Panels p = panels(inner, columns);
  range(p.count);
  CALL(panelProduct, matrix(rows, columns), ADDRESSES(x), p.at, p.stride, p.count,
    matrix(1, columns), rows, inner, columns, from, to);
}

CASE(panelsAccumulate) {
  const i32 rows = sizeOrNone(12), inputs = size(40), columns = size(70);
  const Sparse x = sparse(rows, inputs);
  const Panels p = panels(inputs, columns);
  range(p.count);
  CALL(panelsAccumulate, p.at, ADDRESSES(x), p.stride, p.count, matrix(rows, columns), rows, inputs,
    columns, shrink(), from, to);
}

/** The lists of rows that there is room for: descend.ts. */
enum { ROW_LISTS = 8 };

CASE(transposedAccumulate) {
  const i32 inputs = size(40), rows = sizeOrNone(20), columns = size(70);
  const Sparse x = sparse(inputs, rows);
  const i32 inPanels = drawn(oneIn(2));
  const Panels p = inPanels ? panels(inputs, columns)
                            : (Panels){matrix(inputs, columns), 4 * (u32)columns, 1};
  range(p.count);
  CALL(transposedAccumulate, p.at, ADDRESSES(x), inPanels ? (u32)inputs * p.stride : 0, p.stride,
    p.count, matrix(rows, columns), inputs, columns, shrink(),
    scratch(ROW_LISTS * ((usize)inputs + 1)), from, to);
}

CASE(deformImages) {
  const i32 width = size(9), height = size(9), images = sizeOrNone(4), isBytes = drawn(oneIn(2));
  const i32 pixels = width * height, side = larger(width, height), middle = side + 8;
  const i32 reach = drawn(between(0, side + 12));
  const u32 taps = scratch(2 * (usize)middle + 1), maps = matrix(images, 6);
  memset(FLOATS(taps), 0, 4 * (2 * (usize)middle + 1));
  for (i32 k = 0; k <= smaller(reach, middle); k++) {
    FLOATS(taps)[middle - k] = FLOATS(taps)[middle + k] = number();
  }
  for (i32 k = 0; k < 6 * images; k++) if (oneIn(4)) FLOATS(maps)[k] *= (float)side;
  const usize frame = (usize)roundUp((width + FRAME) * (height + FRAME) + 4, 4);
  const usize fields = 2 * 2 * (usize)roundUp(height, SMOOTHED_ROWS) * roundUp(width, LINE_FLOATS);
  range(images);
  CALL(deformImages, matrix(images, pixels),
    isBytes ? bytes((usize)images * pixels) : data(images, pixels), isBytes, words((usize)images),
    maps, width, height, oneIn(3) ? 0 : taps + 4 * (u32)middle, reach, 3 * number(), (i32)word(),
    (i32)word(), scratch(frame + fields), from, to);
}

/** Prints what was called and which of its operands is concerned, and ends the program. */
static void fail(const char *what, u64 operand, u64 at) {
  printf("%s, vectors of %d, call %llu, drawn", call.kernel, W, call.number);
  for (i32 k = 0; k < call.draws; k++) printf(" %d", call.drawn[k]);
  if (operand >= (u64)call.operands) printf(": %s\n", what);
  else {
    printf(": %s operand %llu of %d, of %u bytes, %lld bytes behind its end\n", what, operand,
      call.operands, call.end[operand] - call.at[operand], (long long)(at - call.end[operand]));
  }
  fflush(stdout);
  _exit(1);
}

static void onSignal(int signal, siginfo_t *info, void *context) {
  (void)context;
  const u64 at = (u64)((char *)info->si_addr - m);
  if (signal == SIGFPE) fail("divides by zero", OPERANDS, 0);
  fail("leaves the pages of", at / APART_BYTES, at);
}

static void checkSlack(void) {
  for (i32 k = 0; k < call.operands; k++) {
    for (i32 b = 0; b < call.slack[k]; b++) {
      if (BYTES(call.end[k])[b] != MARK) fail("writes beyond", (u64)k, call.end[k] + (u64)b);
    }
  }
}

int main(int count, char **words) {
  const u64 calls = count > 1 ? strtoull(words[1], 0, 10) : 100;
  const u64 first = count > 3 ? strtoull(words[3], 0, 10) : 0;
  state = 1;
  drawPools();
  m = mmap(0, APART_BYTES * OPERANDS + PAGE_BYTES, PROT_NONE,
    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (m == MAP_FAILED) return perror("Cannot reserve 4 GB"), 2;
  for (u64 k = 0; k < OPERANDS; k++) {
    if (mprotect(m + k * APART_BYTES + PAGE_BYTES, ROOM_BYTES, PROT_READ | PROT_WRITE) != 0) {
      return perror("Cannot open pages"), 2;
    }
  }
  const struct sigaction action = {.sa_sigaction = onSignal, .sa_flags = SA_SIGINFO};
  const int signals[] = {SIGSEGV, SIGBUS, SIGFPE};
  for (i32 k = 0; k < 3; k++) sigaction(signals[k], &action, 0);
  for (i32 k = 0; k < caseCount; k++) {
    call.kernel = cases[k].kernel;
    if (count > 2 && strcmp(words[2], call.kernel) != 0) continue;
    for (call.number = first; call.number < first + calls; call.number++) {
      state = ((u32)(call.number + 1) * 2654435761u ^ (u32)k << 20) | 1;
      call.operands = call.draws = 0;
      cases[k].run();
      checkSlack();
    }
    printf("%s\n", call.kernel);
  }
  return 0;
}
