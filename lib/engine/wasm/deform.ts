/** The WebAssembly engine's `deform`: what the kernel needs, put where it finds it. @module */

import type { Deformation, ElasticField } from "../engine.ts";
import { deformRows } from "../reference/deform.ts";
import type { DataRows } from "../matrix.ts";
import type { Run, Split } from "./pool.ts";
import type { Store } from "./store.ts";

/** How `deformImages` is cut. */
const BY_IMAGES = { at: 13, grain: 1 };
const SCRATCH = 12;

/** How far the taps go on, zeros in the end, beyond the image's longer side. */
const BEYOND = 8;

/** What it costs to look up a pixel, in multiplications; its displacement costs one for each tap besides. */
const LOOK_UP = 30;
const DRAW = 20;

/**
 * Fills rows with deformed images, see {@linkcode Engine.deform}.
 *
 * @param store of the engine
 * @param workers how many may run a kernel at once
 * @param run the engine's
 */
export function deformInto(
  out: DataRows,
  inputs: Uint8Array | Float32Array,
  order: Uint32Array,
  start: number,
  deformation: Deformation,
  store: Store,
  workers: number,
  run: Run,
): void {
  if (!store.holds(out)) return deformRows(out, inputs, order, start, deformation);
  const { rows, columns } = out;
  const { width, height, maps, elastic } = deformation;
  const bytes = inputs instanceof Uint8Array;
  const examples = store.words("examples", rows);
  const affine = store.floats("maps", 6 * rows);
  const originals = bytes
    ? store.bytes("originals", rows * columns)
    : store.floats("originals", rows * columns);
  const dense = out.kind === "sparse"
    ? store.floats("deformed", rows * columns).address
    : out.address;
  const fields = 2 * 2 * wholeFours(width) * wholeFours(height);
  const size = wholeFours((width + 3) * (height + 3) + 4) + fields;
  const scratch = store.floats("frame", size * workers).address;
  const taps = elastic === undefined ? 0 : layTaps(elastic, Math.max(width, height), store);

  // Nothing is given out from here on: views stay valid.
  affine.view.set(maps.subarray(0, 6 * rows));
  const [numbers, images] = [examples.view, originals.view];
  for (let r = 0; r < rows; r++) {
    const example = numbers[r] = order[start + r]!;
    images.set(inputs.subarray(example * columns, (example + 1) * columns), r * columns);
  }
  const reach = elastic === undefined ? 0 : elastic.taps.length - 1;
  const [key0 = 0, key1 = 0] = elastic?.key ?? [];
  const places = [dense, originals.address, Number(bytes), examples.address, affine.address];
  const field = [taps, reach, Math.fround(elastic?.alpha ?? 0), key0, key1];
  const args = [...places, width, height, ...field, scratch, 0, rows];
  const smoothing = DRAW + 2 * (Math.min(width, 2 * reach + 1) + Math.min(height, 2 * reach + 1));
  const products = rows * columns * (LOOK_UP + (elastic === undefined ? 0 : smoothing));
  const split: Split = { ...BY_IMAGES, scratch: { at: SCRATCH, bytes: 4 * size } };
  run("deformImages", args, split, products);
  if (out.kind === "sparse") store.dropZeros(out, dense);
}

/** The address of the middle of the taps, laid out to both sides of it and followed by zeros. */
function layTaps({ taps }: ElasticField, side: number, store: Store): number {
  const middle = side + BEYOND;
  const block = store.floats("taps", 2 * middle + 1);
  block.view.fill(0);
  for (let d = 0; d < Math.min(taps.length, middle + 1); d++) {
    block.view[middle - d] = block.view[middle + d] = taps[d]!;
  }
  return block.address + 4 * middle;
}

function wholeFours(count: number): number {
  return 4 * Math.ceil(count / 4);
}
