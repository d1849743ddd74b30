/** What a model of a table is in other formats. @module */

import type { JointModel } from "../../lib/ensemble/trained_model.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import {
  type DescribedModule,
  describeTable,
  type WeightFormat,
} from "../../lib/module/describe.ts";
import { answeringTreesIn, familiesIn } from "../../lib/table/folds/networks.ts";
import { TableModel } from "../../lib/table/model/table_model.ts";
import { metadataOf } from "../results/predict/answers.ts";
import { distributionsOf } from "../results/predict/distributions.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { decisionOfRuns } from "../run/saved_decision.ts";

/**
 * What a module of it holds.
 * @param explains whether it explains its answers too
 * @throws {RangeError} if a weight is too large for float16
 */
export function describeTableModule(
  opened: OpenNetwork,
  weights: WeightFormat,
  explains: boolean,
): DescribedModule {
  const distributions = distributionsOf(opened);
  const facts = { ...metadataOf(opened), distributions };
  return describeTable(new TableModel(opened.network, opened.table!, facts), weights, explains);
}

/** It as ONNX, which takes the columns of a table. */
export function tableOnnx(
  opened: OpenNetwork,
  texts: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const decision = decisionOfRuns([opened]);
  return new TableModel(opened.network, opened.table!, { decision }).toOnnx(texts);
}

/**
 * An ensemble over folds as JSON: its families and encodings, and each member's network as one alone has it. Where its boosted
 * trees answer, it has these instead.
 */
export function foldsJson(ensemble: JointModel, facts: object): string {
  const trees = answeringTreesIn(ensemble);
  if (trees !== undefined) {
    const folds = trees.folds.map((fold) =>
      Object.fromEntries(Object.entries(fold).map(([name, values]) => [name, Array.from(values)]))
    );
    return JSON.stringify({ ...facts, trees: { ...trees, folds } }) + "\n";
  }
  const { trees: _, ...folds } = JSON.parse(
    parseSafetensors((ensemble.refitted ?? ensemble).toSafetensors()).metadata["folds"]!,
  );
  const members = familiesIn(ensemble).flatMap(({ members }) =>
    members.map(({ network, encoding }) => ({
      network,
      levels: encoding.levels.map((inputs) => Array.from(inputs)),
    }))
  );
  return JSON.stringify({ ...facts, folds, members }) + "\n";
}
