/*
 * The costs of lib/network/costs.ts, in float64 and with the same operations, and their errors.
 * The mean cost of a batch, say, is
 *
 *   for (r = 0; r < rows; r++) sum += cost(a[r], y[r]) * weights[r];
 *   mean = sum / rows;
 */

#include "loops.h"

/** δ = a − y, the error of most costs at the outputs. */
KERNEL(difference, u32 d, u32 a, u32 y, i32 count) {
  float *delta = FLOATS(d);
  UPDATE_VECTORS(delta, 0, count,
    storeLanes(delta + k, loadLanes(FLOATS(a) + k, lanes) - loadLanes(FLOATS(y) + k, lanes), lanes);)
}

/** After δ = a − y: δ = a·Σy − y in the rows where Σy is not 1, but for the rounding of each y. */
KERNEL(correctSums, u32 d, u32 a, u32 y, i32 rows, i32 columns) {
  for (i32 start = 0; start < rows * columns; start += columns) {
    double sum = 0;
    for (i32 k = 0; k < columns; k++) sum += FLOATS(y)[start + k];
    if (__builtin_fabs(sum - 1) <= (double)columns / (1 << 24)) continue;
    for (i32 k = start; k < start + columns; k++) {
      FLOATS(d)[k] = (float)(FLOATS(a)[k] * sum - FLOATS(y)[k]);
    }
  }
}

/** δ ← δ·w, row by row. */
KERNEL(weighRows, u32 d, u32 weights, i32 rows, i32 columns) {
  float *row = FLOATS(d);
  for (i32 r = 0; r < rows; r++, row += columns) {
    for (i32 k = 0; k < columns; k++) row[k] *= FLOATS(weights)[r];
  }
}

#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10

/** `log` of lib/numerics/elementary.ts, of what float32 can hold or is beside 1. */
NOINLINE double logOf(double x) {
  typedef union { double number; u64 bits; } Double;
  if (!(x > 0)) return x == 0 ? -__builtin_inf() : __builtin_nan("");
  if (x == __builtin_inf()) return x;
  const i32 high = (i32)(((Double){x}).bits >> 32);
  const i32 above = ((high & 0x000fffff) + 0x95f64) & 0x100000;
  const i32 exponent = (high >> 20) - 1023 + (above >> 20);
  const double k = exponent;
  const double f = x * ((Double){.bits = (u64)(1023 - exponent) << 52}).number - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  double r = 1.479819860511658591e-01 * z + 1.531383769920937332e-01;
  r = r * z + 1.818357216161805012e-01;
  r = r * z + 2.222219843214978396e-01;
  r = r * z + 2.857142874366239149e-01;
  r = r * z + 3.999999999940941908e-01;
  r = (r * z + 6.666666666666735130e-01) * z;
  const double half = 0.5 * f * f;
  return k * LN2_HIGH - ((half - (s * (half + r) + k * LN2_LOW)) - f);
}

/** x·ln p, where 0·ln 0 is 0, and 0 counts as 2⁻¹²⁶. */
INLINE double xlogy(double x, double p) {
  if (x == 0 && p == p) return 0;
  return x * logOf(p == 0 ? 1.1754943508222875e-38 : p);
}

/** A probability of yes or no, as much as 2⁻²⁵ if it is less. */
INLINE double confident(double p) {
  const double least = 1.0 / 33554432;
  return p >= 0 && p < least ? least : p;
}

enum { QUADRATIC, CROSS_ENTROPY };

/** The cost of one output, and of the quadratic cost twice as much. */
INLINE double costOf(i32 cost, double a, double y) {
  if (cost == QUADRATIC) return (a - y) * (a - y);
  if (cost != CROSS_ENTROPY) return -xlogy(y, a);
  return -(xlogy(y, confident(a)) + xlogy(1 - y, confident(1 - a)));
}

/** mean[0] = 1/n Σ wₓ·Cₓ of a batch; weights of 0 are 1 each. */
KERNEL(meanCost, u32 mean, i32 cost, u32 a, u32 y, u32 weights, i32 rows, i32 columns) {
  const float *outputs = FLOATS(a), *targets = FLOATS(y);
  double sum = 0;
  for (i32 r = 0; r < rows; r++, outputs += columns, targets += columns) {
    double row = 0;
    for (i32 k = 0; k < columns; k++) row += costOf(cost, outputs[k], targets[k]);
    if (cost == QUADRATIC) row /= 2;
    sum += weights ? row * FLOATS(weights)[r] : row;
  }
  DOUBLES(mean)[0] = sum / rows;
}
