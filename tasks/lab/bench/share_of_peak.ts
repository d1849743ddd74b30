/** Which share of what the machine can do at most a row reaches: the roofline. @module */

import type { Dataset } from "../../../mod.ts";
import type { Peak } from "./machine_peak.ts";
import { type AnyRow, imagesOf, isOurs } from "./row.ts";
import { multiplyAddsOf } from "./workloads.ts";

/** How many inputs of an image are not zero, on average. */
export interface NonZeros {
  readonly training: number;
  readonly test: number;
}

export function nonZerosOf({ inputs, size }: Dataset): number {
  let nonZeros = 0;
  for (const input of inputs) if (input !== 0) nonZeros++;
  return nonZeros / size;
}

/**
 * The share of the peak that a row reaches, of so many cores as it has threads.
 * @returns `null` for peers, for the engine `blas`, which is not bound to vectors of 128 bits, and where nothing is counted
 */
export function shareOfPeak(
  row: AnyRow,
  nonZeros: NonZeros | undefined,
  peak: Peak,
): number | null {
  const { workload, who, threads } = row;
  if (!isOurs(row) || who.includes("blas")) return null;
  if ("kernel" in row) return row.unit === "images/s" ? null : row.speed / peak[row.unit] / threads;
  const average = workload.startsWith("I1") ? nonZeros?.test : nonZeros?.training;
  const products = average === undefined ? undefined : multiplyAddsOf(workload, average);
  if (products === undefined) return null;
  const gflop = 2 * products * imagesOf(workload) / 1e9;
  return gflop / row.secondsPerEpoch.median / peak["GFLOP/s"] / threads;
}
