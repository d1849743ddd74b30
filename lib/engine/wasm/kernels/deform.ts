/** Deformed images, as `../../reference/deform.ts` specifies them: four pixels at a time, each with the same operations. */

import { addProduct, storeLanes } from "./lanes";
import { drawNoise } from "./noise";
import { smooth } from "./smooth";

/** How many float32 an image with a frame of zeros has: the frame is a pixel on the left and above, two on the right and below. */
// @ts-ignore: decorator
@inline
function framed(width: i32, height: i32): i32 {
  return (width + 3) * (height + 3);
}

/** Copies an image of float32 into its frame. */
function frameFloats(frame: usize, image: usize, width: i32, height: i32): void {
  const stride = <usize>(width + 3) << 2;
  const size = <usize>width << 2;
  for (let r = 0; r < height; r++) {
    frame += stride;
    memory.copy(frame + 4, image, size);
    image += size;
  }
}

/** Copies an image of bytes into its frame, a byte k as k/255. */
function frameBytes(frame: usize, image: usize, width: i32, height: i32): void {
  const stride = <usize>(width + 3) << 2;
  const most = f32x4.splat(255);
  for (let r = 0; r < height; r++) {
    frame += stride;
    for (let c = 0; c < width; c += 4) {
      const levels = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(image + c)));
      const at = frame + 4 + (<usize>c << 2);
      storeLanes(at, f32x4.div(f32x4.convert_i32x4_u(levels), most), min(4, width - c));
    }
    image += width;
  }
}

/** a + (b − a)·t */
// @ts-ignore: decorator
@inline
function between(a: v128, b: v128, t: v128): v128 {
  return addProduct(a, f32x4.sub(b, a), t);
}

/** The values at columns x and rows y of an image in its frame. */
// @ts-ignore: decorator
@inline
function interpolate(frame: usize, stride: i32, x: v128, y: v128, width: v128, height: v128): v128 {
  const edge = f32x4.splat(-1);
  x = f32x4.pmin(f32x4.pmax(x, edge), width); // with x first, NaN passes both, and becomes the index 0
  y = f32x4.pmin(f32x4.pmax(y, edge), height);
  const left = f32x4.floor(x);
  const top = f32x4.floor(y);
  const right = f32x4.sub(x, left);
  const below = f32x4.sub(y, top);
  const row = i32x4.mul(i32x4.trunc_sat_f32x4_s(top), i32x4.splat(stride));
  const offset = i32x4.shl(i32x4.add(row, i32x4.trunc_sat_f32x4_s(left)), 2);
  const first = frame + <usize>(stride + 1 << 2);
  const size = <usize>stride << 2;
  const p0 = first + i32x4.extract_lane(offset, 0);
  const p1 = first + i32x4.extract_lane(offset, 1);
  const p2 = first + i32x4.extract_lane(offset, 2);
  const p3 = first + i32x4.extract_lane(offset, 3);
  // Two neighbours at a time: left and right of pixels 0 and 1, then of 2 and 3.
  const upper01 = v128.load64_lane(p1, v128.load64_zero(p0), 1);
  const upper23 = v128.load64_lane(p3, v128.load64_zero(p2), 1);
  const lower01 = v128.load64_lane(p1 + size, v128.load64_zero(p0 + size), 1);
  const lower23 = v128.load64_lane(p3 + size, v128.load64_zero(p2 + size), 1);
  const upper = between(
    v128.shuffle<f32>(upper01, upper23, 0, 2, 4, 6),
    v128.shuffle<f32>(upper01, upper23, 1, 3, 5, 7),
    right,
  );
  const lower = between(
    v128.shuffle<f32>(lower01, lower23, 0, 2, 4, 6),
    v128.shuffle<f32>(lower01, lower23, 1, 3, 5, 7),
    right,
  );
  return between(upper, lower, below);
}

/** Fills an image whose pixels come from where an affine map leads, in another image with its frame. */
function sampleAffine(out: usize, frame: usize, map: usize, width: i32, height: i32): void {
  const w = f32x4.splat(<f32>width);
  const h = f32x4.splat(<f32>height);
  for (let r = 0; r < height; r++) {
    const xOfRow = f32x4.splat(load<f32>(map, 4) * <f32>r + load<f32>(map, 8));
    const yOfRow = f32x4.splat(load<f32>(map, 16) * <f32>r + load<f32>(map, 20));
    for (let c = 0; c < width; c += 4) {
      const column = f32x4.add(f32x4.splat(<f32>c), f32x4(0, 1, 2, 3));
      const x = f32x4.add(f32x4.mul(v128.load32_splat(map), column), xOfRow);
      const y = f32x4.add(f32x4.mul(v128.load32_splat(map, 12), column), yOfRow);
      storeLanes(out + (<usize>c << 2), interpolate(frame, width + 3, x, y, w, h), min(4, width - c));
    }
    out += <usize>width << 2;
  }
}

/** Fills an image whose pixels come from where an affine map and α times the displacements, [height, 2, stride], lead. */
function sampleElastic(
  out: usize, frame: usize, map: usize, width: i32, height: i32, field: usize, stride: usize, alpha: f32,
): void {
  const w = f32x4.splat(<f32>width);
  const h = f32x4.splat(<f32>height);
  const a = f32x4.splat(alpha);
  for (let r = 0; r < height; r++) {
    const xOfRow = f32x4.splat(load<f32>(map, 4) * <f32>r + load<f32>(map, 8));
    const yOfRow = f32x4.splat(load<f32>(map, 16) * <f32>r + load<f32>(map, 20));
    for (let c = 0; c < width; c += 4) {
      const column = f32x4.add(f32x4.splat(<f32>c), f32x4(0, 1, 2, 3));
      const at = field + (<usize>c << 2);
      let x = f32x4.add(f32x4.mul(v128.load32_splat(map), column), xOfRow);
      let y = f32x4.add(f32x4.mul(v128.load32_splat(map, 12), column), yOfRow);
      x = addProduct(x, a, v128.load(at));
      y = addProduct(y, a, v128.load(at + stride));
      storeLanes(out + (<usize>c << 2), interpolate(frame, width + 3, x, y, w, h), min(4, width - c));
    }
    out += <usize>width << 2;
    field += 2 * stride;
  }
}

/**
 * out[r] becomes the deformed image r of `inputs`, each of `width` · `height` columns; rows [from, to).
 *
 * @param bytes whether the inputs are bytes, k for k/255, or float32
 * @param examples [rows], the numbers that random numbers depend on
 * @param maps [rows, 6]
 * @param middle the middle of the taps, see `smooth.ts`; 0 if there is no elastic distortion
 * @param scratch room for a frame, rounded up to whole vectors and one more, and for two fields of displacements, each
 *   [height rounded up to fours, 2, width rounded up to fours]
 */
export function deformImages(
  out: usize, inputs: usize, bytes: i32, examples: usize, maps: usize, width: i32, height: i32,
  middle: usize, reach: i32, alpha: f32, key0: i32, key1: i32, scratch: usize, from: i32, to: i32,
): void {
  const pixels = <usize>(width * height);
  const stride = <usize>((width + 3) & -4) << 2;
  const frameSize = <usize>((framed(width, height) + 7) & -4) << 2;
  const field = scratch + frameSize;
  const between = field + <usize>((height + 3) & -4) * 2 * stride;
  memory.fill(scratch, 0, frameSize);
  for (let r = from; r < to; r++) {
    const at = <usize>r << 2;
    const start = <usize>r * pixels;
    if (bytes) frameBytes(scratch, inputs + start, width, height);
    else frameFloats(scratch, inputs + (start << 2), width, height);
    const image = out + (start << 2);
    const map = maps + 6 * at;
    if (middle) {
      drawNoise(field, stride, width, height, key0, key1, load<i32>(examples + at));
      smooth(field, between, stride, width, height, middle, reach);
      sampleElastic(image, scratch, map, width, height, field, stride, alpha);
    } else sampleAffine(image, scratch, map, width, height);
  }
}
