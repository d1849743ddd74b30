/*
 * The kernels: one loop nest each, as lib/engine/engine.ts describes them. Compiled to WebAssembly,
 * and natively once for each width of vectors, W float32, and linked with cpu.c to one library.
 * Each file begins with the plain loop that its kernels equal, bit for bit.
 *
 * Strict: each product and each sum is rounded, sums run in the order of the inner index, and
 * vectors run across elements that do not depend on each other. So W changes no bit.
 * Freestanding: no library, no allocation, no state. In WebAssembly no stack either, which would
 * lie in the memory that workers share: what cannot stay in registers is passed piece by piece, and
 * structs only to functions that are inlined.
 *
 * A matrix is an offset into the engine's memory, which begins at `m`; sizes and ranges are in
 * elements. A kernel whose last parameters are `from` and `to` makes that part of its results. A
 * matrix is read up to SLACK_BYTES beyond its last element and never written there, except where
 * a kernel says so.
 */

#include "activations.c"
#include "costs.c"
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
#if !defined(__wasm__) /* measures native code, and browsers would load it */
#include "peak.c"
#endif
#include "smooth_activations.c"
#include "sparse_accumulate.c"
#include "sparse_product.c"
#include "transpose.c"
#include "transposed_accumulate.c"
