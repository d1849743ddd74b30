/**
 * A network of a table as an ONNX model that takes the columns as they stand in the table, and answers by name: what
 * `RowEncoder` does before the network and `decodeQuantities` after it, as operators. @module
 */

import type { Decision, DecisionSets, DecisionThreshold } from "../../measure/decide/decide.ts";
import { type OnnxStep, outputNameOf } from "../../formats/onnx.ts";
import { OnnxBuilder } from "../../formats/onnx_builder.ts";
import { formatOnnxModel } from "../../formats/onnx_model.ts";
import { type TableColumn, type TableDescription, targetNamesOf } from "../columns/columns.ts";
import { kindOf } from "../columns/kinds.ts";
import { firstQuoted } from "../columns/kinds/shared.ts";
import { type ClassTarget, forTarget, type QuantityTarget } from "../columns/target.ts";

/**
 * Writes a network of a table as an ONNX model with an input for each column, by its name: [batch, 1] of float64 or of text.
 * Numbers and dates go in decoded: 1234.5 and not €1,234.50, 0.2 and not 20%, hours, 1 for yes, seconds since 1970 by the clock
 * of UTC. A column of words takes [batch, words] float32, 1 for each word that the text has.
 *
 * Numbers are standardized in float64 and then cast to float32; NaN is a missing value. A text that no training row had
 * is 0 for all categories. A row that cannot be predicted, since a column drops rows with missing values, has NaN outputs.
 *
 * Classes come out as `label` [batch], text, and `probabilities` [batch, classes], float32; the label is empty where there is
 * no prediction. Quantities come out by their names, each [batch, 1], float64 in its unit. Where a column is called `label`,
 * the output is `label_`, and so on.
 * @param model of as many inputs and outputs as the table has
 * @param metadata text to keep beside the graph
 * @param decision of two classes the threshold that the label follows; sets come out as `set` [batch, classes], bool
 * @throws {RangeError} if ONNX has nothing for an activation function
 */
export function formatTableOnnx(
  model: TableOnnxModel,
  { columns, target }: TableDescription,
  metadata: Readonly<Record<string, string>> = {},
  decision: Decision = {},
): Uint8Array<ArrayBuffer> {
  const names = columns.map(({ name }) => name);
  const graph = new OnnxBuilder([...names, ...targetNamesOf({ target })]);
  graph.inputs.push(...columns.map((column) => ({
    name: column.name,
    shape: ["batch", 1],
    ...kindOf(column).input(column),
  })));
  const { features, gaps } = encode(graph, columns);
  const raw = model.add(graph, features);
  const missing = missingRows(graph, [features, ...gaps]);
  const name = outputNameOf(model.activation);
  const add = { class: addClasses, quantity: addQuantities };
  forTarget(add, target, graph, raw, missing, name, decision);
  return formatOnnxModel(graph, metadata);
}

/** What answers to the features of a table. */
export interface TableOnnxModel {
  /** The operators of the activation function of the outputs. */
  readonly activation: readonly OnnxStep[];
  /** Adds it to a graph, from features [batch, features] float32 to outputs [batch, outputs] float32. */
  add(graph: OnnxBuilder, features: string): string;
}

/**
 * Adds what makes features of the columns; some columns of a kind beside each other are encoded at once.
 * @returns the features, [batch, features] float32; and what is NaN where a row is to be left out, each [batch, 1]
 */
function encode(
  graph: OnnxBuilder,
  columns: readonly TableColumn[],
): { features: string; gaps: string[] } {
  const parts: string[] = [];
  const gaps: string[] = [];
  let group: TableColumn[] = [];
  for (const [c, column] of columns.entries()) {
    group.push(column);
    const kind = kindOf(column);
    if (columns[c + 1]?.kind === column.kind && kind.joins?.(column)) continue;
    const nodes = kind.nodes(graph, group);
    parts.push(...nodes.features);
    gaps.push(...nodes.gaps ?? []);
    group = [];
  }
  return { features: graph.concat(parts, "features"), gaps };
}

/**
 * NaN for rows that have a number which is not finite, and 0 for the others. It is added to the outputs, since NaN does not
 * pass through every runtime's rectifiers.
 * @param matrices of as many rows
 * @returns [batch, 1]
 */
function missingRows(graph: OnnxBuilder, matrices: readonly string[]): string {
  const all = graph.concat(matrices, "missing.inputs");
  const missing = graph.node("Sub", [all, all], "missing.each");
  return graph.node("ReduceSum", [missing, graph.integers("missing.axis", [1])], "missing");
}

/**
 * Adds the outputs of classes: the name of the first of the largest, and all numbers.
 * @param raw what the network gives
 * @param missing what is NaN for rows without a prediction
 * @param outputName what the numbers are called
 */
function addClasses(
  { name, classes }: ClassTarget,
  graph: OnnxBuilder,
  raw: string,
  missing: string,
  outputName: string,
  { threshold, sets }: Decision,
): void {
  const outputs = graph.node("Add", [raw, missing], outputName);
  const best = threshold === undefined
    ? graph.node("ArgMax", [outputs], "best", { axis: { integer: 1 } }) // [batch, 1]
    : addThreshold(graph, outputs, threshold);
  const none = graph.integers("none", [classes.length]);
  const isMissing = graph.node("IsNaN", [missing], "missing.row");
  const known = graph.node("Where", [isMissing, none, best], "class");
  const axis = graph.integers("class.axis", [1]);
  const index = graph.node("Squeeze", [known, axis], "class.place");
  const label = graph.mlNode("LabelEncoder", [index], "label", {
    "keys_int64s": { integers: classes.map((_, k) => k) },
    "values_strings": { strings: classes },
    "default_string": { string: "" },
  });
  graph.outputs.push({ name: label, type: "string", shape: ["batch"], description: name }, {
    name: outputs,
    type: "float",
    shape: ["batch", classes.length],
    description: firstQuoted(classes),
  });
  if (sets !== undefined) {
    graph.outputs.push({
      name: addSets(graph, outputs, sets),
      type: "bool",
      shape: ["batch", classes.length],
      description: firstQuoted(classes),
    });
  }
}

/** The class that a threshold answers, [batch, 1] int64. */
function addThreshold(
  graph: OnnxBuilder,
  outputs: string,
  { positive, from }: DecisionThreshold,
): string {
  const axis = { axis: { integer: 1 } };
  const column = graph.integers("positive", [positive]);
  const chosen = graph.node("Gather", [outputs, column], "positive.probability", axis);
  const exact = graph.cast(chosen, "positive.exact", "double");
  const least = graph.doubles("threshold", [from ?? Infinity]);
  const below = graph.node("Less", [exact, least], "below"); // NaN is below nothing, and is left out later
  const [yes, no] = [positive, 1 - positive].map((k) => graph.integers("answer", [k]));
  return graph.node("Where", [below, no!, yes!], "best");
}

/** Which classes are in the set, [batch, classes] bool. */
function addSets(graph: OnnxBuilder, outputs: string, { bound }: DecisionSets): string {
  const exact = graph.cast(outputs, "probabilities.exact", "double");
  const scores = graph.node("Sub", [graph.doubles("one", [1]), exact], "scores");
  const most = graph.doubles("bound", typeof bound === "number" ? [bound] : bound);
  return graph.node("LessOrEqual", [scores, most], "set");
}

/** Adds the outputs of quantities: output × deviation + mean, float64. */
function addQuantities(
  { quantities }: QuantityTarget,
  graph: OnnxBuilder,
  raw: string,
  missing: string,
): void {
  const outputs = graph.node("Add", [raw, missing], "output");
  const names = quantities.map(({ name }) => name);
  const means = graph.doubles("target.means", quantities.map(({ mean }) => mean));
  const deviations = graph.doubles(
    "target.deviations",
    quantities.map(({ deviation }) => deviation),
  );
  const standardized = graph.cast(outputs, "target.standardized", "double");
  const scaled = graph.node("Mul", [standardized, deviations], "target.scaled");
  const all = names.length === 1 ? names[0]! : graph.name("target");
  graph.nodes.push({ operator: "Add", inputs: [scaled, means], outputs: [all] });
  if (names.length > 1) {
    const attributes = { axis: { integer: 1 } };
    graph.nodes.push({ operator: "Split", inputs: [all], outputs: names, attributes });
  }
  graph.outputs.push(...quantities.map(({ name, unit }) => ({
    name,
    type: "double" as const,
    shape: ["batch", 1],
    ...unit !== undefined && { description: `In ${unit}` },
  })));
}
