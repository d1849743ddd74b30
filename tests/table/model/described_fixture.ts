/** Descriptions of tables with every kind of column, for tests. */

import { Network } from "../../../mod.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import type { ActivationName } from "../../../mod.ts";

export const COLUMNS: TableDescription["columns"] = [
  { kind: "number", name: "time", mean: 1e9, deviation: 0.5, gaps: "mean" },
  { kind: "category", name: "sky", values: ["", "clear", "cloudy"], gaps: "category" },
  { kind: "category", name: "wind", values: ["north", "south"], gaps: "drop" },
];
/** The target is a class. */
export const CLASSES: TableDescription = {
  version: 1,
  columns: COLUMNS,
  target: { kind: "class", name: "feels", classes: ["warm", "__proto__", "cold"] },
};
/** The target is two quantities. */
export const QUANTITIES: TableDescription = {
  version: 1,
  columns: COLUMNS,
  target: {
    kind: "quantity",
    quantities: [
      { name: "rain", unit: "mm", mean: 1000, deviation: 10 },
      { name: "sun", mean: 0, deviation: 2 },
    ],
  },
};

/** A network of six inputs, as many as these columns have features. */
export function networkFor(outputs: number, outputActivation: ActivationName): Network {
  return new Network([6, 4, outputs], { activation: "tanh", outputActivation, seed: 3 });
}
