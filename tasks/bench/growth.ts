/** How the time of an epoch grows with the training size and the width of the hidden layer. @module */

import { type Dataset, type Engine, Network, train } from "../../mod.ts";
import { type GrowthRow, type Row, rowOf } from "./row.ts";
import { TRAININGS } from "./workloads.ts";

const HIDDEN = [30, 100, 300, 1000];
const FRACTIONS = [1 / 8, 1 / 4, 1 / 2, 1];

/** Measures every pair of sizes: an eighth of an epoch first, then two epochs. */
export async function* measureGrowth(
  data: Dataset,
  engine: Engine,
  who: Pick<Row, "who" | "threads">,
): AsyncGenerator<GrowthRow> {
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
      const images = subset.size;
      const seconds = [await trainOn(subset), await trainOn(subset)];
      const row = rowOf({ workload: "growth", ...who, seconds, images, testAccuracy: null });
      yield { ...row, hidden, images };
    }
  }
}
