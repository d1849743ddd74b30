/** The rows of a benchmark: their merging, their comparison, and their share of what the machine can do. @module */

import type { KernelSpeed } from "./kernels.ts";
import type { Dataset } from "../../../mod.ts";
import type { Peak } from "./machine_peak.ts";
import { EPOCH_IMAGES, multiplyAddsOf, TEST_IMAGES } from "./workloads.ts";

export interface Row {
  /** The name of a training workload, or `I1 batch`, `I1 one`, `load` or `growth`. */
  workload: string;
  /** The program that ran it, with its version; ours start with `inkling`. */
  who: string;
  threads: number;
  /**
   * The seconds of one pass: 50,000 images trained, 10,000 images inferred, or 70,000 images loaded. Where fewer images
   * are trained, the time is scaled up, but for `growth`.
   */
  secondsPerEpoch: { min: number; median: number };
  samplesPerSecond: number;
  /** The fraction of the test images classified right after the last epoch; `null` where there is none. */
  testAccuracy: number | null;
  /** The share of the peak of so many cores as there are threads; `null` where it is not known. Added when all is run. */
  shareOfPeak?: number | null;
}

/** A row of `growth`: W1's recipe at another size. */
export interface GrowthRow extends Row {
  hidden: number;
  images: number;
}

export type KernelRow = Pick<Row, "workload" | "who" | "threads" | "shareOfPeak"> & KernelSpeed;

export type AnyRow = Row | GrowthRow | KernelRow;

function imagesOf(workload: string): number {
  return workload === "load" ? 70_000 : workload.startsWith("I1") ? TEST_IMAGES : EPOCH_IMAGES;
}

/** Makes a row of the seconds of each pass; a pass has as many images as the workload's, if not given. */
export function rowOf(
  { workload, who, threads, testAccuracy, seconds, images = imagesOf(workload) }:
    & Pick<Row, "workload" | "who" | "threads" | "testAccuracy">
    & { seconds: readonly number[]; images?: number },
): Row {
  const middle = median(seconds);
  return {
    workload,
    who,
    threads,
    secondsPerEpoch: { min: Math.min(...seconds), median: middle },
    samplesPerSecond: Math.round(images / middle),
    testAccuracy,
  };
}

/** Makes one row of those of several processes: the least minimum, the median of the medians. */
export function merged(rows: readonly Row[]): Row {
  const row = rowOf({
    ...rows[0]!,
    seconds: rows.map(({ secondsPerEpoch }) => secondsPerEpoch.median),
  });
  row.secondsPerEpoch.min = Math.min(...rows.map(({ secondsPerEpoch }) => secondsPerEpoch.min));
  return row;
}

/** Groups rows by workload and contender, in the order of first appearance, and merges each group. */
export function mergedRows(rows: readonly Row[]): Row[] {
  const key = ({ workload, who, threads }: Row) => JSON.stringify([workload, who, threads]);
  return [...Map.groupBy(rows, key).values()].map(merged);
}

/** One of our engines beside the fastest peer, each at its best number of threads. */
interface Comparison {
  workload: string;
  ours: Row;
  peer: Row;
  /** How many times as many images per second we do. */
  ratio: number;
  /** The ratio of the fastest passes, which suffer less from other work on the machine. */
  ratioOfFastest: number;
}

/** Compares each of our engines with the fastest peer on each workload that both ran. */
export function compare(rows: readonly Row[]): Comparison[] {
  const fastest = (some: readonly Row[]): Row | undefined =>
    some.toSorted((a, b) => a.secondsPerEpoch.median - b.secondsPerEpoch.median)[0];
  const least = (some: readonly Row[]): number =>
    Math.min(...some.map(({ secondsPerEpoch }) => secondsPerEpoch.min));
  const comparisons: Comparison[] = [];
  for (const [workload, group] of Map.groupBy(rows, (row) => row.workload)) {
    const peers = group.filter((row) => !isOurs(row));
    const peer = fastest(peers);
    if (peer === undefined) continue;
    for (const own of Map.groupBy(group.filter(isOurs), ({ who }) => who).values()) {
      const ours = fastest(own)!;
      const ratio = peer.secondsPerEpoch.median / ours.secondsPerEpoch.median;
      const ratioOfFastest = least(peers) / least(own);
      comparisons.push({ workload, ours, peer, ratio, ratioOfFastest });
    }
  }
  return comparisons;
}

export function isOurs({ who }: Pick<Row, "who">): boolean {
  return who.startsWith("inkling");
}

/** The middle one of some numbers, or the mean of the middle two. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

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

/** Which kernels a row of ours ran, as the peaks are named: `wasm`, or the variant of the native ones. */
function kernelsOf({ who }: Pick<Row, "who">): string | undefined {
  return /^inkling \((?:native )?(\w+)/.exec(who)?.[1];
}

/**
 * The share of the peak of its kernels that a row reaches, with a core for each thread.
 * @returns `null` for peers, for the reference, and where nothing is counted
 */
export function shareOfPeak(
  row: AnyRow,
  nonZeros: NonZeros | undefined,
  peak: Peak,
): number | null {
  const { workload, threads } = row;
  const gflops = peak["GFLOP/s"][kernelsOf(row) ?? ""];
  if (gflops === undefined) return null;
  if ("kernel" in row) {
    if (row.unit === "images/s") return null;
    return row.speed / (row.unit === "GB/s" ? peak[row.unit] : gflops) / threads;
  }
  const average = workload.startsWith("I1") ? nonZeros?.test : nonZeros?.training;
  const products = average === undefined ? undefined : multiplyAddsOf(workload, average);
  if (products === undefined) return null;
  const gflop = 2 * products * imagesOf(workload) / 1e9;
  return gflop / row.secondsPerEpoch.median / gflops / threads;
}
