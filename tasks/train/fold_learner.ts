/** Members over folds that learn on several cores. @module */

import type { Config } from "../../lib/config.ts";
import { weightDecaysOf } from "../../lib/config/recipe.ts";
import { userDatasetOf } from "../../lib/config/user_data.ts";
import type { Dataset } from "../../lib/dataset.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { evaluate } from "../../lib/evaluate.ts";
import { isInResults, resultKey } from "../../lib/measure/result_metrics.ts";
import { metricValue } from "../../lib/measure/metric_table.ts";
import { positiveOf } from "../../lib/measure/metric/answered.ts";
import { expectedOf } from "../../lib/measure/row_scores.ts";
import { weightCount } from "../../lib/network/parameters.ts";
import { TRAIN_OPTIONS } from "../../lib/options.ts";
import { expectedThreshold } from "../../lib/measure/decide/threshold.ts";
import type { FoldCheckpoint } from "../../lib/train/fold_checkpoint.ts";
import type { truthOfFolds } from "../../lib/table/folds/compare.ts";
import type { CurveStep } from "../../lib/table/folds/learning_curve.ts";
import { countFolds, isJoint, type TrainedModel } from "../../lib/ensemble/trained_model.ts";
import type { FoldEnsemble } from "../../lib/table/folds/fold_ensemble.ts";
import { type Candidates, candidatesOf, solveLinearFamily } from "../../lib/table/folds/linear.ts";
import type { MemberTraining } from "../../lib/table/folds/member_trainer.ts";
import { LocalTrainers } from "../../lib/table/folds/member_trainers.ts";
import {
  firstFolds,
  type FoldedData,
  memberNetwork,
  memberSizes,
} from "../../lib/table/folds/members.ts";
import type { Measure } from "../../lib/table/folds/rounds.ts";
import { FoldTraining, resumable } from "../../lib/table/folds/train.ts";
import type { TreesTask } from "../../lib/table/folds/trees.ts";
import type { Truth } from "../../lib/measure/verdict/truth.ts";
import type { OpenData } from "../data/source.ts";
import { optionsIn } from "../run/decision.ts";
import { hasStopped, isToRefit } from "../run/early_end.ts";
import { resultOf } from "../run/result.ts";
import type { Metrics, Summary } from "../run/run_folder.ts";
import type { Searched } from "./table/search.ts";
import { type Comparison, type Learner, type LearnerOptions, roundTime } from "./learner.ts";
import { MemberTimes } from "./table/member_times.ts";
import { MemberWorkers } from "./member_workers.ts";

/** The members of a config, and how they are trained. */
export interface FoldPlans extends Candidates {
  readonly training: MemberTraining;
}

/**
 * The learner of a config with folds.
 * @param owned ends the threads
 */
export async function foldLearner(
  config: Config,
  opened: OpenData,
  engine: Engine,
  options: LearnerOptions,
  owned: DisposableStack,
): Promise<Omit<Learner, keyof Disposable>> {
  const { saved, firstFolds: count, workers, clock, stopAfter, signal } = options;
  const found = saved?.checkpoint as FoldCheckpoint | undefined; // the config has folds
  const data = foldedIn(opened);
  const planned = foldPlansOf(config, data);
  const { training } = planned;
  const checkpoint = found && resumable(found, planned.plans, training);
  const how = { training, engine: options.engine, threads: workers };
  const { plans, linear } = count === undefined ? planned : firstMembers(planned, count);
  const network = memberNetwork(plans[0]!, data, training.network, engine);
  network.classNames = data.training.classNames;
  const last = stopAfter ?? config.epochs;
  let areDone = checkpoint !== undefined && hasStopped(checkpoint, config);
  options.onStart?.(network, workers);
  const compares = opened.table !== undefined && config.evaluate.includes("test");

  const measure = measureOf(config.dataset, opened);
  const resume = checkpoint?.members;
  const starting = workers === 0
    ? undefined
    : MemberWorkers.start(data, plans, { ...how, signal, resume }).then((some) => owned.use(some));
  clock?.enter("linear");
  const solving = solveLinearFamily({
    data,
    plans: linear,
    training,
    engine,
    signal,
    onWarning: options.onWarning,
  });
  const [threads, family] = await Promise.all([starting, solving]); // threads load while this one solves
  const trainers = threads ?? new LocalTrainers(data, plans, training, engine, resume);
  const folds = new FoldTraining({
    data,
    plans,
    training,
    engine,
    trainers,
    linear: family,
    measure,
    ...count !== undefined && { judged: firstFolds(data, count) },
  });
  if (checkpoint !== undefined) await folds.restore(checkpoint);

  async function* epochs(signal: AbortSignal): AsyncGenerator<Metrics, void, void> {
    let began = 0;
    const sizes = plans.map((plan) => weightCount(memberSizes(plan, data)));
    const weights = sizes.reduce((a, b) => a + b, 0) / sizes.length;
    const times = new MemberTimes(config, { plans, folds, lanes: trainers.lanes, last, weights });
    clock?.enter("training");
    const rounds = folds.rounds({
      epochs: last,
      signal,
      onRound(number) {
        began = performance.now();
        clock?.goOn(`epoch ${number}`, times.left());
        if (clock === undefined || !compares) return;
        for (const [stage, seconds] of times.later(opened)) clock.expect(stage, seconds);
      },
      onMember: (done) => options.onPart?.(done / plans.length),
    });
    for await (const { number, learningRate, train, validation, members, hasStopped } of rounds) {
      const seconds = (performance.now() - began) / 1000;
      const trained = members.filter((cost) => cost !== null).length;
      const samples = trained * data.training.size * (1 - 1 / config.folds);
      areDone = hasStopped;
      times.ended(seconds);
      yield {
        epoch: number,
        learningRate,
        train,
        validation: resultOf(validation, opened.quantities),
        seconds: roundTime(seconds),
        samplesPerSecond: Math.round(samples / seconds),
        members,
      };
    }
  }

  async function compare(
    model: FoldEnsemble,
    { ended, known, signal }: Comparison,
  ): Promise<Truth | undefined> {
    if (known !== undefined || ended === "paused") return known;
    try {
      const hasNoCurve = ended === "timeLimit" || searched?.selected !== undefined;
      const curve = hasNoCurve ? undefined : await curveOf(model, signal);
      clock?.enter("trees");
      const onFitted = () => clock?.goOn(undefined);
      const fitAllTrees = (tasks: readonly TreesTask[]) =>
        threads!.fitTrees(tasks, { signal, onFitted });
      return await truthOfEnsemble(model, opened, config, {
        curve,
        outOfFold,
        signal,
        onFitted: () => clock?.enter("comparison"),
        onTrees: (trees) => model.trees = trees,
        ...threads !== undefined && { fitAllTrees },
      });
    } catch (error) {
      if (!signal.aborted) throw error;
      options.onWarning?.(
        "Stopped before the network was compared with simpler models: --resume does that",
      );
      return undefined;
    }
  }

  /** What a search came to, once it has. */
  let searched: Searched | undefined;

  const outOfFold = (some: FoldEnsemble) => (searched?.selected ?? folds).outOfFold(some);

  /** The model that learned from the rows of the test too, once it has. */
  let refitted: FoldEnsemble | undefined;

  async function refitAll(ensemble: FoldEnsemble, signal: AbortSignal): Promise<boolean> {
    const { refit } = await import("../../lib/table/folds/refit.ts");
    clock?.enter("refit");
    const began = performance.now();
    try {
      refitted = await refit({
        ensemble,
        data,
        test: opened.test,
        plans,
        linear,
        training,
        engine,
        signal,
        onEpoch: (number, epochs) => {
          const seconds = (performance.now() - began) / 1000;
          const left = number === 1 ? undefined : seconds / (number - 1) * (epochs - number + 1);
          clock?.goOn(`epoch ${number} of ${epochs}`, left);
        },
        ...threads !== undefined && {
          trainersFor: (...rows) => threads.ofOtherRows(...rows, signal),
        },
      });
      return true;
    } catch (error) {
      if (!signal.aborted) throw error;
      options.onWarning?.(
        "Stopped before the networks were trained on the test rows too: --resume does that",
      );
      return false;
    }
  }

  /** Trains what the learning curve needs; it is in no file. */
  async function curveOf(model: FoldEnsemble, signal: AbortSignal): Promise<CurveStep[]> {
    const { trainCurve } = await import("../../lib/table/folds/learning_curve.ts");
    clock?.enter("curve");
    const onMember = () => clock?.goOn(undefined);
    const decisions = optionsIn(config.dataset);
    const compared = { ensemble: model, data, outOfFold, recipe: config.recipe, decisions };
    return await trainCurve(compared, plans, async (some) => {
      const trainers = threads === undefined
        ? new LocalTrainers(data, some, training, engine)
        : await threads.others(some, signal);
      for (let round = 0;; round++) {
        const epochs = await trainers.advance(undefined, { onMember, signal });
        if (epochs.some((epoch) => epoch !== undefined)) continue;
        return await trainers.bestOutputs(round) as Float32Array[];
      }
    });
  }

  return {
    network,
    workers,
    isAssembled: true,
    epochs,
    hasStopped: () => areDone,
    checkpoint: () => folds.checkpoint(),
    async kept() {
      const ensemble = searched?.selected?.ensemble ?? await folds.ensemble();
      const answers = outOfFold(ensemble);
      const measured = measure?.(answers.outputs, data.training);
      const found = { ...evaluate(answers, data.training), measured };
      const validation = resultOf(found, opened.quantities);
      const test = config.evaluate.includes("test") && opened.test.size > 0
        ? resultOf(evaluate(ensemble, opened.test), opened.quantities)
        : undefined;
      const kept = { best: null, epoch: epochsOf(ensemble), families: familiesOf(ensemble) };
      const refit = refitted && refitOf(refitted, opened);
      const search = searched && { search: searched.summary };
      return {
        model: refitted ?? ensemble,
        answers,
        summary: { ...kept, validation, ...test && { test }, ...refit && { refit }, ...search },
      };
    },
    async last() {
      const { validation, members } = await folds.lastRound();
      return { validation: resultOf(validation, opened.quantities), members };
    },
    compare: (model, comparison) => compare(model as FoldEnsemble, comparison),
    async search(model, asked, { seconds, signal }) {
      const { searchEnsemble } = await import("./table/search.ts");
      const ensemble = model as FoldEnsemble;
      const shown = { clock, outOfFold, seconds, signal };
      const found = { config, opened, data, plans, training, engine, threads, ensemble };
      searched = await searchEnsemble({ asked, ...found, ...shown });
    },
    ...isToRefit(config) && opened.test.size > 0 && {
      refit: (model, signal) => refitAll(model as FoldEnsemble, signal),
    },
  };
}

/** The members of the first folds that are trained, in the first repeat. */
function firstMembers({ plans }: Candidates, count: number): Candidates {
  const isTrained = ({ family, fold, repeat }: Candidates["plans"][number]) =>
    family.name !== "linear" && fold < count && repeat === 0;
  return { plans: plans.filter(isTrained), linear: [] };
}

/** The rows of a config with folds. */
function foldedIn({ folded }: OpenData): FoldedData {
  if (folded === undefined) throw new Error("Cannot train over folds: the data has none");
  return folded;
}

/** Plans the members of a config. */
export function foldPlansOf(config: Config, folded: FoldedData): FoldPlans {
  const { activation, outputActivation, initializer, cost } = config;
  const options = Object.entries(config).filter(([key]) => Object.hasOwn(TRAIN_OPTIONS, key));
  const training: MemberTraining = {
    network: { activation, outputActivation, initializer, cost },
    options: Object.fromEntries(options) as unknown as MemberTraining["options"],
  };
  const plan = {
    folds: countFolds(folded),
    repeat: config.repeat,
    seed: config.seed,
    hidden: config.sizes.slice(1, -1),
    weightDecays: weightDecaysOf(config.optimizer),
    recipe: config.recipe,
  };
  return { ...candidatesOf(plan, training), training };
}

/**
 * The result of an ensemble beside simpler models.
 * @param more what the learning curve is made of, which is left out without that; what fits trees and gets them, and what gives
 * up
 */
export async function truthOfEnsemble(
  ensemble: FoldEnsemble,
  data: OpenData,
  { dataset, recipe }: Pick<Config, "dataset" | "recipe">,
  more: Pick<
    Parameters<typeof truthOfFolds>[0],
    "curve" | "outOfFold" | "fitAllTrees" | "onTrees" | "onFitted" | "signal"
  > = {},
): Promise<Truth> {
  const { truthOfFolds } = await import("../../lib/table/folds/compare.ts");
  const { test, table, times } = data;
  return await truthOfFolds({
    ensemble,
    data: foldedIn(data),
    test,
    description: table!,
    times,
    decisions: optionsIn(dataset),
    recipe,
    ...more,
  });
}

/** Gives a model the trees that the run has, which it was compared with. */
export async function keepTrees(path: string, model: TrainedModel): Promise<void> {
  const { readNetwork } = await import("../run/read_network.ts");
  const { network } = await readNetwork(path);
  if (!isJoint(model) || !isJoint(network)) return;
  (model as FoldEnsemble).trees = (network as FoldEnsemble).trees;
}

/** What a summary has of the families. */
export function familiesOf({ families }: FoldEnsemble): NonNullable<Summary["families"]> {
  return families.map(({ name, weightDecay, weight, members }) => ({
    name,
    sizes: [...members[0]!.network.sizes],
    weightDecay,
    weight,
    members: members.length,
  }));
}

/** What a summary has of networks that learned from the rows of the test too; `undefined` if none did. */
export function refitOf(
  { refitted }: FoldEnsemble,
  { training, test }: Pick<OpenData, "training" | "test">,
): Summary["refit"] {
  const trained = refitted?.families.filter(({ members }) => members[0]!.epoch > 0);
  return trained && {
    rows: training.size + test.size,
    epochs: trained.map(({ members }) => members[0]!.epoch),
  };
}

/** The epochs that are kept, as a summary has them. */
export function epochsOf({ families }: FoldEnsemble): number[] {
  return families.flatMap(({ members }) => members.map(({ epoch }) => epoch));
}

/**
 * What measures answers out of fold by the metric that a config asks for, to compare trials; `undefined` where results have it
 * in any case. Costs are those at the threshold which they stand for, since each rung has other rows to choose one by.
 */
export function measureOf(
  dataset: Config["dataset"],
  { training, classes, quantities }: Pick<OpenData, "training" | "classes" | "quantities">,
): Measure | undefined {
  const { metric, costs, positive: name } = userDatasetOf(dataset) ?? {};
  if (metric === undefined || isInResults(metric)) return undefined;
  const facts = { classes, quantities, positive: name };
  const positive = positiveOf(expectedOf(training, facts));
  const thresholds = costs && [{ ...costs, positive, from: expectedThreshold(costs) }];
  return (outputs: Float32Array, data: Dataset) => {
    const expected = { ...expectedOf(data, facts), positive };
    const rows = Uint32Array.from({ length: data.size }, (_, row) => row);
    const value = metricValue(metric, { outputs, thresholds }, expected, rows);
    return value === undefined ? {} : { [resultKey(metric)]: value };
  };
}
