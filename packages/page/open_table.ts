/** Networks of tables, of which one may be an ensemble over folds. @module */

import { createEngine } from "../../mod.ts";
import { parseDecision } from "../../lib/measure/decide/mod.ts";
import { parseMetadata } from "../../lib/evaluate/mod.ts";
import { firstNetworkOf, parseTrainedModel } from "../../lib/table/folds/mod.ts";
import { parseSafetensors } from "../../lib/formats/mod.ts";
import type { OpenNetwork } from "./open_network.ts";

/** Opens a file of weights. An ensemble has several networks to ask for every point of a chart: plain loops are too slow. */
export function openTable(file: Uint8Array): OpenNetwork {
  const { metadata } = parseSafetensors(file);
  const engine = createEngine(metadata["folds"] === undefined ? "reference" : "auto");
  const network = parseTrainedModel(file, { engine });
  const outputActivation = firstNetworkOf(network).outputActivation.name;
  const decision = parseDecision(metadata["decision"], network.sizes.at(-1)!);
  return { network, outputActivation, ...parseMetadata(metadata, network), decision, metadata };
}
