/**
 * The peak of this machine in strict WebAssembly SIMD, to compare results with: a loop that only multiplies and adds in
 * registers, and a copy of memory larger than any cache. @module
 */

/** Independent products and sums, by turns: enough to hide the latency of each, few enough for the registers. */
const CHAINS = 14;
const LANES = 4;

const [I32, V128] = [0x7f, 0x7b];
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const SIMD = 0xfd;
const F32X4_SPLAT = [SIMD, 0x13];
const F32X4_ADD = [SIMD, 0xe4, 0x01];
const F32X4_MUL = [SIMD, 0xe6, 0x01];
const F32_ONE = [0x43, 0x00, 0x00, 0x80, 0x3f];

/** A section of a module, or the body of a function: its length and itself. All are shorter than 2¹⁴ bytes. */
function sized(bytes: readonly number[]): number[] {
  return [(bytes.length & 127) | 128, bytes.length >> 7, ...bytes];
}

/** The module of `run(n)`: n times sₖ ← sₖ·x for each even chain k and sₖ ← sₖ + x for each odd one, x of ones. */
function peakModule(): Uint8Array<ArrayBuffer> {
  const [n, x, first] = [0, 1, 2];
  const step = Array.from({ length: CHAINS }, (_, k) => [
    ...[LOCAL_GET, first + k, LOCAL_GET, x],
    ...[...k % 2 === 0 ? F32X4_MUL : F32X4_ADD, LOCAL_SET, first + k],
  ]).flat();
  const body = [
    ...[1, 1 + CHAINS, V128], // locals
    ...[...F32_ONE, ...F32X4_SPLAT, LOCAL_SET, x],
    ...[0x03, 0x40, ...step], // loop
    ...[LOCAL_GET, n, 0x41, 1, 0x6b, 0x22, n, 0x0d, 0, 0x0b], // until --n is zero
    // The sum of all chains is returned, so that no chain can be left out.
    ...Array.from(
      { length: CHAINS },
      (_, k) => k === 0 ? [LOCAL_GET, first] : [LOCAL_GET, first + k, ...F32X4_ADD],
    ).flat(),
    ...[SIMD, 0x1f, 0, 0x0b], // f32x4.extract_lane 0, end
  ];
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, ...sized([1, 0x60, 1, I32, 1, 0x7d])], // the type: i32 to f32
    ...[3, ...sized([1, 0])],
    ...[7, ...sized([1, 3, 0x72, 0x75, 0x6e, 0, 0])], // export "run"
    ...[10, ...sized([1, ...sized(body)])],
  ]);
}

/** 10⁹ multiplications and additions a second of one core, by the kernels that it runs: `wasm`, `sse`, `avx2`, … */
export interface CorePeaks {
  readonly [kernels: string]: number;
}

/** What one core can do at most. */
export interface Peak {
  readonly "GFLOP/s": CorePeaks;
  readonly "GB/s": number;
}

/** @param native what native kernels reach at most, where they are */
export function measurePeak(native: CorePeaks = {}): Peak {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(peakModule()));
  const run = exports.run as (n: number) => number;
  const n = 500_000;
  const gflops = CHAINS * LANES * n / bestSeconds(() => run(n)) / 1e9;
  const bytes = 256e6; // larger than any cache
  const [from, to] = [new Float32Array(bytes / 4).fill(1), new Float32Array(bytes / 4).fill(1)];
  const gigabytes = 2 * bytes / bestSeconds(() => to.set(from)) / 1e9;
  return { "GFLOP/s": { wasm: gflops, ...native }, "GB/s": gigabytes };
}

/** The least time of all measurements of a function, and of one of them. */
const MIN_TOTAL_MS = 100;
const MIN_MEASUREMENT_MS = 0.2;

/** The seconds of a call in the fastest of several tries, after some to compile and warm up. */
export function bestSeconds(run: () => void): number {
  let best = Infinity;
  let calls = 1; // in a try, as many as the clock needs
  const end = performance.now() + MIN_TOTAL_MS;
  for (let k = 0; k < 6 || performance.now() < end; k++) {
    const start = performance.now();
    for (let call = 0; call < calls; call++) run();
    const milliseconds = performance.now() - start;
    if (milliseconds < MIN_MEASUREMENT_MS) calls *= 2;
    else if (k > 2) best = Math.min(best, milliseconds / calls);
  }
  return best / 1000;
}
