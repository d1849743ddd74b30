/** Networks of the page. @module */

import { parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { parseMetadata } from "../../../lib/evaluate/metadata.ts";
import {
  createEngine,
  Network,
  type NoveltyDetector,
  type PredictionIntervals,
} from "../../../mod.ts";
import type { Quantity } from "../../../lib/table/columns.ts";
import { parseLabels } from "../../run/labels.ts";
import { parseQuantities } from "../../datasets/quantities.ts";

/** A network with what its file says besides. */
export interface OpenNetwork {
  readonly network: Network;
  /** Tells what does not look like the data that it learned from, if the file says. */
  readonly detector: NoveltyDetector | undefined;
  /** How far off quantities are, if the file says. */
  readonly intervals: PredictionIntervals | undefined;
  /** How many examples it learned from, NaN if the file does not say. */
  readonly rows: number;
  /** What the columns of its table are, in JSON; of a table only. */
  readonly table: string | undefined;
  /** What its outputs stand for, if they are of quantities that were standardized, and of no table. */
  readonly quantities: readonly Quantity[] | undefined;
  /** The name of each label, if it learned from examples that may have several. */
  readonly labels: readonly string[] | undefined;
}

/** Opens a file of weights for single examples: plain loops are fast enough for one, and their memory is collected. */
export function openNetwork(file: Uint8Array): OpenNetwork {
  const { metadata } = parseSafetensors(file);
  const { trainingSize = NaN }: { trainingSize?: number } = Object(
    JSON.parse(metadata["config"] ?? "{}"),
  );
  const network = Network.fromSafetensors(file, { engine: createEngine("reference") });
  return {
    network,
    ...parseMetadata(metadata, network),
    rows: trainingSize,
    table: metadata["table"],
    quantities: metadata["quantities"] === undefined
      ? undefined
      : parseQuantities(metadata["quantities"], network.sizes.at(-1)!),
    labels: metadata["labels"] === undefined ? undefined : parseLabels(metadata["labels"], network),
  };
}
