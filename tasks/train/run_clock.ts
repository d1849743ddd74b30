/** The one clock of a run: which stage it is in, and how long all of it will still take. @module */

import { Progress } from "../cli/progress.ts";

/** What a run does besides training, in the words that are shown. */
export const STAGES = {
  linear: "Fitting linear models",
  training: "Training",
  search: "Searching",
  curve: "Training on fewer rows",
  trees: "Fitting boosted trees",
  comparison: "Comparing the models",
  refit: "Training on all rows",
  report: "Writing the report",
} as const;

/** A stage of a run. */
export type Stage = keyof typeof STAGES;

/** A stage that takes longer than expected goes on for this share of what it has taken. */
const OVERRUN = 0.25;

/** The time between two draws where nothing else draws. */
const TICK_MS = 500;

/** Shows a run of several stages as one bar with one estimate of the time left. */
export class RunClock implements Disposable {
  readonly #progress: Progress;
  readonly #now: () => number;
  readonly #timer: ReturnType<typeof setInterval>;
  /** The seconds that stages to come are expected to take. */
  readonly #expected = new Map<Stage, number>();
  readonly #skipped = new Set<Stage>();
  /** When stages end at the latest, in seconds from the start. */
  readonly #ends = new Map<Stage, number>();
  readonly #started: number;
  #stage: Stage | undefined;
  #detail: string | undefined;
  /** The seconds that the present stage still took when that was estimated, and when it was. */
  #left: number | undefined;
  #estimated = 0;
  #entered = 0;

  constructor(progress: Progress = new Progress(), now: () => number = () => performance.now()) {
    this.#progress = progress;
    this.#now = now;
    this.#started = now();
    this.#timer = setInterval(() => this.#show(), TICK_MS);
  }

  /** How many seconds a stage will take that is still to come. */
  expect(stage: Stage, seconds: number): void {
    if (stage !== this.#stage && !this.#skipped.has(stage)) this.#expected.set(stage, seconds);
  }

  /** Leaves a stage out, which will not come. */
  skip(stage: Stage): void {
    this.#skipped.add(stage);
    this.#expected.delete(stage);
  }

  /** So many seconds from now a stage ends: a search uses all of them, training what it needs. */
  endsAfter(stage: Stage, seconds: number): void {
    this.#ends.set(stage, this.#past + seconds);
  }

  /** Begins a stage, which takes as long as was expected; `undefined` where nobody knows. */
  enter(stage: Stage, detail?: string): void {
    if (stage === this.#stage) return this.goOn(detail);
    this.#stage = stage;
    this.#detail = detail;
    this.#left = this.#expected.get(stage);
    this.#expected.delete(stage);
    this.#entered = this.#estimated = this.#now();
    this.#show();
  }

  /**
   * How far the present stage is.
   * @param left the seconds that it will still take. Default: as estimated before
   */
  goOn(detail: string | undefined, left?: number): void {
    this.#detail = detail;
    if (left !== undefined) {
      this.#left = left;
      this.#estimated = this.#now();
    }
    this.#show();
  }

  /** Makes room for a line. */
  erase(): void {
    this.#progress.erase();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#stage = undefined;
    this.#progress.clear();
  }

  /** The seconds to the end of the run. */
  get left(): number | undefined {
    const [limit, own] = [this.#ends.get(this.#stage!), this.#ownLeft];
    const left = limit === undefined
      ? own
      : Math.min(own ?? Infinity, Math.max(0, limit - this.#past));
    if (left === undefined) return undefined;
    const search = this.#stage === "training" ? this.#ends.get("search") : undefined;
    const later = this.#expected.values().reduce((sum, seconds) => sum + seconds, 0);
    return Math.max(left, (search ?? 0) - this.#past) + later;
  }

  /** The seconds since the clock began. */
  get #past(): number {
    return (this.#now() - this.#started) / 1000;
  }

  /** The seconds that the present stage still takes, by its estimate. */
  get #ownLeft(): number | undefined {
    if (this.#left === undefined) return undefined;
    const now = this.#now();
    const since = (now - this.#estimated) / 1000;
    const least = since > this.#left ? OVERRUN * (now - this.#entered) / 1000 : 0;
    return Math.max(this.#left - since, least);
  }

  #show(): void {
    const stage = this.#stage;
    if (stage === undefined) return;
    this.#progress.run({ stage: STAGES[stage], detail: this.#detail, left: this.left });
  }
}
