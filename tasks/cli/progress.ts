/**
 * How far a task is: a bar with speed and time left on a terminal, a plain line now and then elsewhere, on stderr, so that
 * results can be piped. @module
 */

import { printableLine } from "../system/printable.ts";
import { bytes, count, duration, percent } from "./format.ts";
import { laidOut } from "./layout.ts";
import { stderr, type Terminal } from "./print.ts";
import { CLEAR_LINE, styled } from "./styled.ts";

/** The least time between two redraws: more of them cost time and flicker. */
const REDRAW_INTERVAL_MS = 100;

/** Columns behind the bar where a terminal may write ^C: if it wrapped into a new line, the bar would stay. */
const INTERRUPT_COLUMNS = 3;

/** The time between two plain lines: a log should show that work continues, and stay short. */
const LOG_INTERVAL_MS = 10_000;

/** How many recent pieces of a series predict how long the next ones take: a time that the computer slept is soon left out. */
const RECENT_PIECES = 5;

export class Progress {
  readonly #terminal: Terminal;
  #work: Work | undefined;
  #started = 0;
  #shown = 0;
  #done = 0;
  /** When the recent pieces of a series began. */
  #starts: number[] = [];

  constructor(terminal: Terminal = stderr) {
    this.#terminal = terminal;
  }

  /** Begins a piece of work; what was shown before is cleared, unless it is the next piece of a series. */
  start(work: Work): void {
    const goesOn = this.#work?.following !== undefined && work.following !== undefined;
    if (!goesOn) this.clear();
    this.#work = { ...work, label: printableLine(work.label) }; // as wide as it is shown
    this.#done = 0;
    this.#started = this.#terminal.now();
    if (!goesOn) this.#shown = this.#started;
    this.#starts = work.following === undefined ? [] : [...this.#starts, this.#started];
    this.#starts = this.#starts.slice(-1 - RECENT_PIECES);
  }

  /** Sets how much is done so far; frequent calls are cheap. */
  update(done: number): void {
    this.#done = done;
    const interval = this.#terminal.redraws ? REDRAW_INTERVAL_MS : LOG_INTERVAL_MS;
    if (this.#work === undefined || this.#terminal.now() - this.#shown < interval) return;
    this.#shown = this.#terminal.now();
    this.#draw(this.#work);
  }

  /** Prints a line of its own, above the bar if there is one. */
  line(text: string): void {
    this.erase();
    this.#terminal.write(`${laidOut(text, this.#terminal.columns() || 80)}\n`);
  }

  clear(): void {
    this.erase();
    this.#work = undefined;
  }

  /** Makes room for a line that is printed elsewhere; the next update draws the bar below it. */
  erase(): void {
    if (this.#terminal.redraws && this.#work !== undefined) this.#terminal.write(CLEAR_LINE);
  }

  #draw(work: Work): void {
    const state = {
      done: this.#done,
      seconds: (this.#terminal.now() - this.#started) / 1000,
      secondsPerPiece: secondsPerPiece(this.#starts),
    };
    if (this.#terminal.redraws) {
      const columns = Math.max(1, (this.#terminal.columns() || 80) - INTERRUPT_COLUMNS);
      this.#terminal.write(styled`\r${barLine(work, state, columns)}\x1b[K`);
    } else this.#terminal.write(`${plainLine(work, state)}\n`);
  }
}

/** The median of the times between starts, in milliseconds, as seconds; `undefined` if there is none. */
function secondsPerPiece(starts: readonly number[]): number | undefined {
  const times = starts.slice(1).map((start, k) => start - starts[k]!).toSorted((a, b) => a - b);
  const median = times[(times.length - 1) >> 1];
  return median === undefined ? undefined : median / 1000;
}

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
function plainLine(work: Work, state: State): string {
  return `${work.label}: ${partsOf(work, state).map(({ text }) => text.trimStart()).join(", ")}`;
}

/** The label, a bar, and the parts for which there is room, in at most `columns` characters. */
function barLine(work: Work, state: State, columns: number): string {
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
    ...speed < 1 ? [] : [rate], // for what takes seconds each, the time left is enough
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
