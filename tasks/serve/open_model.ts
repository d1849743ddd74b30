/** The model of a run, for a server. @module */

import { basename, dirname } from "@std/path";
import { weightsSha256 } from "../../mod.ts";
import { mnist } from "../../lib/digits/mod.ts";
import type { Model, ServedModel } from "../../lib/serve/mod.ts";
import { TableModel } from "../../lib/table/mod.ts";
import { answersOf, datasetOf, metadataOf } from "../predict/answers.ts";
import { detectorOf } from "../predict/inputs.ts";
import {
  ensembleOf,
  type OpenNetwork,
  openNetwork,
  type OpenOptions,
} from "../run/open_network.ts";
import { FILES, readRun } from "../run/run_folder.ts";

/** How many digits of the weights' SHA-256 are a model's version. */
const VERSION_DIGITS = 12;

/** The name of a run's model: that of its folder, or of the file of weights. */
export function modelName(run: string): string {
  const name = basename(run);
  return name === FILES.weights ? basename(dirname(run)) : name.replace(/\.safetensors$/, "");
}

/**
 * Opens the model of a run, or of a file of weights.
 * @throws {Error} if there is none, it is damaged, or its weights are not those of its summary
 */
export async function openModel(run: string, options: OpenOptions): Promise<Required<ServedModel>> {
  const opened = await openNetwork(run, options);
  const hash = await weightsSha256(opened.network);
  const isOfRun = opened.path !== run && opened.config !== undefined;
  if (isOfRun && (await readRun(run)).summary.weightsSha256 !== hash) {
    throw new Error(`Cannot use ${opened.path}: its weights are not those of the run's summary`);
  }
  return { model: modelOf(opened), version: hash.slice(0, VERSION_DIGITS), problem: undefined };
}

function modelOf(opened: OpenNetwork): Model {
  const { network, table } = opened;
  if (table !== undefined) return new TableModel(network, table, metadataOf(opened));
  const { problem, names, quantities } = answersOf([opened], network);
  if (problem.isOneHot) network.classNames ??= names;
  const ofDigits = datasetOf(opened) === mnist.name;
  return {
    network: opened.config?.normalizeWidth ? ensembleOf([opened]) : network,
    labels: problem.noun === "labels" ? names : undefined,
    quantities,
    detector: detectorOf(opened, ofDigits),
    distributions: metadataOf(opened).distributions,
  };
}
