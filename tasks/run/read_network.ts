/** The network of a run, which its weights and their config make; a listing of runs does without. @module */

import { isDeepStrictEqual } from "node:util";
import { type Config, parseConfig } from "../../lib/config.ts";
import { Network } from "../../lib/network.ts";
import { networksOf, type TrainedModel } from "../../lib/ensemble/trained_model.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { openEngine } from "./open_engine.ts";
import { inFile, readWeights } from "./run_folder.ts";

export interface RunNetwork {
  readonly network: TrainedModel;
  readonly config: Config;
  /** The epoch of its weights; over folds the number of rounds. */
  readonly epoch: number;
  readonly path: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The class of a model whose file has this metadata; ensembles are loaded where it is over folds alone. */
export async function classOfModel({ folds }: { readonly folds?: string }) {
  return folds === undefined
    ? Network
    : (await import("../../lib/table/folds/fold_ensemble.ts")).FoldEnsemble;
}

/**
 * Reads a run's weights, from its folder or from the file itself, and makes its network.
 * @param engine the name of the network's engine, as `chooseEngine` gives it
 * @throws {Error} if there is no run, or its weights are not a run's; the message names the file
 */
export async function readNetwork(run: string, engine = "auto"): Promise<RunNetwork> {
  const { path, bytes } = await readWeights(run);
  const { metadata } = inFile(path, () => parseSafetensors(bytes));
  const Model = await classOfModel(metadata);
  return inFile(path, () => {
    if (metadata["config"] === undefined) throw new SyntaxError("its metadata holds no config");
    const config = parseConfig(JSON.parse(metadata["config"]));
    const network = Model.fromSafetensors(bytes, { engine: openEngine(engine, 1) });
    // Commands have quantities from the metadata: outputs and errors are in standard deviations here.
    if ("quantities" in network) network.quantities = undefined;
    checkAgreement(config, network);
    checkFinite(network);
    if (!/^[1-9]\d*$/.test(metadata["epoch"] ?? "")) {
      throw new SyntaxError(`its epoch is ${metadata["epoch"]}: expected a whole number from 1 up`);
    }
    return { network, config, epoch: Number(metadata["epoch"]), path, metadata };
  });
}

/**
 * Checks that every weight and bias is a number: the answers of a network with others are none.
 * @throws {RangeError} if one is NaN or infinite
 */
export function checkFinite(network: TrainedModel): void {
  for (const { weights, biases } of networksOf(network)) {
    for (const [kind, layers] of [["weight", weights], ["bias", biases]] as const) {
      for (const [layer, { values }] of layers.entries()) {
        const wrong = values.find((value) => !Number.isFinite(value));
        if (wrong === undefined) continue;
        throw new RangeError(
          `it holds no trained network: a ${kind} of layer ${layer + 1} is ${wrong}`,
        );
      }
    }
  }
}

/** Checks that the config in a network's file agrees with the network. */
function checkAgreement(config: Config, network: TrainedModel): void {
  const [first, ...others] = networksOf(network) as [Network, ...Network[]];
  const { sizes, activation, outputActivation, cost, seed } = first;
  const names = { activation: activation.name, outputActivation: outputActivation.name };
  const found = { sizes, ...names, cost: cost.name, ...others.length === 0 && { seed } };
  for (const [key, value] of Object.entries(found)) {
    const claimed = config[key as keyof typeof found];
    if (isDeepStrictEqual(claimed, value)) continue;
    throw new SyntaxError(
      `its config has the ${key} ${JSON.stringify(claimed)}, its network ${JSON.stringify(value)}`,
    );
  }
}
