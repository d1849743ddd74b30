/** The benchmark's results as text for people. @module */

import { count, counted, inPercent } from "../../../tasks/cli/format.ts";
import { table } from "../../../tasks/cli/table.ts";
import { type AnyRow, compare, type GrowthRow, isOurs, type KernelRow, type Row } from "./row.ts";

/** The result of one workload: its table, and what that comes to beside the peers. */
export function workloadText(workload: string, rows: readonly AnyRow[]): string {
  if (workload === "kernels") return kernelTable(rows as KernelRow[]);
  if (workload === "growth") {
    const tables = Map.groupBy(rows as GrowthRow[], ({ who }) => who);
    return [...tables].map(([who, growth]) => `${who}\n${growthTable(growth)}`).join("\n\n");
  }
  return [rowTable(rows as Row[]), ...comparisonLines(rows as Row[])].join("\n");
}

/**
 * A table of rows, with the share of the machine's peak that ours reach, and how many times as fast our fastest is as each
 * of the others.
 */
export function rowTable(rows: readonly Row[]): string {
  const ascending = compare(rows).toSorted((a, b) => a.ratio - b.ratio);
  const best = new Map(ascending.map(({ workload, ours }) => [workload, ours]));
  return table([
    ["workload", "who", "threads", "s median", "s min", "images/s", "test %", "of peak", "we are"],
    ...rows.map((row) => {
      const { workload, who, threads, secondsPerEpoch: { min, median }, testAccuracy } = row;
      const ours = isOurs(row) ? undefined : best.get(workload);
      return [
        workload,
        who,
        String(threads),
        seconds(median),
        seconds(min),
        count(row.samplesPerSecond),
        testAccuracy === null ? "" : inPercent(testAccuracy),
        share(row),
        ours === undefined ? "" : times(median / ours.secondsPerEpoch.median),
      ];
    }),
  ]);
}

/** A line for each workload and engine of ours: it against the fastest peer. */
export function comparisonLines(rows: readonly Row[]): string[] {
  const name = ({ who, threads, secondsPerEpoch }: Row) =>
    `${who}, ${counted(threads, "thread")}: ${seconds(secondsPerEpoch.median)} s`;
  return compare(rows).map(({ workload, ours, peer, ratio, ratioOfFastest }) =>
    `${workload}: ${times(ratio)} as fast as the fastest peer (${name(ours)}; ${name(peer)}), ` +
    `${times(ratioOfFastest)} by the fastest passes`
  );
}

/** A table of kernels: how fast each is, and what share of the machine's peak that is. */
function kernelTable(rows: readonly KernelRow[]): string {
  return table([
    ["kernel", "who", "threads", "speed", "unit", "of peak"],
    ...rows.map((row) => [
      row.kernel,
      row.who,
      String(row.threads),
      row.unit === "images/s" ? count(Math.round(row.speed)) : row.speed.toFixed(1),
      row.unit,
      share(row),
    ]),
  ]);
}

export function growthTable(growth: readonly GrowthRow[]): string {
  const images = [...new Set(growth.map((cell) => cell.images))];
  const widths = [...Map.groupBy(growth, ({ hidden }) => hidden)];
  return table([
    ["seconds per epoch", ...images.map((n) => counted(n, "image"))],
    ...widths.map(([hidden, cells]) => [
      `784-${hidden}-10`,
      ...cells.map(({ secondsPerEpoch }) => seconds(secondsPerEpoch.min)),
    ]),
  ]);
}

/** A share of the peak in whole percent; nothing where it is not known. */
function share({ shareOfPeak }: AnyRow): string {
  return typeof shareOfPeak === "number" ? `${inPercent(shareOfPeak, 0)} %` : "";
}

function seconds(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

function times(ratio: number): string {
  return `${ratio.toPrecision(3)} ×`;
}
