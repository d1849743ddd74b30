/** A line of progress: what is done, how fast, how long it will take, and a bar where there is room. @module */

import { bytes, count, duration, percent } from "./format.ts";

/** What is being counted. */
export interface Work {
  /** What stands before the bar. */
  readonly label: string;
  /** What is counted, such as `images`; `bytes` are written as kB and MB. */
  readonly unit: string;
  /** How many there will be, if that is known. */
  readonly total?: number | undefined;
  /** How many pieces of work like it come after it, if it is one of a series, such as the epochs of a training. */
  readonly following?: number | undefined;
}

/** How far a piece of work is. */
export interface State {
  /** How much is done. */
  readonly done: number;
  /** How long it has taken, in seconds. */
  readonly seconds: number;
  /** How long a piece of the series took lately, in seconds; `undefined` in the first. */
  readonly secondsPerPiece: number | undefined;
}

/** A figure of the line; where there is no room, those of the least worth are left out. */
interface Figure {
  readonly text: string;
  readonly worth: number;
}

/** The shortest bar that shows anything, and the longest, in characters. */
const BAR = { shortest: 8, longest: 30 };

/** The figures alone, as a log has them. */
export function plainLine(work: Work, state: State): string {
  return `${work.label}: ${figuresOf(work, state).map(({ text }) => text.trimStart()).join(", ")}`;
}

/** The label, a bar of what room is left, and the figures for which there is room, in at most `columns` characters. */
export function barLine(work: Work, state: State, columns: number): string {
  const { label, total } = work;
  let figures = figuresOf(work, state);
  const text = () => figures.map(({ text }) => text).join("  ");
  if (total === undefined) return `${label}  ${text()}`.slice(0, columns);
  const room = () => columns - label.length - text().length - "  []  ".length;
  while (room() < BAR.shortest && figures.length > 1) {
    const least = Math.min(...figures.map(({ worth }) => worth));
    figures = figures.filter(({ worth }) => worth > least);
  }
  if (room() < BAR.shortest) return `${label}  ${text()}`.slice(0, columns);
  const length = Math.min(BAR.longest, room());
  const full = Math.floor(length * Math.min(1, state.done / total));
  return `${label}  [${"#".repeat(full)}${"-".repeat(length - full)}]  ${text()}`;
}

/** What there is to say; the time left is what people look for, and of a series that to its end. */
function figuresOf({ unit, total, following = 0 }: Work, state: State): Figure[] {
  const { done, seconds, secondsPerPiece } = state;
  const amount = (n: number): string => unit === "bytes" ? bytes(n) : count(Math.round(n));
  const suffix = unit === "bytes" ? "" : ` ${unit}`;
  const speed = done / Math.max(seconds, 1e-3);
  const rate = { text: `${amount(speed)}${suffix}/s`, worth: 2 };
  if (total === undefined) return [{ text: `${amount(done)}${suffix}`, worth: 1 }, rate];
  const part = Math.floor(100 * Math.min(1, done / Math.max(total, 1))) / 100; // 100 % is the end
  const figures = [
    { text: percent(part, 0).padStart(5), worth: 3 },
    { text: `${amount(done)} of ${amount(total)}${suffix}`, worth: 1 },
    rate,
  ];
  if (speed === 0) return figures;
  const left = (total - done) / speed;
  figures.push({ text: `${timeOf(left)} left`, worth: 4 });
  if (following === 0) return figures;
  const toEnd = left + following * (secondsPerPiece ?? total / speed);
  return [...figures, { text: `${timeOf(toEnd)} to the end`, worth: 5 }];
}

/** Rounded up: no time is left only at the end. */
function timeOf(seconds: number): string {
  return duration(Math.ceil(seconds));
}
