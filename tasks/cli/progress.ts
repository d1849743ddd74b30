/**
 * How far a task is: a bar with speed and time left on a terminal, a plain line now and then elsewhere, on stderr, so that
 * results can be piped. @module
 */

import { printableLine } from "../system/printable.ts";
import { barLine, plainLine, type Work } from "./bar.ts";
import { stderr, type Terminal } from "./print.ts";
import { styled, type StyledText } from "./styled.ts";

/** The least time between two redraws: more of them cost time and flicker. */
const REDRAW_INTERVAL_MS = 100;

/** Columns behind the bar where a terminal may write ^C: if it wrapped into a new line, the bar would stay. */
const INTERRUPT_COLUMNS = 3;

export const CLEAR_LINE: StyledText = styled`\r\x1b[K`;

/** The time between two plain lines: a log should show that work goes on, and stay short. */
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

  /** Begins a piece of work; what was shown before is cleared. */
  start(work: Work): void {
    this.clear();
    this.#work = { ...work, label: printableLine(work.label) }; // as wide as it is shown
    this.#done = 0;
    this.#started = this.#shown = this.#terminal.now();
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
    this.#terminal.write(`${text}\n`);
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
