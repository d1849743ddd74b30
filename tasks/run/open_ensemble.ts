/** Networks that answer together: runs that are named one by one, or the runs of a finished sweep. @module */

import type { Ensemble } from "../../lib/ensemble.ts";
import { weightsSha256 } from "../../lib/network/weights.ts";
import { UsageError } from "../cli/arguments.ts";
import { ensembleOf } from "./evaluated_model.ts";
import { type OpenNetwork, openNetwork, type OpenOptions } from "./open_network.ts";
import { holdsSweep, keptRuns } from "./sweep_folder.ts";

export interface OpenEnsemble {
  readonly opened: readonly OpenNetwork[];
  readonly ensemble: Ensemble;
}

/**
 * Opens runs, or the folder of a sweep, as an ensemble whose members count the same. The runs of a sweep come in the order of
 * its metric.
 * @throws {UsageError} if a sweep's folder stands beside others
 * @throws {Error} if there is no such run, or a member's weights are not those that the sweep's file names
 */
export async function openEnsemble(
  runs: readonly string[],
  values: OpenOptions,
): Promise<OpenEnsemble> {
  const opened: OpenNetwork[] = [];
  for (const run of runs) {
    if (!await holdsSweep(run)) opened.push(await openNetwork(run, values));
    else if (runs.length === 1) opened.push(...await openSweep(run, values));
    else {
      throw new UsageError(
        `Cannot combine ${run} with others: it is a sweep, and stands for its runs only`,
      );
    }
  }
  return { opened, ensemble: ensembleOf(opened) };
}

/** Opens the networks of a sweep, whose weights its summary names. */
async function openSweep(folder: string, values: OpenOptions): Promise<OpenNetwork[]> {
  return await Array.fromAsync(
    await keptRuns(folder),
    async ({ path, weightsSha256: expected }) => {
      const member = await openNetwork(path, { ...values, model: undefined });
      if (expected !== undefined && await weightsSha256(member.network) !== expected) {
        throw new Error(
          `Cannot use ${member.path}: its weights differ from the weights in ${folder}`,
        );
      }
      return values.model === undefined ? member : await openNetwork(path, values);
    },
  );
}
