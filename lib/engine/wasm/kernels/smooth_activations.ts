/** The smooth rectifiers of `../../../network/smooth_activations.ts`, four numbers at a time, with the same operations. */

import { exp } from "./elementary";
import { restoreTail } from "./lanes";
import { absoluteBits, flush, smallestFactor } from "./subnormals";

const enum Smooth { Gelu, GeluTanh, Silu, Mish }

/** Where the constants are; the coefficients of the normal distribution's tail come last. */
const enum At {
  Lowest, Highest, TailEnd, MishEnd, MinusHalf, Density, One, Two, Four, Linear, Cubic, CubicSlope, TailScale, Tail,
  End = 22,
}

/** The constants; from memory one takes one instruction, see `elementary.ts`. */
const CONSTANTS = memory.data<f32>([
  -60, 60, 10, 20, -0.5, 0.3989422804014327, 1, 2, 4,
  1.5957691216057308, 0.07135481627260025, 0.21406444881780074,
  4.75, -6.99810613306e-2, 2.73200408665e-1, -3.10507219866e-1, 3.28128809518e-1, -7.98114966410e-2,
  1.19037419684e-1, 7.09575325838e-2, 8.50380233515e-2, 8.39375780141e-2,
]);

/** The constant at an index, in all four lanes. */
// @ts-ignore: decorator
@inline
function constant(index: i32): v128 {
  return v128.load32_splat(CONSTANTS + (<usize>index << 2));
}

/** The gate g(z) of f(z) = z·g(z), or f'(z) for `slope`. One exponential serves all, so that there is one copy of its code. */
function factor(f: i32, z: v128, slope: bool): v128 {
  z = f32x4.pmin(f32x4.pmax(z, constant(At.Lowest)), constant(At.Highest)); // with z first, NaN passes both
  const one = constant(At.One);
  const size = f32x4.pmin(f32x4.abs(z), constant(At.TailEnd));
  const square = f32x4.mul(z, z);
  let exponent: v128;
  if (f == Smooth.Gelu) exponent = f32x4.mul(f32x4.mul(size, size), constant(At.MinusHalf));
  else if (f == Smooth.Mish) exponent = f32x4.pmin(z, constant(At.MishEnd));
  else {
    exponent = f32x4.neg(z);
    if (f == Smooth.GeluTanh) {
      exponent = f32x4.mul(exponent, f32x4.add(constant(At.Linear), f32x4.mul(constant(At.Cubic), square)));
    }
  }
  const e = exp(exponent);
  if (f == Smooth.Gelu) {
    const u = f32x4.div(constant(At.TailScale), f32x4.add(constant(At.TailScale), size));
    let p = constant(At.Tail);
    for (let k: i32 = At.Tail + 1; k < At.End; k++) p = f32x4.add(f32x4.mul(p, u), constant(k));
    const tail = f32x4.mul(e, f32x4.mul(p, u));
    const normal = v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(z, f32x4.splat(0)));
    return slope ? f32x4.add(normal, f32x4.mul(f32x4.mul(z, e), constant(At.Density))) : normal;
  }
  if (f == Smooth.Mish) {
    const n = f32x4.mul(e, f32x4.add(e, constant(At.Two)));
    const m = f32x4.add(n, constant(At.Two));
    if (!slope) return f32x4.div(n, m);
    const rise = f32x4.mul(f32x4.mul(constant(At.Four), z), f32x4.mul(e, f32x4.add(one, e)));
    return f32x4.div(f32x4.add(n, f32x4.div(rise, m)), m);
  }
  const g = f32x4.div(one, f32x4.add(one, e));
  if (!slope) return g;
  let rise = f32x4.mul(z, f32x4.mul(g, f32x4.mul(e, g)));
  if (f == Smooth.GeluTanh) {
    rise = f32x4.mul(rise, f32x4.add(constant(At.Linear), f32x4.mul(constant(At.CubicSlope), square)));
  }
  return f32x4.add(g, rise);
}

/** a = f(z), or +0 where that is below 2⁻⁶³; elements [from, to). a may be z. */
export function activateSmooth(a: usize, z: usize, f: i32, from: i32, to: i32): void {
  const limit = smallestFactor();
  const absolute = absoluteBits();
  const lowest = constant(At.Lowest);
  const end = a + (<usize>to << 2);
  const beyond = v128.load(end);
  z += <usize>from << 2;
  for (a += <usize>from << 2; a < end; a += 16, z += 16) {
    const value = v128.load(z);
    const product = f32x4.mul(f32x4.pmax(value, lowest), factor(f, value, false));
    v128.store(a, flush(product, limit, absolute));
  }
  restoreTail(end, a, beyond);
}

/** δ ← δ·f'(z), or +0 where that is below 2⁻⁶³; elements [from, to). */
export function backwardSmooth(delta: usize, z: usize, f: i32, from: i32, to: i32): void {
  const limit = smallestFactor();
  const absolute = absoluteBits();
  const end = delta + (<usize>to << 2);
  const beyond = v128.load(end);
  z += <usize>from << 2;
  for (delta += <usize>from << 2; delta < end; delta += 16, z += 16) {
    const product = f32x4.mul(v128.load(delta), factor(f, v128.load(z), true));
    v128.store(delta, flush(product, limit, absolute));
  }
  restoreTail(end, delta, beyond);
}
