/*
 * A layer of a network for one row: z = b + x·W, and the rectifier if asked for. `deno task --cwd packages/lab
 * build_row_kernel` makes affine_wasm.ts of it.
 *
 * Vectors run across outputs, so that each sum keeps the order of the plain loop in affine.ts: to the bias the products
 * are added by increasing input, each operation rounded.
 */

#pragma STDC FP_CONTRACT OFF

typedef float vec __attribute__((vector_size(16), aligned(4)));
typedef int ivec __attribute__((vector_size(16), aligned(4)));

/** max(0, z), written so that NaN and −0 pass. */
static inline vec rectified(vec z, int relu) {
  const vec zero = {0, 0, 0, 0};
  return relu ? (vec)((ivec)z & ~(ivec)(z < zero)) : z;
}

/**
 * @param z [stride] the outputs, padded to a multiple of four
 * @param used [count] the inputs that take part, increasing
 * @param w [inputs, stride]
 * @param b [stride]
 */
__attribute__((export_name("affine"))) void affine(float *z, const float *x, const float *w,
                                                   const float *b, const int *used, int count,
                                                   int stride, int relu) {
  int j = 0;
  for (; j + 16 <= stride; j += 16) {
    vec z0 = *(const vec *)(b + j);
    vec z1 = *(const vec *)(b + j + 4);
    vec z2 = *(const vec *)(b + j + 8);
    vec z3 = *(const vec *)(b + j + 12);
    for (int k = 0; k < count; k++) {
      const int i = used[k];
      const float *p = w + i * stride + j;
      const vec value = {x[i], x[i], x[i], x[i]};
      z0 += value * *(const vec *)p;
      z1 += value * *(const vec *)(p + 4);
      z2 += value * *(const vec *)(p + 8);
      z3 += value * *(const vec *)(p + 12);
    }
    *(vec *)(z + j) = rectified(z0, relu);
    *(vec *)(z + j + 4) = rectified(z1, relu);
    *(vec *)(z + j + 8) = rectified(z2, relu);
    *(vec *)(z + j + 12) = rectified(z3, relu);
  }
  for (; j < stride; j += 4) {
    vec sum = *(const vec *)(b + j);
    for (int k = 0; k < count; k++) {
      const int i = used[k];
      const vec value = {x[i], x[i], x[i], x[i]};
      sum += value * *(const vec *)(w + i * stride + j);
    }
    *(vec *)(z + j) = rectified(sum, relu);
  }
}
