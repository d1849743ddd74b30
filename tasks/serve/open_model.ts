/** The model of a run, for a server. @module */

import { basename, dirname } from "@std/path";
import { mnist } from "../../lib/digits/mnist.ts";
import { weightsSha256 } from "../../lib/network/weights.ts";
import type { Model, ServedModel } from "../../lib/serve/models.ts";
import { networksOf } from "../../lib/ensemble/trained_model.ts";
import { answersOf, datasetOf } from "../results/predict/answers.ts";
import { distributionsOf } from "../results/predict/distributions.ts";
import { detectorOf } from "../results/predict/inputs.ts";
import { checkAlike } from "../results/predict/open_mean.ts";
import { type OpenEnsemble, openEnsemble } from "../run/open_ensemble.ts";
import type { OpenNetwork, OpenOptions } from "../run/open_network.ts";
import { FILES, readRun } from "../run/run_folder.ts";
import { tableModelOf } from "./table.ts";

/** How many digits of the weights' SHA-256 are a model's version. */
const VERSION_DIGITS = 12;

/** The name of a run's model: that of its folder, or of the file of weights. */
export function modelName(run: string): string {
  const name = basename(run);
  return name === FILES.weights ? basename(dirname(run)) : name.replace(/\.safetensors$/, "");
}

/**
 * Opens the model of a run, of a file of weights, or of a sweep's folder, whose runs answer together.
 * @throws {Error} if there is none, it is damaged, or its weights are not those of its summary
 */
export async function openModel(run: string, options: OpenOptions): Promise<Required<ServedModel>> {
  const found = await openEnsemble([run], options);
  const [first] = found.opened as [OpenNetwork];
  const networks = found.opened.flatMap(({ network }) => networksOf(network));
  const hash = await weightsSha256(found.opened.length === 1 ? first.network : { networks });
  const isOfRun = options.model === undefined && first.run === run && first.path !== run &&
    first.config !== undefined;
  if (isOfRun && (await readRun(run)).summary.weightsSha256 !== hash) {
    throw new Error(`Cannot use ${first.path}: its weights differ from the run's summary`);
  }
  return { model: modelOf(run, found), version: hash.slice(0, VERSION_DIGITS), problem: undefined };
}

function modelOf(run: string, found: OpenEnsemble): Model {
  const { opened, ensemble } = found;
  const [first, other] = opened as [OpenNetwork, OpenNetwork?];
  if (first.table !== undefined) return tableModelOf(run, found);
  checkAlike(opened);
  const { problem, names, quantities } = answersOf(opened, ensemble);
  if (problem.isOneHot) { for (const { network } of opened) network.classNames ??= names; }
  const seesAll = other === undefined && !first.config?.normalizeWidth;
  return {
    network: seesAll ? first.network : ensemble,
    labels: problem.noun === "labels" ? names : undefined,
    quantities,
    detector: detectorOf(first, datasetOf(first) === mnist.name),
    distributions: distributionsOf(first),
  };
}
