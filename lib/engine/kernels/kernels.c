/*
 * The native kernels: what lib/engine/wasm/kernels/ computes, with the same names, arguments and
 * bits. lib/engine/engine.ts describes it. Compiled once for each width of vectors, W float32,
 * and linked with cpu.c to one library.
 *
 * Strict: each product and each sum is rounded, sums run in the order of the inner index, and
 * vectors run across elements that do not depend on each other. So W changes no bit.
 * Freestanding: no library, no allocation, no state.
 *
 * A matrix is an offset into the engine's memory, which begins at `m`; sizes and ranges are in
 * elements. A kernel whose last parameters are `from` and `to` makes that part of its results. A
 * matrix is read up to SLACK_BYTES beyond its last element and never written there, except where
 * a kernel says so.
 */

#include "activations.c"
#include "dense_accumulate.c"
#include "dense_product.c"
#include "deform.c"
#include "dropout.c"
#include "elementwise.c"
#include "gather.c"
#include "norms.c"
#include "optimizers.c"
#include "packed_product.c"
#include "panels.c"
#include "peak.c"
#include "smooth_activations.c"
#include "sparse_accumulate.c"
#include "sparse_product.c"
#include "transpose.c"
#include "transposed_accumulate.c"
