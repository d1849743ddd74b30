/** What is shown of a value as blocks of a document, which the printer of reports draws. @module */

import { isObject } from "../checks/texts.ts";
import { Dataset } from "../dataset.ts";
import { type Blocks, columnTable, heading } from "../document/blocks.ts";
import { count } from "../numerics/number_text.ts";
import { Network } from "../network.ts";
import { costText } from "../network/costs.ts";
import { parameterCount } from "../network/parameters.ts";
import { shownIndices } from "../numerics/show.ts";
import { datasetBlocks } from "./drawing/dataset.ts";
import { evaluationDrawing, isEvaluation } from "./drawing/evaluation.ts";
import { grayDrawing, isRows } from "./drawing/gray_levels.ts";
import { historyDrawing, isEpochs } from "./drawing/history.ts";
import { type Drawing, rangeText } from "./drawing/parts.ts";

/** A value as a drawing; undefined if it is only text. */
export function drawingOf(value: unknown): Drawing | undefined {
  if (value instanceof Network) return { blocks: networkBlocks(value) };
  if (value instanceof Dataset) return { blocks: datasetBlocks(value) };
  if (isEpochs(value)) return historyDrawing(value);
  if (isObject(value) && isEpochs(value["epochs"])) return historyDrawing(value["epochs"]);
  if (isEvaluation(value)) return evaluationDrawing(value);
  if (isRows(value)) return grayDrawing([value]);
  if (Array.isArray(value) && value.length > 0 && value.every(isRows)) return grayDrawing(value);
  return undefined;
}

/** The layers of a network. */
function networkBlocks({ sizes, cost, activation, outputActivation, weights }: Network): Blocks {
  const layers = shownIndices(sizes.length - 1);
  const cells = (of: (layer: number) => string | number) =>
    layers.map((layer) => layer < 0 ? "…" : of(layer));
  return [
    heading(`${count(parameterCount(sizes))} parameters, ${costText(cost.name)}`),
    columnTable("Layers", [
      { head: "layer", cells: cells((layer) => layer + 1) },
      { head: "inputs", cells: cells((layer) => sizes[layer]!) },
      { head: "units", cells: cells((layer) => sizes[layer + 1]!) },
      {
        head: "activation",
        cells: cells((layer) => (layer === sizes.length - 2 ? outputActivation : activation).name),
      },
      { head: "weights", cells: cells((layer) => rangeText(weights[layer]!.values)) },
    ]),
  ];
}
