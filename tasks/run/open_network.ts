/**
 * A network from a run, or from any safetensors file of a network. PyTorch's files lack the functions between the layers:
 * the command line names them. @module
 */

import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../lib/config.ts";
import { catalogue } from "../../lib/digits/mnist.ts";
import { type ActivationName, activations } from "../../lib/network/activations.ts";
import type { CostName } from "../../lib/network/costs.ts";
import {
  type InputDescription,
  parseInputDescription,
} from "../../lib/pictures/input_description.ts";
import { isJoint, type TrainedModel } from "../../lib/ensemble/trained_model.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import type { OpenData } from "../data/source.ts";
import { type Option, type OptionValues, UsageError } from "../cli/arguments.ts";
import { parseLabels } from "./labels.ts";
import type { Target } from "../../lib/problem/target.ts";
import { parseQuantities, type QuantityScale } from "../../lib/problem/quantities.ts";
import { openEngine } from "./open_engine.ts";
import { checkFinite, classOfModel, readNetwork } from "./read_network.ts";
import { inFile, readConsistent, readWeights } from "./run_folder.ts";

const only = "for weights that are not from a run";

/** The options that replace what a file without a config lacks. */
export const FUNCTION_OPTIONS = {
  activation: {
    description: `The activation of the hidden layers, ${only}`,
    value: "NAME",
    choices: Object.keys(activations),
  },
  "output-activation": {
    description: `The activation of the outputs, ${only}`,
    value: "NAME",
    choices: Object.keys(activations),
  },
  dataset: { description: `The data set, ${only}`, value: "NAME", choices: Object.keys(catalogue) },
} as const satisfies { readonly [name: string]: Option };

/** Which models of a run over folds answer. */
export const MODEL_OPTIONS = {
  model: {
    description: "Which model of a run with folds predicts (default: their weighted mean)",
    value: "NAME",
    choices: ["linear", "piecewise", "standardized", "trees"],
  },
} as const satisfies { readonly [name: string]: Option };

export type FunctionValues = OptionValues<
  { name: string; description: string; options: typeof FUNCTION_OPTIONS }
>;

export interface OpenOptions extends FunctionValues {
  /** The name of the engine, as `chooseEngine` gives it. Default: auto */
  readonly engine?: string;
  /** One of {@linkcode MODEL_OPTIONS}. */
  readonly model?: string | undefined;
}

export interface OpenNetwork {
  readonly network: TrainedModel;
  readonly run: string;
  readonly path: string;
  /** The data set; `undefined` if neither the file nor the command line names one. */
  readonly dataset: Config["dataset"] | undefined;
  /** The file's metadata, less the names of the functions and the seed. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The columns, if it learned from a table. */
  readonly table?: OpenData["table"];
  /** What it predicts of a row, if it learned from a table. */
  readonly target?: Target;
  /** Sentences on the columns that give its target away. */
  readonly leaks?: readonly string[];
  /** The quantities of its outputs, if they were standardized, and not of a table. */
  readonly quantities?: readonly QuantityScale[];
  /** What the inputs are, if the file holds it. */
  readonly input?: InputDescription;
  /** The name of each label, if it learned from examples that may have several. */
  readonly labels?: readonly string[];
  /** The run's config; `undefined` for weights that no run wrote. */
  readonly config?: Config;
  readonly epoch?: number;
}

/**
 * Opens a network.
 *
 * Without a config the cost is that of the metadata, or else the usual one for the output activation.
 * @throws {UsageError} if the options are missing and needed, or given and not needed
 * @throws {Error} if there is no such run, or the file is not a network's; the message names the file
 */
export async function openNetwork(run: string, values: OpenOptions): Promise<OpenNetwork> {
  return await readConsistent(run, () => open(run, values));
}

async function open(run: string, values: OpenOptions): Promise<OpenNetwork> {
  const { path, bytes } = await readWeights(run);
  const all = inFile(path, () => parseSafetensors(bytes)).metadata;
  const { activation: hidden, outputActivation: last, cost, seed: _, ...metadata } = all;
  const { engine = "auto" } = values;
  const given = Object.keys(FUNCTION_OPTIONS).filter((name) =>
    values[name as keyof FunctionValues] !== undefined
  );
  if (metadata["config"] !== undefined) {
    if (given.length > 0) {
      throw new UsageError(`--${given[0]} is for weights without a config: ${path} has one`);
    }
    const { network: all, config, epoch } = await readNetwork(run, engine);
    const network = chosenModel(path, all, values.model);
    const descriptions = await descriptionsIn(path, metadata, network);
    const { dataset } = config;
    return { network, run, path, dataset, metadata, ...descriptions, config, epoch };
  }
  const { activation = hidden, "output-activation": outputActivation = last, dataset } = values;
  // The network checks the names that a file has, and `choices` those of the command line.
  const Model = await classOfModel(all);
  const network = inFile(path, () => {
    const model = Model.fromSafetensors(bytes, {
      ...activation !== undefined && { activation: activation as ActivationName },
      ...outputActivation !== undefined && {
        outputActivation: outputActivation as ActivationName,
      },
      cost: cost as CostName ?? costFor(outputActivation),
      engine: openEngine(engine, 1),
    });
    checkFinite(model);
    return model;
  });
  // Commands have quantities from the metadata: outputs and errors are in standard deviations here.
  if ("quantities" in network) network.quantities = undefined;
  const missing = [
    ...activation === undefined && network.sizes.length > 2 ? ["--activation relu"] : [],
    ...outputActivation === undefined ? ["--output-activation softmax"] : [],
  ];
  if (missing.length > 0) {
    throw new UsageError(
      `Cannot find the functions of ${path}, which holds no config: name them, for example ` +
        `${missing.join(" ")}`,
    );
  }
  const chosen = chosenModel(path, network, values.model);
  const descriptions = await descriptionsIn(path, metadata, chosen);
  return { network: chosen, run, path, dataset, metadata, ...descriptions };
}

/** One part of an ensemble over folds, or the model as it is. */
function chosenModel(path: string, model: TrainedModel, name: string | undefined): TrainedModel {
  if (name === undefined) return model;
  if (isJoint(model)) return model.only(name);
  throw new UsageError(`Cannot choose --model ${name}: ${path} holds one network, not folds`);
}

type Description = "table" | "quantities" | "input" | "labels";

/**
 * Parses the descriptions in metadata; the network gets the names of the table's classes.
 * @throws {Error} if they are damaged, or not those of the network; the message names the file
 */
async function descriptionsIn(
  path: string,
  { table, quantities, input, labels }: { readonly [name in Description]?: string },
  network: TrainedModel,
): Promise<Pick<OpenNetwork, Description | "target" | "leaks">> {
  const tables = table === undefined ? undefined : await import("../data/described_table.ts");
  return inFile(path, () => ({
    ...tables?.describedTable(network, table!),
    ...quantities !== undefined && {
      quantities: parseQuantities(quantities, network.sizes.at(-1)!),
    },
    ...input !== undefined && { input: parseInputDescription(input, network.features) },
    ...labels !== undefined && { labels: parseLabels(labels, network) },
  }));
}

function costFor(outputActivation: string | undefined): CostName {
  if (outputActivation === "softmax") return "logLikelihood";
  return outputActivation === "sigmoid" ? "crossEntropy" : "quadratic";
}

/** Whether two networks learned from the same columns and target; what is left out has no part in answers. */
export function haveSameTable(...both: [OpenNetwork, OpenNetwork]): boolean {
  const [one, other] = both.map(({ table }) => table && [table.columns, table.target]);
  return isDeepStrictEqual(one, other);
}
