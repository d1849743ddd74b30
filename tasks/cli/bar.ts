/** A line of progress: what is done, how fast, how long it will take, and a bar where there is room. @module */

import { bytes, count, duration, percent } from "./format.ts";

/** What is being counted. */
export interface Work {
  /** The text before the bar. */
  readonly label: string;
  /** What is counted, such as `images`; `bytes` are written as kB and MB. */
  readonly unit: string;
  /** How many there will be, if that is known. */
  readonly total?: number | undefined;
  /** How many pieces of work like it follow, if it is one of a series, such as the epochs of a run. */
  readonly following?: number | undefined;
}

interface State {
  readonly done: number;
  /** How long it has taken, in seconds. */
  readonly seconds: number;
  /** How long recent pieces of the series took, in seconds; `undefined` in the first. */
  readonly secondsPerPiece: number | undefined;
}

/** A part of the line; without room, the parts of the lowest priority are left out. */
interface LinePart {
  readonly text: string;
  readonly priority: number;
}

/** The shortest bar that shows anything, and the longest, in characters. */
const [MIN_BAR_LENGTH, MAX_BAR_LENGTH] = [8, 30];

/** The label and the parts, for a log. */
export function plainLine(work: Work, state: State): string {
  return `${work.label}: ${partsOf(work, state).map(({ text }) => text.trimStart()).join(", ")}`;
}

/** The label, a bar, and the parts for which there is room, in at most `columns` characters. */
export function barLine(work: Work, state: State, columns: number): string {
  const { label, total } = work;
  let parts = partsOf(work, state);
  const text = () => parts.map(({ text }) => text).join("  ");
  if (total === undefined) return `${label}  ${text()}`.slice(0, columns);
  const room = () => columns - label.length - text().length - "  []  ".length;
  while (room() < MIN_BAR_LENGTH && parts.length > 1) {
    const least = Math.min(...parts.map(({ priority }) => priority));
    parts = parts.filter(({ priority }) => priority > least);
  }
  if (room() < MIN_BAR_LENGTH) return `${label}  ${text()}`.slice(0, columns);
  const length = Math.min(MAX_BAR_LENGTH, room());
  const full = Math.floor(length * Math.min(1, state.done / total));
  return `${label}  [${"#".repeat(full)}${"-".repeat(length - full)}]  ${text()}`;
}

/** The parts of the line. People look for the time left, of a series that to its end. */
function partsOf({ unit, total, following = 0 }: Work, state: State): LinePart[] {
  const { done, seconds, secondsPerPiece } = state;
  const amount = (n: number): string => unit === "bytes" ? bytes(n) : count(Math.round(n));
  const suffix = unit === "bytes" ? "" : ` ${unit}`;
  const speed = done / Math.max(seconds, 1e-3);
  const rate = { text: `${amount(speed)}${suffix}/s`, priority: 2 };
  if (total === undefined) return [{ text: `${amount(done)}${suffix}`, priority: 1 }, rate];
  const fraction = Math.floor(100 * Math.min(1, done / Math.max(total, 1))) / 100; // 100 % is the end
  const parts = [
    { text: percent(fraction, 0).padStart(5), priority: 3 },
    { text: `${amount(done)} of ${amount(total)}${suffix}`, priority: 1 },
    ...speed < 1 ? [] : [rate], // of what takes seconds each, the time left is plainer
  ];
  if (speed === 0) return parts;
  const left = (total - done) / speed;
  parts.push({ text: `${timeOf(left)} left`, priority: 4 });
  if (following === 0) return parts;
  const toEnd = left + following * (secondsPerPiece ?? total / speed);
  return [...parts, { text: `${timeOf(toEnd)} to the end`, priority: 5 }];
}

/** Rounded up: no time is left only at the end. */
function timeOf(seconds: number): string {
  return duration(Math.ceil(seconds));
}
