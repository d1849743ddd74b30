/*
 * Deformed images, as lib/engine/reference/deform.ts specifies them in plain loops: each pixel is
 * read where an affine map leads, plus a random displacement that a Gaussian has smoothed.
 *
 *   for (r = 0; r < height; r++) {
 *     for (c = 0; c < width; c++) {
 *       x = m[0] * c + m[1] * r + m[2] + alpha * moves[0][r][c];
 *       y = m[3] * c + m[4] * r + m[5] + alpha * moves[1][r][c];
 *       out[r][c] = sample(image, x, y);
 *     }
 *   }
 */

#include "loops.h"
#include "threefry.h"

/**
 * The tile of a product with the Gaussian: rows by vectors, whose sums stay in
 * registers.
 */
enum { SMOOTHED_ROWS = 4, SMOOTHED_VECTORS = 2 };

/** A frame of zeros around an image: a pixel on the left and above, two on the right and below. */
enum { FRAME = 3 };

/**
 * Where the rows of displacements are: those of a pixel row along x, then those along y, `stride`
 * elements apart.
 */
typedef struct {
  float *start;
  usize stride;
} Field;

/**
 * Random displacements from −1 to 1 of every pixel, written in whole vectors and whole pairs of
 * rows. A counter's first word is that of a pixel of the upper row, its second that of the lower;
 * the halves of a word are x and y.
 */
INLINE void drawNoise(Field field, i32 width, i32 height, RandomKey key) {
  const float scale = 1.0f / 65536;
  for (i32 r = 0; r < height; r += 2) {
    for (i32 c = 0; c < width; c += W) {
      uvec words[2];
      threefry(&words[0], &words[1], r / 2 * width + c, key);
      UNROLL for (i32 k = 0; k < 2; k++) {
        float *at = field.start + 2 * field.stride * (usize)(r + k) + c;
        const ivec low = (ivec)(words[k] << 16) >> 16, high = (ivec)words[k] >> 16;
        store(at, __builtin_convertvector(low << 1 | 1, vec) * scale);
        store(at + field.stride, __builtin_convertvector(high << 1 | 1, vec) * scale);
      }
    }
  }
}

/*
 * out[i] = Σₖ a[k + i·aRow]·b[k] for SMOOTHED_ROWS rows i of `n` vectors, `count` terms from
 * zero: of a one number is read at a time, of b vectors.
 */
#define CASE(n) \
  NOINLINE void smoothTile##n( \
    float *out, usize outRow, const float *a, isize aRow, const float *b, isize bStep, i32 count \
  ) { \
    vec sums[SMOOTHED_ROWS][n] = {}; \
    for (i32 k = 0; k < count; k++, b += bStep) { \
      UNROLL for (i32 i = 0; i < SMOOTHED_ROWS; i++) { \
        const float value = a[k + i * aRow]; \
        UNROLL for (i32 j = 0; j < n; j++) sums[i][j] = sums[i][j] + value * load(b + j * W); \
      } \
    } \
    UNROLL for (i32 i = 0; i < SMOOTHED_ROWS; i++) { \
      UNROLL for (i32 j = 0; j < n; j++) store(out + i * outRow + j * W, sums[i][j]); \
    } \
  }
EACH_2(CASE)
#undef CASE

/**
 * Smooths displacements: a product with the Gaussian from above, then one from the right. Each
 * sum goes over the index in increasing order. Taps beyond the reach are zero and add nothing, so
 * a tile may include them.
 *
 * between: a field for what is smoothed in one direction only. middle: that of the taps, which
 * are zero from `reach` on.
 */
NOINLINE void smooth(
  float *start, float *betweenStart, usize stride, i32 width, i32 height, const float *middle,
  i32 reach
) {
  const Field field = {start, stride}, between = {betweenStart, stride};
  const usize pair = 2 * field.stride; /* whole twos of vectors */
  for (i32 r = 0; r < height; r += SMOOTHED_ROWS) {
    const i32 from = larger(0, r - reach), end = smaller(height, r + SMOOTHED_ROWS + reach);
    for (usize c = 0; c < pair; c += SMOOTHED_VECTORS * W) {
      float *to = between.start + (usize)r * pair + c;
      const float *noise = field.start + (usize)from * pair + c;
      const float *taps = middle + (from - r);
      smoothTile2(to, pair, taps, -1, noise, (isize)pair, end - from);
    }
  }
  for (i32 r = 0; r < 2 * height; r += SMOOTHED_ROWS) {
    const usize row = (usize)r * field.stride;
    for (i32 c = 0; c < width; c += SMOOTHED_VECTORS * W) {
      const i32 isWide = width - c > W, size = isWide ? SMOOTHED_VECTORS * W : W;
      const i32 from = larger(0, c - reach), end = smaller(width, c + size + reach);
      float *to = field.start + row + c;
      const float *a = between.start + row + from, *taps = middle + (c - from);
      const isize aRow = (isize)stride;
      if (isWide) smoothTile2(to, stride, a, aRow, taps, -1, end - from);
      else smoothTile1(to, stride, a, aRow, taps, -1, end - from);
    }
  }
}

/** Copies an image into its frame; a byte k becomes k/255. */
INLINE void frameImage(float *frame, const u8 *bytes, const float *floats, i32 width, i32 height) {
  for (i32 r = 0; r < height; r++) {
    float *row = frame + (usize)(r + 1) * (width + FRAME) + 1;
    const usize first = (usize)r * width;
    if (bytes) for (i32 c = 0; c < width; c++) row[c] = (float)bytes[first + c] / 255.0f;
    else for (i32 c = 0; c < width; c++) row[c] = floats[first + c];
  }
}

/** a + (b − a)·t */
INLINE vec interpolated(vec a, vec b, vec t) { return a + (b - a) * t; }

typedef double PairOfFloats __attribute__((aligned(4), may_alias));
typedef double Pairs VECTOR(4 * W);

/** The pairs of neighbours at the offsets of half of the lanes, from lane `first` on. */
INLINE vec pairsAt(const float *at, ivec offsets, const i32 first) {
  Pairs pairs;
  UNROLL for (i32 k = 0; k < W / 2; k++) {
    pairs[k] = *(const PairOfFloats *)(at + offsets[first + k]);
  }
  return (vec)pairs;
}

/**
 * What is between the neighbours at the offsets: those of `at` where t is 0, those on their right
 * where it is 1.
 */
INLINE vec rowAt(const float *at, ivec offsets, vec t) {
  const vec low = pairsAt(at, offsets, 0), high = pairsAt(at, offsets, W / 2);
  const vec left = __builtin_shufflevector(low, high, EVEN_LANES);
  return interpolated(left, __builtin_shufflevector(low, high, ODD_LANES), t);
}

/** The values at columns x and rows y of an image in its frame. */
INLINE vec sample(const float *frame, vec x, vec y, i32 width, i32 height) {
  x = clamped(x, K(-1), splat((float)width));
  y = clamped(y, K(-1), splat((float)height));
  const i32 stride = width + FRAME;
  const vec left = __builtin_elementwise_floor(x), top = __builtin_elementwise_floor(y);
  const ivec offsets = truncated(top) * stride + truncated(left);
  const float *origin = frame + stride + 1;
  const vec right = x - left;
  const vec upper = rowAt(origin, offsets, right), lower = rowAt(origin + stride, offsets, right);
  return interpolated(upper, lower, y - top);
}

/**
 * Fills an image whose pixels come from where an affine map leads, and alpha times the
 * displacements if there are any.
 */
INLINE void sampleImage(
  i32 elastic, float *out, const float *frame, const float *map, i32 width, i32 height,
  Field field, float alpha
) {
  for (i32 r = 0; r < height; r++) {
    const float xOfRow = map[1] * (float)r + map[2], yOfRow = map[4] * (float)r + map[5];
    float *row = out + (usize)r * width;
    const float *moves = field.start + 2 * field.stride * (usize)r;
    vec column = {LANE_INDICES};
    for (i32 c = 0; c < width; c += W, column = column + splat(W)) {
      vec x = map[0] * column + xOfRow, y = map[3] * column + yOfRow;
      if (elastic) {
        x = x + alpha * load(moves + c);
        y = y + alpha * load(moves + field.stride + c);
      }
      storeLanes(row + c, sample(frame, x, y, width, height), smaller(W, width - c));
    }
  }
}

/**
 * out[r] becomes the deformed image r of `inputs`, each of width·height columns; rows [from, to).
 *
 * bytes: whether the inputs are bytes, k for k/255, or float32. examples [rows]: the numbers that
 * random numbers depend on. maps [rows, 6]. middle: that of the taps, on each side of which there
 * are as many as the image's longer side has pixels, and 8 more; 0 if there is no elastic
 * distortion. scratch: room for a frame, rounded up to whole vectors and one more, and for two
 * fields of displacements, each [height rounded up to fours, 2, width rounded up to W].
 */
KERNEL(deformImages, u32 out, u32 inputs, i32 bytes, u32 examples, u32 maps, i32 width, i32 height,
  u32 middle, i32 reach, float alpha, i32 key0, i32 key1, u32 scratch, i32 from, i32 to) {
  const usize pixels = (usize)width * height;
  const i32 frameSize = roundUp((width + FRAME) * (height + FRAME) + 4, 4);
  float *frame = FLOATS(scratch);
  const Field field = {frame + frameSize, (usize)roundUp(width, W)};
  const usize fieldSize = 2 * field.stride * (usize)roundUp(height, SMOOTHED_ROWS);
  const Field between = {field.start + fieldSize, field.stride};
  for (i32 k = 0; k < frameSize; k++) frame[k] = 0;
  for (i32 r = from; r < to; r++) {
    const usize start = (usize)r * pixels;
    const u8 *image = bytes ? BYTES(inputs) + start : 0;
    frameImage(frame, image, bytes ? 0 : FLOATS(inputs) + start, width, height);
    float *to = FLOATS(out) + start;
    const float *map = FLOATS(maps) + 6 * (usize)r;
    if (middle) {
      drawNoise(field, width, height, randomKey(key0, key1, (i32)WORDS(examples)[r]));
      smooth(field.start, between.start, field.stride, width, height, FLOATS(middle), reach);
    }
    sampleImage(middle != 0, to, frame, map, width, height, field, alpha);
  }
}
