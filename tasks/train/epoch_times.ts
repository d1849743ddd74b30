/** How long training will still take: by the epochs so far, and by how much patience is left. @module */

import type { Config } from "../../lib/config.ts";
import { type Evaluation, scoreOf } from "../../lib/evaluate.ts";
import type { RunClock } from "./run_clock.ts";

/**
 * How many patiences a network usually goes on for while all of its patience is left. Of the members of seven tables it was 1.4
 * to 2.2, at any epoch up to the fiftieth.
 */
const USUAL_PATIENCES = 1.9;

/** How many of the latest epochs tell how long the next ones take: a time that the computer slept is soon left out. */
const RECENT = 5;

/** How many epochs follow those of these scores, as far as that can be told; 0 where training has ended. */
export function epochsLeft(
  scores: readonly number[],
  { epochs, earlyStopping }: Pick<Config, "epochs" | "earlyStopping">,
): number {
  const most = epochs - scores.length;
  if (earlyStopping === null || most <= 0) return Math.max(0, most);
  const { patience, minimumPatience = patience, minimumDelta = 0 } = earlyStopping;
  let [best, at] = [-Infinity, 0];
  for (const [k, score] of scores.entries()) {
    if (score > best + minimumDelta) [best, at] = [score, k + 1];
  }
  const waits = Math.min(patience, Math.max(minimumPatience, at));
  const share = (at + waits - scores.length) / waits;
  return share <= 0 ? 0 : Math.min(most, Math.max(1, USUAL_PATIENCES * patience * share));
}

/** The median of the latest values; `undefined` of none. */
export function recentMedian(values: readonly number[]): number | undefined {
  const sorted = values.slice(-RECENT).toSorted((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1];
}

/** The time that the epochs of one network take, with their evaluations. */
export class EpochTimes {
  readonly #config: Pick<Config, "epochs" | "earlyStopping" | "monitor">;
  readonly #last: number;
  readonly #scores: number[];
  readonly #seconds: number[] = [];
  #epoch: number;
  #began: number | undefined;

  /**
   * @param last after which epoch training ends
   * @param before what training continues from
   */
  constructor(
    config: Pick<Config, "epochs" | "earlyStopping" | "monitor">,
    last: number,
    before?: { readonly epoch: number; readonly history: readonly number[] },
  ) {
    this.#config = config;
    this.#last = last;
    this.#epoch = before?.epoch ?? 0;
    this.#scores = [...before?.history ?? []];
  }

  /** Begins an epoch, when the one before has ended with its evaluations. */
  begin(): void {
    const now = performance.now();
    if (this.#began !== undefined) this.#seconds.push((now - this.#began) / 1000);
    this.#began = now;
  }

  ended(validation: Evaluation | undefined): void {
    this.#epoch++;
    if (validation !== undefined) this.#scores.push(scoreOf(validation, this.#config.monitor));
  }

  /**
   * The seconds that training still takes; `undefined` before that can be told.
   * @param part of the epoch that is trained
   */
  left(part: number): number | undefined {
    const past = (performance.now() - this.#began!) / 1000;
    const each = recentMedian(this.#seconds) ?? (part > 0 ? past / part : undefined);
    if (each === undefined) return undefined;
    const epochs = this.#config.earlyStopping === null
      ? Infinity
      : epochsLeft(this.#scores, this.#config);
    return each * Math.max(0, Math.min(epochs, this.#last - this.#epoch) - part);
  }
}
