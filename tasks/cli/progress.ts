/**
 * How far a task is: a bar with the time left on a terminal, a plain line now and then elsewhere, on stderr, so that
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

/** How far a piece of work is, or a run of many stages, which has one bar from its begin to its end. */
export class Progress {
  readonly #terminal: Terminal;
  #work: Work | undefined;
  #started = 0;
  #shown = 0;
  #done = 0;
  /** When the estimate of a run was made. */
  #estimated = 0;
  /** The part of a run that was shown last: the bar never goes back. */
  #part = 0;

  constructor(terminal: Terminal = stderr) {
    this.#terminal = terminal;
  }

  /** Begins a piece of work; what was shown before is cleared. */
  start(work: Counted): void {
    this.clear();
    this.#begin(work);
  }

  /** Sets how much is done so far; frequent calls are cheap. */
  update(done: number): void {
    this.#done = done;
    this.#show();
  }

  /** Begins a run, or states how far it is; frequent calls are cheap. A stage with another name is drawn at once. */
  run(run: TimedRun): void {
    const before = this.#work;
    if (before === undefined || !isRun(before)) {
      this.clear();
      this.#begin(run);
      this.#part = 0;
    } else this.#work = run;
    this.#estimated = this.#terminal.now();
    const isNext = before !== undefined && isRun(before) && before.stage !== run.stage;
    this.#show(isNext);
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

  /** Draws again, so that the time left goes on where nothing else does. */
  tick(): void {
    this.#show();
  }

  #begin(work: Work): void {
    this.#work = work;
    this.#done = 0;
    this.#started = this.#shown = this.#terminal.now();
  }

  #show(atOnce = false): void {
    const { redraws } = this.#terminal;
    const interval = redraws ? REDRAW_INTERVAL_MS : LOG_INTERVAL_MS;
    const now = this.#terminal.now();
    if (this.#work === undefined || !(atOnce && redraws) && now - this.#shown < interval) return;
    this.#shown = now;
    const text = isRun(this.#work)
      ? this.#runText(this.#work, now)
      : this.#countedText(this.#work, now);
    if (redraws) this.#terminal.write(styled`\r${barLine(text, this.#columns)}\x1b[K`);
    else this.#terminal.write(`${plainLine(text)}\n`);
  }

  get #columns(): number {
    return Math.max(1, (this.#terminal.columns() || 80) - INTERRUPT_COLUMNS);
  }

  #countedText(work: Counted, now: number): Shown {
    return {
      label: printableLine(work.label),
      ...countedParts(work, this.#done, (now - this.#started) / 1000),
    };
  }

  #runText({ stage, detail, left }: TimedRun, now: number): Shown {
    const label = printableLine(detail === undefined ? stage : `${stage}, ${detail}`);
    if (left === undefined) return { label, part: this.#part, parts: [share(this.#part)] };
    const seconds = Math.max(0, left - (now - this.#estimated) / 1000);
    const past = (now - this.#started) / 1000;
    const part = past / Math.max(past + seconds, 1e-3);
    this.#part = Math.max(this.#part, Math.min(MOST_OF_RUN, part));
    return { label, part: this.#part, parts: [share(this.#part), timeLeft(seconds)] };
  }
}

/** What is being counted. */
export interface Counted {
  /** The text before the bar. */
  readonly label: string;
  /** What is counted, such as `images`; `bytes` are written as kB and MB. */
  readonly unit: string;
  /** How many there will be, if that is known. */
  readonly total?: number | undefined;
}

/** A run of several stages: how long it takes is estimated again and again. */
export interface TimedRun {
  /** What is done now, in words. */
  readonly stage: string;
  /** How far the stage is, such as its epoch. */
  readonly detail?: string | undefined;
  /** How many seconds the run will still take; `undefined` before that can be estimated. */
  readonly left: number | undefined;
}

type Work = Counted | TimedRun;

function isRun(work: Work): work is TimedRun {
  return "stage" in work;
}

/** What is shown of work. */
interface Shown {
  readonly label: string;
  /** The part that is done; `undefined` where nobody knows. */
  readonly part: number | undefined;
  readonly parts: readonly LinePart[];
}

/** A part of the line; without room, the parts of the lowest priority are left out. */
interface LinePart {
  readonly text: string;
  readonly priority: number;
}

/** The shortest bar that shows anything, and the longest, in characters: as long in all stages of a run. */
const [MIN_BAR_LENGTH, MAX_BAR_LENGTH] = [8, 20];

/** A run that has not ended is not whole. */
const MOST_OF_RUN = 0.99;

/** The label and the parts, for a log. */
function plainLine({ label, parts }: Shown): string {
  return `${label}: ${parts.map(({ text }) => text.trimStart()).join(", ")}`;
}

/** The label, a bar, and the parts for which there is room, in at most `columns` characters. */
function barLine({ label, part, parts: all }: Shown, columns: number): string {
  let parts = all;
  const text = () => parts.map(({ text }) => text).join("  ");
  if (part === undefined) return `${label}  ${text()}`.slice(0, columns);
  const room = () => columns - label.length - text().length - "  []  ".length;
  while (room() < MIN_BAR_LENGTH && parts.length > 1) {
    const least = Math.min(...parts.map(({ priority }) => priority));
    parts = parts.filter(({ priority }) => priority > least);
  }
  if (room() < MIN_BAR_LENGTH) return `${label}  ${text()}`.slice(0, columns);
  const length = Math.min(MAX_BAR_LENGTH, room());
  const full = Math.floor(length * Math.min(1, part));
  return `${label}  [${"#".repeat(full)}${"-".repeat(length - full)}]  ${text()}`;
}

/** How much of a count is done; the speed is that of bytes, which people compare. People look for the time left. */
function countedParts(
  { unit, total }: Counted,
  done: number,
  seconds: number,
): Omit<Shown, "label"> {
  const isBytes = unit === "bytes";
  const amount = (n: number): string => isBytes ? bytes(n) : count(Math.round(n));
  const suffix = isBytes ? "" : ` ${unit}`;
  const speed = done / Math.max(seconds, 1e-3);
  const rate = isBytes ? [{ text: `${amount(speed)}/s`, priority: 2 }] : [];
  if (total === undefined) {
    return { part: undefined, parts: [{ text: `${amount(done)}${suffix}`, priority: 1 }, ...rate] };
  }
  const part = Math.min(1, done / Math.max(total, 1));
  const parts = [
    share(part),
    { text: `${amount(done)} of ${amount(total)}${suffix}`, priority: 1 },
    ...speed < 1 ? [] : rate, // for what takes seconds each, the time left is enough
    ...speed === 0 ? [] : [timeLeft((total - done) / speed)],
  ];
  return { part, parts };
}

/** 100 % is the end. */
function share(part: number): LinePart {
  return { text: percent(Math.floor(100 * part) / 100, 0).padStart(5), priority: 3 };
}

/** Rounded up: no time is left only at the end. */
function timeLeft(seconds: number): LinePart {
  return { text: `${duration(Math.max(1, Math.ceil(seconds)))} left`, priority: 4 };
}
