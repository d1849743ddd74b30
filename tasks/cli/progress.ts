/**
 * How far a task is: a bar with speed and time left on a terminal, a plain line now and then elsewhere, on stderr, so that
 * results can be piped.
 *
 * @module
 */

import { bytes, count, duration, percent } from "./format.ts";

/** Redraws closer than this only cost time and flicker, in milliseconds. */
const REDRAW = 100;

/** The shortest bar that shows anything, in characters. */
const SHORTEST_BAR = 10;

/** Between two plain lines, in milliseconds: a log should show life, not fill. */
const LINE = 10_000;

/** Where progress is shown. */
export interface Terminal {
  /** Whether a line can be drawn over again. */
  readonly redraws: boolean;
  /** The width in characters; 0 if it is not known. */
  columns(): number;
  /** Milliseconds on any clock that does not go back. */
  now(): number;
  /** Writes as it is. */
  write(text: string): void;
}

/** The process's stderr. */
export const stderr: Terminal = {
  redraws: Deno.stderr.isTerminal(),
  columns: () => Deno.consoleSize().columns,
  now: () => performance.now(),
  write(text) {
    try {
      Deno.stderr.writeSync(new TextEncoder().encode(text));
    } catch {
      // The terminal was closed, or whoever read: no reason to stop the work.
    }
  },
};

/** What is being counted. */
export interface Work {
  /** What stands before the bar. */
  readonly label: string;
  /** What is counted, such as `images`; `bytes` are written as kB and MB. */
  readonly unit: string;
  /** How many there will be, if that is known. */
  readonly total?: number | undefined;
}

/** The progress of one piece of work after another. */
export class Progress {
  readonly #terminal: Terminal;
  #work: Work | undefined;
  #started = 0;
  #shown = 0;
  #done = 0;

  /** Shows progress on stderr unless told otherwise. */
  constructor(terminal: Terminal = stderr) {
    this.#terminal = terminal;
  }

  /** Begins a piece of work; what was shown before is cleared. */
  start(work: Work): void {
    this.clear();
    this.#work = work;
    this.#done = 0;
    this.#started = this.#shown = this.#terminal.now();
  }

  /** Says how much is done so far; may be called as often as one likes. */
  update(done: number): void {
    this.#done = done;
    const interval = this.#terminal.redraws ? REDRAW : LINE;
    if (this.#work === undefined || this.#terminal.now() - this.#shown < interval) return;
    this.#shown = this.#terminal.now();
    this.#draw(this.#work);
  }

  /** Prints a line of its own, above the bar if there is one. */
  line(text: string): void {
    if (this.#terminal.redraws && this.#work !== undefined) this.#terminal.write("\r\x1b[K");
    this.#terminal.write(`${text}\n`);
  }

  /** Ends the piece of work and leaves a clean line. */
  clear(): void {
    if (this.#terminal.redraws && this.#work !== undefined) this.#terminal.write("\r\x1b[K");
    this.#work = undefined;
  }

  #draw(work: Work): void {
    const seconds = (this.#terminal.now() - this.#started) / 1000;
    if (this.#terminal.redraws) {
      const text = barLine(work, this.#done, seconds, (this.#terminal.columns() || 80) - 1);
      this.#terminal.write(`\r${text}\x1b[K`);
    } else {
      const text = figures(work, this.#done, seconds).join(", ").trimStart();
      this.#terminal.write(`${work.label}: ${text}\n`);
    }
  }
}

/** The label, a bar of what room is left, and the figures for which there is room, in at most `columns` characters. */
function barLine(work: Work, done: number, seconds: number, columns: number): string {
  const shown = figures(work, done, seconds);
  const [part, amount, rate] = shown;
  const roomForBar = () => columns - work.label.length - shown.join("  ").length - 6;
  for (const figure of [amount, rate, part]) { // the time left is what people look for
    if (work.total === undefined || roomForBar() >= SHORTEST_BAR) break;
    shown.splice(shown.indexOf(figure!), 1);
  }
  const text = shown.join("  ");
  const room = Math.min(30, roomForBar());
  if (work.total === undefined || room < SHORTEST_BAR) {
    return `${work.label}  ${text}`.slice(0, columns);
  }
  const full = Math.floor(room * Math.min(1, done / work.total));
  return `${work.label}  [${"#".repeat(full)}${"-".repeat(room - full)}]  ${text}`;
}

function figures({ unit, total }: Work, done: number, seconds: number): string[] {
  const amount = (n: number): string => unit === "bytes" ? bytes(n) : count(Math.round(n));
  const suffix = unit === "bytes" ? "" : ` ${unit}`;
  const speed = done / Math.max(seconds, 1e-3);
  const rate = `${amount(speed)}${suffix}/s`;
  if (total === undefined) return [`${amount(done)}${suffix}`, rate];
  const part = Math.floor(100 * Math.min(1, done / Math.max(total, 1))) / 100; // 100 % is the end
  const left = speed > 0 ? [`${duration(Math.ceil((total - done) / speed))} left`] : [];
  return [
    percent(part, 0).padStart(5),
    `${amount(done)} of ${amount(total)}${suffix}`,
    rate,
    ...left,
  ];
}
