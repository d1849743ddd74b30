/** The progress of a sweep on a terminal: a line for each running run and the sweep. @module */

import { count, duration } from "../cli/format.ts";
import { stderr, type Terminal } from "../cli/print.ts";
import { CLEAR_LINE } from "../cli/progress.ts";
import { joined, styled, type Text } from "../cli/styled.ts";
import { printableLine } from "../system/printable.ts";

/** The least time between two redraws, in milliseconds. */
const REDRAW_INTERVAL_MS = 200;

/** The least time between two lines where nothing can be redrawn, in milliseconds. */
const LINE_INTERVAL_MS = 30_000;

/** The columns that stay free: a terminal writes ^C where the cursor stands. */
const CURSOR_COLUMNS = 3;

export interface RunningRun {
  /** Its name, in a few words. */
  readonly label: string;
  readonly epochs: number;
  /** The whole epochs, and the fraction of the next one. */
  epoch: number;
  part: number;
}

interface SweepProgress {
  readonly label: string;
  readonly runs: number;
  readonly of: number;
  /** The fraction of the work that is done, and the fraction that was done before. */
  readonly done: number;
  readonly before: number;
  readonly best: string | undefined;
}

export class LiveView {
  readonly #terminal: Terminal;
  readonly #began: number;
  #shown: number;
  #lines = 0;

  constructor(terminal: Terminal = stderr) {
    this.#terminal = terminal;
    this.#began = this.#shown = terminal.now();
  }

  /** Shows the progress, unless it was shown shortly before. */
  update(sweep: () => SweepProgress, running: Iterable<RunningRun>): void {
    const { redraws, now } = this.#terminal;
    if (now() - this.#shown < (redraws ? REDRAW_INTERVAL_MS : LINE_INTERVAL_MS)) return;
    this.#shown = now();
    const last = this.#sweepLine(sweep());
    if (!redraws) {
      this.#terminal.write(`${last}\n`);
      return;
    }
    const columns = Math.max(1, (this.#terminal.columns() || 80) - CURSOR_COLUMNS);
    const lines = [...[...running].map(runLine), last]
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

  #erasing(): Text {
    if (this.#lines === 0) return "";
    const above = Array.from({ length: this.#lines - 1 }, () => styled`\x1b[A${CLEAR_LINE}`);
    return joined([CLEAR_LINE, ...above], "");
  }

  #sweepLine({ label, runs, of, done, before, best }: SweepProgress): string {
    const seconds = (this.#terminal.now() - this.#began) / 1000;
    const speed = (done - before) / seconds;
    const left = speed > 0 ? `, ${duration(Math.ceil((1 - done) / speed))} left` : "";
    return `${label}: ${count(runs)} of ${count(of)} ` +
      `runs${best === undefined ? "" : `, best so far ${best}`}${left}`;
  }
}

function runLine({ label, epochs, epoch, part }: RunningRun): string {
  return `  ${label}: epoch ${Math.min(epochs, epoch + 1)} of ${epochs}, ` +
    `${Math.floor(100 * Math.min(1, part))} %`;
}
