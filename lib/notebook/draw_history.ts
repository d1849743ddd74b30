/** A history of training as a drawing: its numbers over the epochs. @module */

import { isObject } from "../checks/texts.ts";
import { short } from "../numerics/show.ts";
import {
  beside,
  COLORS,
  type Drawing,
  element,
  label,
  LETTER_SIZE,
  LINE_HEIGHT,
  rounded,
} from "./svg.ts";

/** What is drawn of an epoch. */
export interface ShownEpoch {
  readonly number: number;
  readonly train: { readonly cost: number };
  readonly validation?: { readonly cost: number; readonly accuracy?: number };
  readonly test?: { readonly cost: number; readonly accuracy?: number };
  /** Numbers of each layer, by name. */
  readonly observed?: { readonly [name: string]: unknown };
}

/** A line of a chart: its name, and a number for each epoch, or none. */
interface Line {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
}

/** In pixels. */
const [WIDTH, HEIGHT, LEFT, RIGHT] = [200, 130, 48, 84];

/** The most points of a line; of longer histories some epochs are left out. */
const MAX_POINTS = 200;

/** The most charts side by side, and the most lines of one. */
const [MAX_CHARTS, MAX_LINES] = [5, 6];

/** How lines differ, by color and by dashes. */
const STYLES = [
  ["#1d5fbf", undefined],
  ["#b3410e", "6 3"],
  ["#1e7a46", "2 2"],
  ["#7b3fa0", "8 2 2 2"],
  ["#5a6270", "4 4"],
  ["#8a6d00", "1 3"],
] as const;

/** Whether a value is a list of epochs. */
export function isEpochs(value: unknown): value is readonly ShownEpoch[] {
  return Array.isArray(value) && value.length > 0 &&
    value.every((epoch) =>
      isObject(epoch) && typeof epoch["number"] === "number" && isObject(epoch["train"])
    );
}

/** Whether a value is what `fit` gives. */
export function isHistory(value: unknown): value is { readonly epochs: readonly ShownEpoch[] } {
  return isObject(value) && isEpochs(value["epochs"]);
}

/** Charts side by side: cost and accuracy, and what was observed of the layers. */
export function historyDrawing(all: readonly ShownEpoch[], text: string): Drawing {
  const every = Math.ceil(all.length / MAX_POINTS);
  const epochs = all.filter((_, k) => k % every === 0 || k === all.length - 1);
  const parts = ["train", "validation", "test"] as const;
  const lines = (of: (epoch: ShownEpoch, part: typeof parts[number]) => number | undefined) =>
    parts.map((part): Line => ({ name: part, values: epochs.map((epoch) => of(epoch, part)) }));
  const charts = [
    { title: "cost", lines: lines((epoch, part) => epoch[part]?.cost) },
    {
      title: "accuracy",
      lines: lines((epoch, part) => part === "train" ? undefined : epoch[part]?.accuracy),
    },
    ...observedNames(epochs).map((name) => ({
      title: wordsOf(name),
      lines: observedLines(epochs, name),
    })),
  ].map(({ title, lines }) => ({
    title,
    lines: lines.filter(({ values }) => values.some(isNumber)).slice(0, MAX_LINES),
  })).filter(({ lines }) => lines.length > 0).slice(0, MAX_CHARTS);
  const numbers = epochs.map(({ number }) => number);
  return { ...beside(charts.map(({ title, lines }) => chartOf(title, numbers, lines))), text };
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A name of our options in words: `gradientNorms`, gradient norms. */
function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function observedNames(epochs: readonly ShownEpoch[]): string[] {
  const names = epochs.flatMap(({ observed = {} }) => Object.keys(observed));
  return [...new Set(names)].filter((name) => {
    return epochs.some(({ observed }) => numbersOf(observed?.[name]).some(isNumber));
  });
}

/** A number for each layer. */
function numbersOf(observed: unknown): readonly unknown[] {
  return Array.isArray(observed) || ArrayBuffer.isView(observed)
    ? Array.from(observed as number[])
    : [];
}

function observedLines(epochs: readonly ShownEpoch[], name: string): Line[] {
  const lists = epochs.map(({ observed }) => numbersOf(observed?.[name]));
  const layers = lists.reduce((most, list) => Math.max(most, list.length), 0);
  return Array.from({ length: layers }, (_, layer) => ({
    name: `layer ${layer + 1}`,
    values: lists.map((list) => isNumber(list[layer]) ? list[layer] : undefined),
  }));
}

function chartOf(title: string, epochs: readonly number[], lines: readonly Line[]): Drawing {
  const values = lines.flatMap((line) => line.values).filter(isNumber);
  const least = values.reduce((least, value) => Math.min(least, value), Infinity);
  const most = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const [first, last] = [epochs[0]!, epochs.at(-1)!];
  const top = 2 * LINE_HEIGHT;
  const x = (epoch: number) =>
    LEFT + WIDTH * (last > first ? (epoch - first) / (last - first) : 0.5);
  const y = (value: number) =>
    top + HEIGHT * (most > least ? (most - value) / (most - least) : 0.5);
  const levels = most > least ? [least, (least + most) / 2, most] : [least];
  const grid = levels.map((level) =>
    element("path", { d: `M${LEFT} ${rounded(y(level))}h${WIDTH}`, stroke: COLORS.rule }) +
    label(short(Number(level.toPrecision(3))), LEFT - 5, y(level) + 4, {
      "text-anchor": "end",
      fill: COLORS.muted,
    })
  );
  const drawn = lines.map((line, k) => {
    const [stroke, dashes] = STYLES[k]!;
    const points = line.values.flatMap((value, e) =>
      isNumber(value) ? [`${rounded(x(epochs[e]!))} ${rounded(y(value))}`] : []
    );
    const path = points.length === 1 ? `M${points[0]}h3` : `M${points.join("L")}`;
    const style = { fill: "none", stroke, "stroke-width": 2, "stroke-dasharray": dashes };
    const row = top + 6 + k * LINE_HEIGHT;
    return element("path", { d: path, ...style }) +
      element("path", { d: `M${LEFT + WIDTH + 8} ${row}h16`, ...style }) +
      label(line.name, LEFT + WIDTH + 28, row + 4, { "font-size": 11 });
  });
  const bottom = top + HEIGHT + LINE_HEIGHT;
  const ends = first === last ? `epoch ${first}` : `epochs ${first} to ${last}`;
  const content = [
    label(title, LEFT, LETTER_SIZE, { "font-weight": "bold" }),
    ...grid,
    ...drawn,
    label(ends, LEFT + WIDTH / 2, bottom, { "text-anchor": "middle", fill: COLORS.muted }),
  ].join("");
  return { width: LEFT + WIDTH + RIGHT, height: bottom + 4, content, text: "" };
}
