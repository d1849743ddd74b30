/** How long a run over folds will still take: its members, and what follows them. @module */

import type { Config } from "../../lib/config.ts";
import type { MemberPlan } from "../../lib/table/folds/members.ts";
import type { FoldTraining } from "../../lib/table/folds/train.ts";
import type { OpenData } from "../data/source.ts";
import { epochsLeft, recentMedian } from "./epoch_times.ts";
import type { Stage } from "./run_clock.ts";

/** How often the other weight decay of an encoding is tried on all folds, after it was on one. */
const OTHERS_LEARN = 0.25;

/** The rows that the learning curve is trained on, as a share of all: half of them, and more seldom a quarter. */
const CURVE_ROWS = 0.6;

/** The most rows that the learning curve answers, see `CURVE_LIMITS`. */
const CURVE_ANSWERS = 4000;

/** What a row takes that is learned from, and each weight for it, in seconds on an idle core of 2026: of six tables. */
const [ROW_SECONDS, WEIGHT_SECONDS] = [1.5e-6, 0.2e-9];

/** A first round that is shorter than this is mostly compiling, and tells nothing yet. */
const FIRST_ROUND_SECONDS = 2;

/** What of a run over folds decides how long it takes. */
interface FoldTimesOptions {
  readonly plans: readonly MemberPlan[];
  readonly folds: Pick<FoldTraining, "histories" | "learns">;
  /** How many members are trained at the same time. */
  readonly lanes: number;
  /** How many weights a member has, in the mean. */
  readonly weights: number;
  /** After which epoch training ends. */
  readonly last: number;
}

/** The time that members over folds take, by their epochs so far. */
export class MemberTimes {
  readonly #config: Pick<Config, "epochs" | "earlyStopping" | "folds">;
  readonly #options: FoldTimesOptions;
  /** The seconds of a core for an epoch of a member, in each round. */
  readonly #each: number[] = [];
  #trained: number;
  #rounds = 0;

  constructor(config: Config, options: FoldTimesOptions) {
    this.#config = { ...config, epochs: Math.min(config.epochs, options.last) };
    this.#options = options;
    this.#trained = this.#epochs;
  }

  /** Takes down how long a round took; the first one compiles what the others run. */
  ended(seconds: number): void {
    const trained = this.#epochs - this.#trained;
    this.#trained += trained;
    if (++this.#rounds === 1 && seconds < FIRST_ROUND_SECONDS) return;
    if (this.#rounds === 2) this.#each.length = 0;
    this.#each.push(seconds * Math.min(this.#options.lanes, trained) / Math.max(1, trained));
  }

  /** The seconds that the members still take; `undefined` before the first round. */
  left(): number | undefined {
    const each = recentMedian(this.#each);
    if (each === undefined) return undefined;
    const { lanes } = this.#options;
    const all = this.#left();
    const sum = all.reduce((sum, epochs) => sum + epochs, 0);
    return each * Math.max(sum / lanes, ...all);
  }

  /** The seconds that the stages after training take, as far as that can be told. */
  later(opened: OpenData): Map<Stage, number> {
    const each = recentMedian(this.#each);
    if (each === undefined) return new Map();
    const slowness = each / this.#idleEpoch(opened.training.size);
    const idle = Object.entries(idleSeconds(opened, this.#options.lanes));
    return new Map([
      ["curve", each * this.#curveEpochs(opened.training.size)],
      ...idle.map(([stage, seconds]) => [stage as Stage, slowness * seconds] as const),
    ]);
  }

  /** The seconds that an epoch of a member takes on an idle core of 2026. */
  #idleEpoch(rows: number): number {
    const { weights } = this.#options;
    return rows * (1 - 1 / this.#config.folds) * (ROW_SECONDS + WEIGHT_SECONDS * weights);
  }

  /** The epochs that a learning curve takes, one after the other, each as long as one of a member. */
  #curveEpochs(rows: number): number {
    const { lanes, folds: { histories } } = this.#options;
    const { folds } = this.#config;
    const members = Math.min(folds, Math.ceil(folds * CURVE_ANSWERS / rows));
    const begun = histories.flatMap((scores) => scores.length > 0 ? [scores] : []);
    const epochs = begun.map((scores) => scores.length + epochsLeft(scores, this.#config));
    const mean = epochs.reduce((sum, one) => sum + one, 0) / Math.max(1, epochs.length);
    return CURVE_ROWS * mean * Math.ceil(members / lanes);
  }

  /** The epochs of all members so far. */
  get #epochs(): number {
    return this.#options.folds.histories.reduce((sum, { length }) => sum + length, 0);
  }

  /** The epochs that each member still has, in the mean. */
  #left(): number[] {
    const { plans, folds: { histories, learns } } = this.#options;
    const leftOf = (m: number) => epochsLeft(histories[m]!, this.#config);
    return plans.map(({ family, weightDecay }, m) => {
      if (learns[m]) return leftOf(m);
      const same = [...plans.keys()].filter((k) => plans[k]!.family.name === family.name);
      const tried = same.find((k) => plans[k]!.weightDecay === weightDecay && learns[k]);
      const isDecided = same.every((k) => !learns[k] || leftOf(k) === 0);
      if (tried !== undefined) return isDecided ? 0 : OTHERS_LEARN * leftOf(m);
      const waiting = same.filter((k) => plans[k]!.weightDecay === weightDecay).length;
      return leftOf(m) * (1 + OTHERS_LEARN * (waiting - 1)) / waiting;
    });
  }
}

/** The seconds that stages after training take on an idle core of 2026, by the cells of the table: of six tables. */
function idleSeconds({ training, table }: OpenData, lanes: number): { [S in Stage]?: number } {
  const { size, outputs, problem } = training;
  const cells = size * (table?.columns.length ?? training.features);
  const trees = cells * (problem.hasAccuracy ? 2e-5 * Math.max(1, outputs / 2) : 1e-4 * outputs);
  return {
    trees: (0.5 + trees) / lanes,
    comparison: 0.3 + 1e-6 * cells,
    report: 1 + 1e-5 * cells,
  };
}
