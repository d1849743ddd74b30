/** The WebAssembly engine's `deform`: the kernel and the memory that it needs. @module */

import type { ElasticField } from "../engine.ts";
import type { DataRows } from "../matrix.ts";
import { type Deforming, deformRows } from "../reference/deform.ts";
import { LINE_FLOATS } from "./arena.ts";
import type { Context } from "./context.ts";
import { dropZeros } from "./sparse_rows.ts";
import type { Store } from "./store.ts";

/** On each side of their middle there are as many taps as the image's longer side has pixels, and so many more. */
const EXTRA_TAPS = 8;

/** The cost of a pixel, and of its displacement besides one for each tap, in multiplications. */
const PIXEL_COST = 30;
const DISPLACEMENT_COST = 20;

/** Fills rows with deformed images, see {@linkcode Engine.deform}. The kernel deforms each channel as an image of its own. */
export function deformInto(out: DataRows, deforming: Deforming, context: Context): void {
  const { store, workers, run } = context;
  if (!store.holds(out)) return deformRows(out, deforming);
  context.finish();
  const { columns } = out;
  const { inputs, order, start, deformation } = deforming;
  const { width, height, channels, maps, elastic } = deformation;
  const planes = out.rows * channels;
  const pixels = width * height;
  const bytes = inputs instanceof Uint8Array;
  const examples = store.words("examples", planes);
  const affine = store.floats("maps", 6 * planes);
  const originals = bytes
    ? store.bytes("originals", planes * pixels)
    : store.floats("originals", planes * pixels);
  const dense = out.kind === "sparse"
    ? store.floats("deformed", out.rows * columns)
    : { address: out.address, view: out.values };
  const deformed = channels === 1 ? dense : store.floats("planes", planes * pixels);
  const fields = 2 * 2 * LINE_FLOATS * Math.ceil(width / LINE_FLOATS) * wholeFours(height);
  const size = wholeFours((width + 3) * (height + 3) + 4) + fields;
  const scratch = store.floats("frame", size * workers).address;
  const middle = elastic === undefined ? 0 : layTaps(elastic, Math.max(width, height), store);

  // Nothing is given out from here on: views stay valid.
  for (let plane = 0; plane < planes; plane++) {
    const r = Math.floor(plane / channels);
    const example = order[start + r]!;
    examples.view[plane] = deformation.examples?.[r] ?? example;
    affine.view.set(maps.subarray(6 * r, 6 * r + 6), 6 * plane);
    const image = inputs.subarray(example * columns, (example + 1) * columns);
    const original = originals.view.subarray(plane * pixels, (plane + 1) * pixels);
    if (channels === 1) original.set(image);
    else for (let k = 0; k < pixels; k++) original[k] = image[k * channels + plane % channels]!;
  }
  // Beyond the image's longer side there is nothing to weigh.
  const reach = Math.min((elastic?.taps.length ?? 1) - 1, Math.max(width, height));
  const [key0 = 0, key1 = 0] = elastic?.key ?? [];
  const smoothing = DISPLACEMENT_COST +
    2 * (Math.min(width, 2 * reach + 1) + Math.min(height, 2 * reach + 1));
  const images = [deformed.address, originals.address, Number(bytes), examples.address] as const;
  const drawn = [Math.fround(elastic?.alpha ?? 0), key0, key1] as const;
  run(
    "deformImages",
    [...images, affine.address, width, height, middle, reach, ...drawn, scratch, 0, planes],
    { grain: 1, scratchBytes: 4 * size },
    planes * pixels * (PIXEL_COST + (elastic === undefined ? 0 : smoothing)),
  );
  if (channels > 1) {
    for (let plane = 0; plane < planes; plane++) {
      const at = Math.floor(plane / channels) * columns + plane % channels;
      for (let k = 0; k < pixels; k++) {
        dense.view[at + k * channels] = deformed.view[plane * pixels + k]!;
      }
    }
  }
  if (out.kind === "sparse") dropZeros(out, dense.address, context);
}

/** The address of the middle of the taps, laid out on both sides of it and followed by zeros. */
function layTaps({ taps }: ElasticField, side: number, store: Store): number {
  const middle = side + EXTRA_TAPS;
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
