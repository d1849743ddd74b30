/** A history of training: its numbers over the epochs. @module */

import { linesChart, type Series } from "../../charts/line_chart.ts";
import { isObject } from "../../checks/texts.ts";
import { columns, thinned } from "../../document/blocks.ts";
import type { Drawing } from "./parts.ts";

/** The most points of a line, lines of a chart, and charts. */
const [MAX_POINTS, MAX_LINES, MAX_CHARTS] = [200, 6, 5];

/** What is drawn of an epoch. */
export interface ShownEpoch {
  readonly number: number;
  readonly train: { readonly cost: number };
  readonly validation?: { readonly cost: number; readonly accuracy?: number };
  readonly test?: { readonly cost: number; readonly accuracy?: number };
  /** Numbers of each layer, by name. */
  readonly observed?: { readonly [name: string]: unknown };
}

/** Whether a value is a list of epochs. */
export function isEpochs(value: unknown): value is readonly ShownEpoch[] {
  return Array.isArray(value) && value.length > 0 &&
    value.every((epoch) =>
      isObject(epoch) && typeof epoch["number"] === "number" && isObject(epoch["train"])
    );
}

/** Cost and accuracy over the epochs, and what was observed of the layers; undefined where no number is finite. */
export function historyDrawing(all: readonly ShownEpoch[]): Drawing | undefined {
  const epochs = thinned(all, MAX_POINTS);
  const parts = ["train", "validation", "test"] as const;
  const lines = (of: (epoch: ShownEpoch, part: typeof parts[number]) => unknown) =>
    parts.map((part) => lineOf(part, epochs, (epoch) => of(epoch, part)));
  const charts = [
    { title: "Cost", axis: "cost", lines: lines((epoch, part) => epoch[part]?.cost) },
    {
      title: "Accuracy",
      axis: "accuracy",
      lines: lines((epoch, part) => part === "train" ? undefined : epoch[part]?.accuracy),
    },
    ...observedCharts(epochs),
  ].map(({ title, axis, lines }) => ({ title, axis, lines: lines.filter(hasValues) }))
    .filter(({ lines }) => lines.length > 0).slice(0, MAX_CHARTS)
    .map(({ title, axis, lines }) => linesChart(title, lines.slice(0, MAX_LINES), axis));
  return charts.length > 0 ? { blocks: columns(charts) } : undefined;
}

function lineOf(
  name: string,
  epochs: readonly ShownEpoch[],
  of: (epoch: ShownEpoch) => unknown,
): Series {
  return {
    name,
    points: epochs.map((epoch) => {
      const value = of(epoch);
      return { epoch: epoch.number, value: Number.isFinite(value) ? value as number : null };
    }),
  };
}

function hasValues({ points }: Series): boolean {
  return points.some(({ value }) => value !== null);
}

/** A chart for each name, with a line for each layer. */
function observedCharts(epochs: readonly ShownEpoch[]) {
  const names = new Set(epochs.flatMap(({ observed = {} }) => Object.keys(observed)));
  return Array.from(names, (name) => {
    const lists = epochs.map(({ observed }) => numbersOf(observed?.[name]));
    const layers = lists.reduce((most, { length }) => Math.max(most, length), 0);
    const axis = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return {
      title: axis[0]!.toUpperCase() + axis.slice(1),
      axis,
      lines: Array.from(
        { length: layers },
        (_, layer) =>
          lineOf(
            `layer ${layer + 1}`,
            epochs,
            ({ observed }) => numbersOf(observed?.[name])[layer],
          ),
      ),
    };
  });
}

/** A number for each layer. */
function numbersOf(observed: unknown): readonly unknown[] {
  return Array.isArray(observed) || ArrayBuffer.isView(observed)
    ? Array.from(observed as number[])
    : [];
}
