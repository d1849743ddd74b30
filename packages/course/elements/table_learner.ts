/** A network that learns a table of two columns, and what it answers all over the plane. @module */

import { Dataset, evaluate, Network } from "../../../mod.ts";
import { suitedInitializers } from "../../../lib/network/mod.ts";
import type { PlaneTable } from "./drawn_tables.ts";
import type { ActivationName } from "../../../mod.ts";

/** The least and the largest value of each column, with a margin. */
export type Bounds = readonly [readonly [number, number], readonly [number, number]];

const BATCH_SIZE = 10;

/** How the network is made. */
export interface LearnerOptions {
  /** The units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly seed?: number;
}

/** A table, and the network that learns it. */
export class TableLearner {
  readonly network: Network;
  readonly table: PlaneTable;
  readonly bounds: Bounds;
  /** The number of the epoch that was learned last. */
  epoch = 0;
  readonly #data: Dataset;

  constructor(table: PlaneTable, { hidden, activation, seed = 1 }: LearnerOptions) {
    this.table = table;
    this.bounds = [boundsOf(table, 0), boundsOf(table, 1)];
    const { inputs, labels, classNames } = table;
    this.#data = Dataset.from({ inputs, labels: [...labels], classNames }).standardize();
    this.network = new Network([2, ...hidden, classNames.length], {
      activation,
      outputActivation: "softmax",
      cost: "logLikelihood",
      seed,
      classNames,
      initializer: suitedInitializers[activation],
      standardization: this.#data.standardization!,
    });
  }

  /**
   * Learns one epoch of mini-batches.
   * @param l2 λ of the penalty λ/2n·Σw²
   */
  learn(learningRate: number, l2: number): void {
    const { network } = this;
    const data = this.#data;
    this.epoch++;
    const options = { epoch: this.epoch, seed: network.seed, engine: network.engine };
    for (const batch of data.batches(BATCH_SIZE, options)) {
      network.updateMiniBatch(batch, learningRate, { l2: l2 / data.size });
    }
  }

  /** The mean cost of all rows, and the fraction of them that is answered rightly. */
  evaluate(): { readonly cost: number; readonly accuracy: number } {
    const { cost, accuracy } = evaluate(this.network, this.#data);
    return { cost, accuracy: accuracy! };
  }

  /**
   * What the network answers in the middle of each cell of a square grid, row by row from the top.
   * @returns [size · size, classes], probabilities
   */
  answers(size: number): Float32Array {
    const points = gridOf(this.bounds, size);
    const standardized = this.network.standardization!.apply(points);
    const rows = { kind: "dense", rows: size * size, columns: 2, values: standardized } as const;
    return this.network.feedforward(rows).values;
  }
}

function boundsOf({ inputs }: PlaneTable, column: 0 | 1): [number, number] {
  const values = inputs.map((row) => row[column]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low) * 0.08;
  return [low - margin, high + margin];
}

/** [size · size, 2] The middles of the cells, row by row from the top. */
export function gridOf([[left, right], [bottom, top]]: Bounds, size: number): Float64Array {
  const points = new Float64Array(2 * size * size);
  let k = 0;
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      points[k++] = left + (right - left) * (c + 0.5) / size;
      points[k++] = top - (top - bottom) * (r + 0.5) / size;
    }
  }
  return points;
}
