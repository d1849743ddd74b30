/**
 * 10,000 trials on 500 machines of which 2 % are lost: the mean of 40 simulations, and beside it the same on paper:
 *
 *     deno run packages/lab/bench/simulate_sweep.ts
 *
 * Every shard is followed from epoch to epoch. A machine is lost at a random moment; its shard is put back in the queue and
 * goes on from what it saved last. A stage ends when its last shard has ended, and then it is merged. `docs/scale.md` has
 * the formulas and quotes what this prints. @module
 */

import { RandomStream } from "../../../lib/numerics/mod.ts";
import { bytes, count, duration } from "../../../tasks/cli/format.ts";
import { markdownTable } from "../../../tasks/cli/table.ts";

/** A sweep and the machines that it runs on: times in seconds, sizes in bytes. */
export interface Assumptions {
  readonly name: string;
  readonly trials: number;
  readonly machines: number;
  /** After how many epochs each stage ends. */
  readonly rungs: readonly number[];
  /** One of so many trials goes on after a stage. */
  readonly factor: number;
  /** The shortest and the longest epoch of a trial; between them uniform in the logarithm, as widths are drawn. */
  readonly epoch: readonly [shortest: number, longest: number];
  /** How much longer the slowest machine takes than the fastest, as a fraction; between them uniform. */
  readonly spread: number;
  /** The fraction of machines that are lost in the time that all trials take without halving. */
  readonly lost: number;
  /** From the submission of a stage until its shards train. */
  readonly start: number;
  /** From the loss of a machine until its shard trains again: it is noticed, queued and started. */
  readonly restart: number;
  /** A merge, from the end of the last shard until the next stage is submitted. */
  readonly merge: number;
  /** The data set, which every machine reads when it starts. */
  readonly data: number;
  /** What a trial writes when it saves: weights and checkpoint. */
  readonly saved: number;
  /** A trial saves after its first and last epoch, and after others if it last did so at least these seconds ago. */
  readonly interval: number;
  /** The record of a trial after a stage. */
  readonly record: number;
}

export interface Outcome {
  /** From the submission until all is merged, in seconds. */
  readonly seconds: number;
  /** How often a shard was started again. */
  readonly retries: number;
  /** Read and written over the network, in bytes. */
  readonly bytes: number;
  /** Work that had to be done again, in seconds of a machine. */
  readonly lostSeconds: number;
  /** All work, in seconds of a machine. */
  readonly workSeconds: number;
}

/**
 * Trials of MNIST with a hidden layer of 30 to 300 units: an epoch of W1 and W2 of `docs/performance.md` takes 0.1 s and
 * 0.3 s. Bytes are those of a sweep's folders. A merge of 10,000 trials takes 10 s, and waits in the queue before.
 */
const SHORT: Assumptions = {
  name: "short trials, grid",
  trials: 10_000,
  machines: 500,
  rungs: [30],
  factor: 3,
  epoch: [0.1, 1],
  spread: 0.2,
  lost: 0.02,
  start: 30,
  restart: 450, // a node that does not answer for 300 s counts as lost, for Slurm and for Kubernetes
  merge: 60,
  data: 55e6,
  saved: 800e3,
  interval: 2,
  record: 4e3,
};

/** As long as trials of larger networks, or on more data. */
const LONG: Assumptions = { ...SHORT, name: "long trials, grid", epoch: [10, 100] };

const RUNGS = [1, 3, 10, 30];

export const SCENARIOS: readonly Assumptions[] = [
  SHORT,
  { ...SHORT, name: "short trials, halving", rungs: RUNGS },
  LONG,
  { ...LONG, name: "long trials, halving", rungs: RUNGS },
];

/** A stage: how many trials train how many epochs more, and how many go on. */
interface Stage {
  readonly trials: number;
  readonly epochs: number;
  readonly next: number;
}

function stagesOf({ trials, rungs, factor }: Assumptions): Stage[] {
  const reached = (stage: number) => Math.floor(trials / factor ** stage);
  return rungs.map((end, stage) => ({
    trials: reached(stage),
    epochs: end - (rungs[stage - 1] ?? 0),
    next: stage + 1 < rungs.length ? reached(stage + 1) : 0,
  }));
}

/** The mean of an epoch's seconds: (b − a) / ln(b / a). */
function meanEpoch({ epoch: [a, b] }: Assumptions): number {
  return (b - a) / Math.log(b / a);
}

/** How many losses there are in a second of a machine. */
function lossRate(assumptions: Assumptions): number {
  const { trials, machines, rungs, lost } = assumptions;
  const whole = trials * rungs.at(-1)! * meanEpoch(assumptions) / machines;
  return -Math.log(1 - lost) / whole;
}

/** So many simulations are averaged. */
export const SIMULATIONS = 40;

/** The mean of many simulations. */
export function simulateMany(assumptions: Assumptions, times = SIMULATIONS): Outcome {
  const outcomes = Array.from({ length: times }, (_, k) => simulate(assumptions, k + 1));
  const mean = (key: keyof Outcome) => outcomes.reduce((sum, one) => sum + one[key], 0) / times;
  return {
    seconds: mean("seconds"),
    retries: mean("retries"),
    bytes: mean("bytes"),
    lostSeconds: mean("lostSeconds"),
    workSeconds: mean("workSeconds"),
  };
}

/** Follows every shard once, with random numbers of a seed. */
function simulate(assumptions: Assumptions, seed: number): Outcome {
  const { machines, epoch: [shortest, longest], spread, start, restart, merge } = assumptions;
  const { data, saved, interval } = assumptions;
  const random = new RandomStream(seed, "data");
  const rate = lossRate(assumptions);
  const untilLoss = () => -Math.log(1 - random.uniform()) / rate;
  const total = { seconds: 0, retries: 0, bytes: 0, lostSeconds: 0, workSeconds: 0 };
  for (const { trials, epochs, next } of stagesOf(assumptions)) {
    const drawn = Array.from(
      { length: trials },
      () => shortest * (longest / shortest) ** random.uniform(),
    );
    const ends = shardsOf(drawn, machines).map((shard) => {
      const slowness = 1 + spread * random.uniform();
      let now = start;
      let loss = now + untilLoss();
      total.bytes += data;
      for (const seconds of shard.map((one) => one * slowness)) {
        let [epoch, savedEpoch, unsaved] = [0, 0, interval];
        while (epoch < epochs) {
          if (loss < now + seconds) {
            total.retries++;
            total.bytes += data;
            total.lostSeconds += (epoch - savedEpoch) * seconds + loss - now;
            total.workSeconds -= (epoch - savedEpoch) * seconds;
            epoch = savedEpoch;
            unsaved = 0;
            now = loss + restart;
            loss = now + untilLoss();
          } else {
            now += seconds;
            unsaved += seconds;
            total.workSeconds += seconds;
            epoch++;
            if (unsaved < interval && epoch < epochs) continue;
            total.bytes += saved;
            [savedEpoch, unsaved] = [epoch, 0];
          }
        }
      }
      return now;
    });
    total.seconds += Math.max(...ends) + merge;
    total.bytes += mergedBytes(assumptions, trials, next);
  }
  return total;
}

/**
 * Divides trials among machines as `sweep` does: the longest first, each to the shard with the least work so far.
 * @returns the seconds of the trials of each shard
 */
function shardsOf(seconds: readonly number[], machines: number): number[][] {
  const shards = Array.from(
    { length: Math.min(machines, seconds.length) },
    () => ({ trials: [] as number[], work: 0 }),
  );
  for (const one of seconds.toSorted((a, b) => b - a)) {
    const least = shards.reduce((least, shard) => shard.work < least.work ? shard : least);
    least.trials.push(one);
    least.work += one;
  }
  return shards.map(({ trials }) => trials);
}

/** What a merge moves: records are written and read; checkpoints that go on are read, written, and read by the next stage. */
function mergedBytes({ record, saved }: Assumptions, trials: number, next: number): number {
  return 2 * trials * record + 3 * next * saved;
}

/** The same without random numbers: the formulas of `docs/scale.md`. */
export function onPaper(assumptions: Assumptions): Outcome {
  const { machines, epoch: [shortest, longest], spread } = assumptions;
  const { start, restart, merge, data, saved, interval } = assumptions;
  const [rate, mean] = [lossRate(assumptions), meanEpoch(assumptions)];
  const slowness = 1 + spread / 2;
  const total = { seconds: 0, retries: 0, bytes: 0, lostSeconds: 0, workSeconds: 0 };
  for (const { trials, epochs, next } of stagesOf(assumptions)) {
    const shards = Math.min(machines, trials);
    const work = trials * epochs * mean * slowness;
    const losses = rate * work;
    // The slowest machine sets the pace, or the slowest of those that were lost: of n it is n parts of n + 1 from the fastest
    // to the slowest of all. If trials are few, the longest one sets it.
    const load = Math.max(trials * epochs * mean / shards, epochs * longest);
    const slowest = load * (1 + spread);
    const lost = load * (1 + spread * losses / (losses + 1)) + restart;
    // Of n losses two hit the same of m shards with a probability of about n² / 2m.
    const twice = restart * (1 - Math.exp(-(losses ** 2) / (2 * shards)));
    const hit = 1 - Math.exp(-losses);
    total.seconds += start + Math.max(slowest, hit * lost + (1 - hit) * slowest + twice) + merge;
    total.retries += losses;
    total.workSeconds += work;
    // Half of what is between two saves. An epoch that is hit is the likelier the longer it is: E[e²] / E[e] = (a + b) / 2.
    const between = Math.max(interval + mean / 2, (shortest + longest) / 2);
    total.lostSeconds += losses * Math.min(between, epochs * mean) * slowness / 2;
    const saves = mean < interval ? 1.5 + (epochs - 1) * mean / between : epochs;
    total.bytes += (shards + losses) * data + trials * Math.min(epochs, saves) * saved +
      mergedBytes(assumptions, trials, next);
  }
  return total;
}

export function tableOf(scenarios: readonly Assumptions[]): string {
  const rows = scenarios.map((assumptions) => {
    const [simulated, paper] = [simulateMany(assumptions), onPaper(assumptions)];
    const both = (text: (outcome: Outcome) => string) => `${text(simulated)} / ${text(paper)}`;
    return [
      assumptions.name,
      both(({ workSeconds }) => count(Math.round(workSeconds / 3600))),
      both(({ seconds }) => duration(seconds)),
      both(({ retries }) => retries.toFixed(1)),
      both(({ lostSeconds }) => duration(lostSeconds)),
      both((outcome) => bytes(outcome.bytes)),
    ];
  });
  const head = ["simulated / on paper", "machine hours", "time", "retries", "done again", "moved"];
  return markdownTable([head, ...rows]);
}

if (import.meta.main) console.log(tableOf(SCENARIOS));
