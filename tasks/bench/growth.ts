/** How the time of an epoch grows with the training size and the width of the hidden layer. @module */

import { type Dataset, type Engine, Network, train } from "../../mod.ts";
import { TRAININGS } from "./workloads.ts";

/** The seconds of an epoch of W1's recipe at another size. */
export interface Growth {
  /** The units of the hidden layer. */
  hidden: number;
  /** The training images of an epoch. */
  images: number;
  /** The seconds of an epoch. */
  secondsPerEpoch: number;
}

const HIDDEN = [30, 100, 300, 1000];
const FRACTIONS = [1 / 8, 1 / 4, 1 / 2, 1];

/** Measures every pair of sizes: an eighth of an epoch first, then the faster of two epochs. */
export async function measureGrowth(data: Dataset, engine: Engine): Promise<Growth[]> {
  const growth: Growth[] = [];
  // Subsets are made once: an engine may keep a copy of each.
  const subsets = FRACTIONS.map((fraction) => data.subset(0, Math.ceil(data.size * fraction)));
  for (const hidden of HIDDEN) {
    const { network: options, train: recipe } = TRAININGS.W1!;
    const network = new Network([data.features, hidden, data.classes], { ...options, engine });
    const trainOn = async (subset: Dataset): Promise<number> => {
      const start = performance.now();
      for await (const _ of train(network, subset, { ...recipe, epochs: 1 }));
      return (performance.now() - start) / 1000;
    };
    await trainOn(subsets[0]!);
    for (const subset of subsets) {
      const seconds = [await trainOn(subset), await trainOn(subset)];
      growth.push({ hidden, images: subset.size, secondsPerEpoch: Math.min(...seconds) });
    }
  }
  return growth;
}
