/** Turns the rounds of training over folds into a run: keeps the clock, the metrics, and what is written. @module */

import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { evaluate, weightsSha256 } from "../../mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import type { Decision } from "../../lib/table/decide/mod.ts";
import { type Engine, NUMERICS } from "../../lib/engine/mod.ts";
import {
  assembleFolds,
  candidatesIn,
  type FoldedData,
  type FoldEnsemble,
  type FoldFamily,
  isOfFolds,
  type MemberPlan,
  type MemberTrainers,
  type MemberTraining,
  type Round,
} from "../../lib/table/folds/mod.ts";
import type { RecordedAnswers } from "../../lib/ensemble/mod.ts";
import type { OpenData } from "../data/open_data.ts";
import { endsEarlyWith } from "../run/early_end.ts";
import { decidedResults } from "../run/decided.ts";
import { decisionIn } from "../run/decision.ts";
import { distributionsText } from "../run/distributions.ts";
import { intervalsText, noveltyText } from "../run/novelty.ts";
import { resultOf } from "../run/result.ts";
import { metricsText, readRun } from "../run/run_folder.ts";
import type { FamilySummary, Metrics, RunFolder, Summary } from "../run/run_folder.ts";
import { formatSaved, type Saved } from "../run/saved.ts";
import { round as rounded, versions } from "./recorder.ts";
import { warningsOf } from "./warnings.ts";

/** How many times as long as a write, which evaluates all members, a run trains between two writes. */
const TIMES_BETWEEN_WRITES = 10;

interface RecordedFolds {
  readonly name: string;
  readonly config: Config;
  readonly folder: RunFolder;
  readonly data: OpenData & { readonly folded: FoldedData };
  readonly plans: readonly MemberPlan[];
  readonly training: MemberTraining;
  /** The linear models, where they are solved. */
  readonly linear: FoldFamily | undefined;
  /** Assembles the ensemble and evaluates it. */
  readonly engine: Engine;
  /** How many threads train. */
  readonly workers: number;
  readonly costVersion: number;
}

/** The members that train. */
interface TrainedMembers {
  readonly trainers: Pick<MemberTrainers, "checkpoints">;
  /** The answers of each member's best epoch to its fold, until the last whole round. */
  readonly bestOutputs: readonly Float32Array[];
}

/** An ensemble whose results are written. */
interface Assembled {
  readonly ensemble: FoldEnsemble;
  /** Its answers to the rows that it learned from. */
  readonly outOfFold: RecordedAnswers;
  readonly decision: Decision | undefined;
  readonly results: Pick<Summary, "validation" | "test" | "decision">;
  readonly sha256: string;
}

export class FoldRecorder {
  readonly #run: RecordedFolds;
  readonly #members: TrainedMembers;
  readonly #metrics: Metrics[] = [];
  readonly #began = performance.now();
  /** The saved run, if it was resumed and this process has not completed a round yet. */
  #before: Saved | undefined;
  readonly #secondsBefore: number;
  #roundBegan = 0;
  #written: Summary | undefined;
  #writtenAt = performance.now();
  #writeTook = 0;
  #isLast = false;
  #novelty: { readonly text: string | undefined } | undefined;
  #assembled: Assembled | undefined;

  constructor(run: RecordedFolds, members: TrainedMembers, saved: Saved | undefined) {
    this.#run = run;
    this.#members = members;
    this.#before = saved;
    this.#secondsBefore = saved?.seconds ?? 0;
    this.#metrics.push(...saved?.metrics ?? []);
    this.#isLast = saved !== undefined && hasStoppedEarly(saved, run.config);
  }

  get metrics(): readonly Metrics[] {
    return this.#metrics;
  }

  /** The ensemble of the members' best epochs, with its results. */
  async assembled(): Promise<Assembled> {
    return this.#assembled ??= await this.#assemble();
  }

  startRound(): void {
    this.#roundBegan = performance.now();
  }

  /**
   * Records a round.
   * @param isLast whether all members have stopped early
   */
  record(round: Round, isLast: boolean): Metrics {
    const seconds = (performance.now() - this.#roundBegan) / 1000;
    const { quantities, folded: { training } } = this.#run.data;
    const { members = [], ...line } = lineOf(round, quantities);
    const trained = members.filter((cost) => cost !== null).length;
    const { folds } = this.#run.config;
    const metrics: Metrics = {
      ...line,
      seconds: rounded(seconds),
      samplesPerSecond: Math.round(trained * training.size * (1 - 1 / folds) / seconds),
      members,
    };
    this.#metrics.push(metrics);
    this.#before = undefined;
    this.#assembled = undefined;
    this.#isLast = isLast;
    return metrics;
  }

  /**
   * Writes the run.
   * @param interval the least milliseconds since the last write
   * @returns the summary; `undefined` if there is no whole round yet
   */
  async write(
    given: Summary["ended"],
    { interval = 0, more = {} }: { interval?: number; more?: Partial<Summary> } = {},
  ): Promise<Summary | undefined> {
    if (this.#metrics.length === 0) return undefined;
    const least = interval && Math.max(interval, TIMES_BETWEEN_WRITES * this.#writeTook);
    if (performance.now() - this.#writtenAt < least) return this.#written;
    const { config, folder, data, costVersion } = this.#run;
    const isUntouched = given === "interrupted" && this.endedItself === undefined &&
      isDeepStrictEqual(this.#before?.config, config);
    if (isUntouched) return (await readRun(folder.path)).summary;
    const began = performance.now();
    const ended = this.endedItself ?? given;
    const assembled = await this.assembled();
    const metrics = metricsText(this.#metrics);
    const { ensemble } = assembled;
    const isCut = ended === "interrupted" || ended === "diverged";
    const { results, decision } = assembled;
    const epochs = this.#metrics.length;
    const warnings = isCut ? [] : warningsOf(config, ensemble, { ...results, epochs }, data);
    const summary = this.#summarize(ended, assembled, metrics, {
      ...more,
      ...warnings.length > 0 && { warnings },
    });
    const { text: novelty } = this.#novelty ??= { text: noveltyText(data) };
    const intervals = intervalsText(assembled.outOfFold, data);
    const distributions = distributionsText(assembled.outOfFold, data, decision);
    const members = await this.#members.trainers.checkpoints(this.#metrics.length);
    await folder.write({
      ...{ config, metrics, summary },
      weights: ensemble.toSafetensors({
        config: JSON.stringify(config),
        epoch: String(this.#metrics.length),
        ...costVersion > 1 && { costVersion: String(costVersion) },
        table: JSON.stringify(data.table),
        ...novelty !== undefined && { novelty },
        ...intervals !== undefined && { intervals },
        ...decision !== undefined && { decision: JSON.stringify(decision) },
        ...distributions !== undefined && { distributions },
      }),
      checkpoint: await formatSaved({
        checkpoint: { numerics: NUMERICS, epoch: this.#metrics.length, members },
        ...{ config, metrics: this.#metrics, costVersion },
        seconds: summary.seconds,
        engine: { name: summary.engine, workers: summary.workers },
      }),
    });
    this.#written = summary;
    this.#writtenAt = performance.now();
    this.#writeTook = this.#writtenAt - began;
    return summary;
  }

  /** How training has ended by itself; `undefined` if it has not. */
  get endedItself(): "done" | "earlyStopping" | undefined {
    if (this.#metrics.length >= this.#run.config.epochs) return "done";
    return this.#isLast ? "earlyStopping" : undefined;
  }

  async #assemble(): Promise<Assembled> {
    const { config, data, plans, training, linear, engine } = this.#run;
    const { folded, test, quantities } = data;
    const round = this.#metrics.length;
    const checkpoints = await this.#members.trainers.checkpoints(round);
    const outputs = this.#members.bestOutputs;
    const trained = { data: folded, plans, training, checkpoints, outputs, linear };
    const ensemble = assembleFolds(trained, engine);
    const known = candidatesIn(ensemble, plans).map((m) => outputs[m]!);
    const outOfFold = ensemble.outOfFold(folded.training, folded.folds, known);
    const decision = decisionIn(outOfFold, data, config.dataset);
    const results = {
      validation: resultOf(evaluate(outOfFold, folded.training), quantities),
      ...config.evaluate.includes("test") &&
        { test: resultOf(evaluate(ensemble, test), quantities) },
    };
    const answersOf = (split: keyof typeof results) => split === "test" ? ensemble : outOfFold;
    return {
      ensemble,
      outOfFold,
      decision,
      results: decidedResults(results, decision, data, answersOf),
      sha256: await weightsSha256(ensemble),
    };
  }

  #summarize(
    ended: Summary["ended"],
    { ensemble, results, sha256 }: Assembled,
    metrics: string,
    more: Partial<Summary>,
  ): Summary {
    const { name, config, data, engine, workers } = this.#run;
    const { hashes } = data;
    const trainer = this.#before?.engine ?? { name: engine.name, workers };
    const here = this.#before === undefined ? (performance.now() - this.#began) / 1000 : 0;
    return {
      ...{ name, epochs: this.#metrics.length, ended, best: null },
      epoch: ensemble.families.flatMap(({ members }) => members.map(({ epoch }) => epoch)),
      families: familiesOf(ensemble),
      ...results,
      weightsSha256: sha256,
      metricsSha256: hash("sha256", metrics),
      data: { ...hashes },
      ...{ engine: trainer.name, workers: trainer.workers, seed: config.seed },
      seconds: rounded(this.#secondsBefore + here),
      ...more,
      versions: versions(),
    };
  }
}

/** What a line of the metrics has of a round, but for its times. */
export function lineOf(
  { number, learningRate, train, validation, members }: Round,
  quantities: OpenData["quantities"],
): Omit<Metrics, "seconds" | "samplesPerSecond"> {
  return {
    ...{ epoch: number, learningRate, train },
    validation: resultOf(validation, quantities),
    members,
  };
}

/** What a summary has of the families. */
export function familiesOf({ families }: FoldEnsemble): FamilySummary[] {
  return families.map(({ name, weightDecay, weight, members }) => ({
    ...{ name, sizes: [...members[0]!.network.sizes], weightDecay, weight },
    members: members.length,
  }));
}

/** Whether all members of a saved run have stopped early. */
function hasStoppedEarly({ checkpoint }: Saved, config: Config): boolean {
  return isOfFolds(checkpoint) &&
    checkpoint.members.every(({ history }) => endsEarlyWith(config, history));
}
