/** A model of one file: a run's, or the mean of a sweep's. @module */

import { entryOf } from "../../../lib/config/user_data.ts";
import { openEnsemble } from "../../run/open_ensemble.ts";
import { haveSameTable, type OpenNetwork, type OpenOptions } from "../../run/open_network.ts";

/**
 * Opens a run, or the folder of a sweep whose members learned from a table: their mean as one model.
 * @throws {Error} if several members did not learn from a table, or not from the same one
 */
export async function openMean(run: string, values: OpenOptions): Promise<OpenNetwork> {
  const found = await openEnsemble([run], values);
  const [first, other] = found.opened as [OpenNetwork, OpenNetwork?];
  if (other === undefined) return first;
  if (first.table !== undefined) return (await import("./table/mean.ts")).meanOfTable(run, found);
  throw new Error(
    `Cannot join the networks of ${run} in one file: they did not learn from a table; name one of them, ` +
      `such as ${first.run}, ` + "or answer by their mean with `predict`, `evaluate` or `serve`",
  );
}

/** @throws {Error} if networks differ in their inputs or answers */
export function checkAlike(opened: readonly OpenNetwork[]): void {
  const [first] = opened as [OpenNetwork];
  const meaning = ({ dataset, input, labels, quantities, network }: OpenNetwork) =>
    JSON.stringify([
      entryOf(dataset)?.name,
      input,
      labels,
      quantities,
      network.classNames,
      network.features,
    ]);
  const other = opened.find((network) =>
    !haveSameTable(first, network) || meaning(network) !== meaning(first)
  );
  if (other === undefined) return;
  throw new Error(
    `Cannot join ${first.run} and ${other.run} in one model: their columns, inputs or answers differ`,
  );
}
