/** Small ensembles over folds, for tests. @module */

import { Dataset, Network } from "../../../mod.ts";
import { fitFolds, type TableModel } from "../../../lib/table/mod.ts";
import type { FoldFamily } from "../../../lib/table/folds/fold_ensemble.ts";
import type { MemberTraining } from "../../../lib/table/folds/member_trainer.ts";
import { encodingTablesOf } from "../../../lib/table/encode/tables.ts";
import { InputEncoding } from "../../../lib/table/encode/input_encoding.ts";
import { type TableDatasets, tableDatasets } from "../../../lib/table/encode/datasets.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import type { TableSource } from "../../../lib/table/cells/source.ts";
import { tableOf } from "../table_fixture.ts";

/** 150 rows: a size that is missing at times, a color, a code of 25 levels, a class of 3, one of 12, and a mass in grams. */
export function shopTable(rows = 150): TableSource {
  return tableOf([
    ["size", "count", "color", "code", "kind", "shelf", "mass"],
    ...Array.from({ length: rows }, (_, k) => {
      const size = (k * 37) % 101 / 4;
      const code = (k * 11) % 25;
      const color = ["red", "blue", "green"][(k * 5) % 3]!;
      const mass = 20 * size + (code % 5) * 30 + (k * 29) % 17 / 4;
      const kind = ["small", "middle", "large"][mass < 200 ? 0 : mass < 400 ? 1 : 2]!;
      return [
        k % 11 === 3 ? "" : `${size}`,
        `${(k * 7) % 4}`,
        color,
        `item ${code}`,
        kind,
        `shelf ${Math.min(11, Math.floor(mass / 50))}`,
        `${mass}`,
      ];
    }),
  ]);
}

/** How members are trained, with all that a checkpoint keeps. */
export const TRAINING: MemberTraining = {
  network: { activation: "relu", outputActivation: "softmax", cost: "logLikelihood" },
  options: {
    optimizer: { name: "adamw" },
    learningRate: 0.01,
    batchSize: 16,
    epochs: 4,
    averaging: { decay: 0.9 },
    dropout: { hidden: 0.1 },
    earlyStopping: { patience: 2 },
  },
};

/** The shop's rows with folds; the code's levels are made for folds alone. */
export function shopDatasets(options: Partial<TableOptions> = {}): Promise<TableDatasets> {
  const { target = "kind" } = options;
  const without = ["kind", "shelf", "mass"].filter((name) => !target.includes(name));
  return tableDatasets(shopTable(), { target, without, gaps: "mean", folds: 3, ...options });
}

/** Ensembles that learned a little from the shop's rows, by their options: each is trained once. */
const trained = new Map<string, Promise<TableModel>>();

/** An ensemble over folds of the shop's rows, which tests do not change. */
export function shopModel(
  options: Partial<TableOptions> = {},
  training: Parameters<typeof fitFolds>[1] = { epochs: 2, hidden: [6] },
): Promise<TableModel> {
  const key = JSON.stringify([options, training]);
  const make = async () => await fitFolds(await shopDatasets(options), training);
  if (!trained.has(key)) trained.set(key, make());
  return trained.get(key)!;
}

/** A table of one number: the mean 10, the deviation 2. */
export const ONE_NUMBER = {
  version: 1,
  columns: [{ kind: "number", name: "x", mean: 10, deviation: 2, gaps: "drop" }],
  target: { kind: "quantity", quantities: [{ name: "y", mean: 0, deviation: 1 }] },
} as const;

/** One number's features and targets. */
export function numbers(xs: readonly number[], ys = xs): Dataset {
  const [inputs, targets] = [xs, ys].map((values) => new Float32Array(values));
  return new Dataset({ inputs: inputs!, features: 1, targets: targets!, outputs: 1 });
}

/** A member whose answer to x is slope·x. */
export function memberOf(slope: number, fold: number, repeat = 0): FoldFamily["members"][number] {
  const tables = encodingTablesOf(ONE_NUMBER, numbers([-1, 0, 1]), 2);
  const network = new Network([1, 1], { activation: "linear" });
  network.weights[0]!.values.set([slope]);
  network.biases[0]!.values.fill(0);
  const encoding = new InputEncoding("standardized", tables);
  return { network, encoding, fold, repeat, epoch: 5 };
}

/** A family of such members, one a fold. */
export function familyOf(
  weight: number,
  slopes: readonly number[],
  more: Partial<FoldFamily> = {},
): FoldFamily {
  return {
    name: "standardized",
    encoding: "standardized",
    hidden: [],
    weightDecay: 0.5,
    weight,
    members: slopes.map((slope, fold) => memberOf(slope, fold)),
    ...more,
  };
}
