/** Small data, and the warnings of networks that were trained on it. */

import { parseDraft, resolveConfig } from "../../../lib/config.ts";
import { Dataset, evaluate, Network, train } from "../../../mod.ts";
import { factsOf } from "../../../tasks/data/source.ts";
import { resultOf } from "../../../tasks/run/result.ts";
import { warningsOf } from "../../../tasks/train/warnings.ts";

/** Points in a square; their class or quantity follows from their position. */
export function points(of: (x: number, y: number) => number, scale = 1): number[][] {
  return Array.from({ length: 240 }, (_, k) => {
    const [x, y] = [(k * 37 % 101) / 50 - 1, (k * 53 % 89) / 44 - 1];
    return [scale * x, scale * y, of(x, y)];
  });
}

export function classesOf(rows: number[][]): Dataset {
  return Dataset.from({
    inputs: rows.map((row) => row.slice(0, 2)),
    labels: rows.map((row) => row[2]!),
    classes: 2,
  });
}

export async function warnings(data: Dataset, changes: object): Promise<string> {
  const splits = { training: data, validation: data, test: data };
  const given = { dataset: { npz: "data.npz" }, epochs: 20, ...changes };
  const config = resolveConfig(parseDraft(given), factsOf(splits));
  const { sizes, activation, outputActivation, cost, initializer, optimizer } = config;
  const network = new Network(sizes, {
    seed: config.seed,
    activation,
    outputActivation,
    cost,
    initializer,
  });
  const { epochs, batchSize, learningRate, classWeights } = config;
  const weights = classWeights === null ? {} : { classWeights };
  const options = { epochs, batchSize, learningRate, optimizer, ...weights };
  for await (const _ of train(network, data, options));
  const validation = resultOf(evaluate(network, data), undefined);
  return warningsOf(config, network, { validation, epochs }, splits).join("\n") || "no warning";
}

export const half = points((x, y) => Number(x + y > 0));
