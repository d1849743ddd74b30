/** How far a sweep is, on a terminal: a line for every run under way, and one for the whole. @module */

import { count, duration } from "../cli/format.ts";
import { stderr, type Terminal } from "../cli/print.ts";
import { CLEAR_LINE } from "../cli/progress.ts";
import { joined, styled, type Text } from "../cli/styled.ts";
import { printableLine } from "../system/printable.ts";

/** The least time between two redraws, in milliseconds. */
const REDRAW = 200;

/** The time between two lines where nothing can be drawn over, in milliseconds. */
const LINE = 30_000;

/** A terminal writes ^C where the cursor stands. */
const ROOM = 3;

/** A run under way. */
export interface Under {
  /** What it is, in a few words. */
  readonly label: string;
  readonly epochs: number;
  /** Whole epochs, and the part of the one at hand. */
  epoch: number;
  part: number;
}

/** How far the whole is. */
export interface Whole {
  readonly label: string;
  readonly runs: number;
  readonly of: number;
  /** The part of the work that is done, and of that the part that was done before. */
  readonly done: number;
  readonly before: number;
  readonly best: string | undefined;
}

/** Shows how far a sweep is. */
export class LiveView {
  readonly #terminal: Terminal;
  readonly #began: number;
  #shown: number;
  #lines = 0;

  constructor(terminal: Terminal = stderr) {
    this.#terminal = terminal;
    this.#began = this.#shown = terminal.now();
  }

  /** Shows how far it is; may be called as often as one likes. */
  update(whole: () => Whole, under: Iterable<Under>): void {
    const { redraws, now } = this.#terminal;
    if (now() - this.#shown < (redraws ? REDRAW : LINE)) return;
    this.#shown = now();
    const last = this.#wholeLine(whole());
    if (!redraws) {
      this.#terminal.write(`${last}\n`);
      return;
    }
    const columns = Math.max(1, (this.#terminal.columns() || 80) - ROOM);
    const lines = [...[...under].map(underLine), last]
      .map((line) => printableLine(line).slice(0, columns));
    this.#terminal.write(styled`${this.#erasing()}${lines.join("\n")}`); // at once, or it flickers
    this.#lines = lines.length;
  }

  /** Leaves a clean line. */
  clear(): void {
    const text = this.#erasing();
    this.#lines = 0;
    if (text !== "") this.#terminal.write(text);
  }

  /** What erases the lines that are shown. */
  #erasing(): Text {
    if (this.#lines === 0) return "";
    const above = Array.from({ length: this.#lines - 1 }, () => styled`\x1b[A${CLEAR_LINE}`);
    return joined([CLEAR_LINE, ...above], "");
  }

  #wholeLine({ label, runs, of, done, before, best }: Whole): string {
    const seconds = (this.#terminal.now() - this.#began) / 1000;
    const speed = (done - before) / seconds;
    const left = speed > 0 ? `, ${duration(Math.ceil((1 - done) / speed))} left` : "";
    return `${label}: ${count(runs)} of ${count(of)} runs${
      best === undefined ? "" : `, best so far ${best}`
    }${left}`;
  }
}

function underLine({ label, epochs, epoch, part }: Under): string {
  return `  ${label}: epoch ${Math.min(epochs, epoch + 1)} of ${epochs}, ${
    Math.floor(100 * Math.min(1, part))
  } %`;
}
