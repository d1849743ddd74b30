/** Networks of the page. @module */

import { createEngine } from "../../lib/engine/create.ts";
import { Network } from "../../lib/network.ts";
import type { Decision } from "../../lib/measure/decide/mod.ts";
import { parseMetadata } from "../../lib/measure/metadata.ts";
import type { NoveltyDetector, PredictionIntervals } from "../../lib/evaluate/mod.ts";
import type { TrainedModel } from "../../lib/table/folds/mod.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";

/** A network with what else its file contains. */
export interface OpenNetwork {
  readonly network: TrainedModel;
  /** The name of the activation function of the outputs. */
  readonly outputActivation: string;
  /** Recognizes what does not look like the training data, if the file has it. */
  readonly detector: NoveltyDetector | undefined;
  /** How far off quantities are, if the file has it. */
  readonly intervals: PredictionIntervals | undefined;
  /** What is decided by the probabilities of classes, if it is of a table and its file has it. */
  readonly decision?: Decision | undefined;
  /** The texts of the file, by their keys. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Opens a file of weights for single examples: plain loops are fast enough for one, and their memory is collected. */
export function openNetwork(file: Uint8Array): OpenNetwork {
  const { metadata } = parseSafetensors(file);
  const network = Network.fromSafetensors(file, { engine: createEngine("reference") });
  const outputActivation = network.outputActivation.name;
  return { network, outputActivation, ...parseMetadata(metadata, network), metadata };
}
