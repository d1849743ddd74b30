/**
 * A network of a table as an ONNX model that takes the columns as they stand in the table, and answers by name: what
 * `RowEncoder` does before the network and `decodeQuantities` after it, as operators. @module
 */

import type { Decision, DecisionSets, DecisionThreshold } from "../decide/decide.ts";
import { type OnnxStep, outputNameOf } from "../../formats/onnx.ts";
import { OnnxBuilder } from "../../formats/onnx_builder.ts";
import { formatOnnxModel, type OnnxValue } from "../../formats/onnx_model.ts";
import { isMissing, MISSING_TEXTS, NONE } from "../cells/cells.ts";
import {
  type CategoryColumn,
  hasNone,
  type LevelColumn,
  type NumberColumn,
  type TableColumn,
  type TableDescription,
  targetNamesOf,
  type WordsColumn,
} from "../columns/columns.ts";
import { type ClassTarget, forTarget, type QuantityTarget } from "../columns/target.ts";
import { dateFeatures } from "../values/onnx_dates.ts";

const INPUT_TYPES = {
  number: "double",
  date: "double",
  words: "float",
  category: "string",
  level: "string",
} as const satisfies Record<TableColumn["kind"], OnnxValue["type"]>;

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
    type: INPUT_TYPES[column.kind],
    shape: ["batch", column.kind === "words" ? column.words.length : 1],
    description: inputDescription(column),
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
 * Adds what makes features of the columns; columns of numbers beside each other are standardized at once.
 * @returns the features, [batch, features] float32; and what is NaN where a row is to be left out, each [batch, 1]
 */
function encode(
  graph: OnnxBuilder,
  columns: readonly TableColumn[],
): { features: string; gaps: string[] } {
  const parts: string[] = [];
  const gaps: string[] = [];
  let numbers: NumberColumn[] = [];
  const flush = () => {
    if (numbers.length > 0) parts.push(standardize(graph, numbers));
    numbers = [];
  };
  for (const column of columns) {
    if (column.kind === "number") {
      numbers.push(column);
      if (!column.indicator) continue;
      flush();
      const missing = graph.node("IsNaN", [column.name], "number.missing");
      parts.push(graph.cast(missing, "number.indicator", "float"));
      continue;
    }
    flush();
    if (column.kind === "date") parts.push(dateFeatures(graph, column));
    else if (column.kind === "words") parts.push(presentWords(graph, column));
    else {
      parts.push(column.kind === "level" ? levelIndex(graph, column) : oneHot(graph, column));
      if (column.gaps === "drop") gaps.push(missingIn(graph, column));
    }
  }
  flush();
  return { features: graph.concat(parts, "features"), gaps };
}

/** (x − mean) / deviation in float64, where NaN becomes 0, the mean, or stays; then float32. */
function standardize(graph: OnnxBuilder, columns: readonly NumberColumn[]): string {
  const means = graph.doubles("means", columns.map(({ mean }) => mean));
  const deviations = graph.doubles("deviations", columns.map(({ deviation }) => deviation));
  const fill = graph.doubles("gaps", columns.map(({ gaps }) => gaps === "drop" ? NaN : 0));
  const numbers = graph.concat(columns.map(({ name }) => name), "numbers");
  const centered = graph.node("Sub", [numbers, means], "numbers.centered");
  const scaled = graph.node("Div", [centered, deviations], "numbers.standardized");
  const missing = graph.node("IsNaN", [scaled], "numbers.gap");
  const filled = graph.node("Where", [missing, fill, scaled], "numbers.filled");
  return graph.cast(filled, "numbers.features", "float");
}

/** 1 for the words of a text, which come as they are: ONNX has nothing that finds them. NaN is 0, or stays. */
function presentWords(graph: OnnxBuilder, { name, gaps }: WordsColumn): string {
  if (gaps === "drop") return name;
  const missing = graph.node("IsNaN", [name], "words.missing");
  const none = graph.cast(graph.doubles("words.none", [0]), "words.zero", "float");
  return graph.node("Where", [missing, none, name], "words.features");
}

/** The index of a text among the values from `first` on, [batch, 1] int64; that of other texts is `other`. */
function indexOf(
  graph: OnnxBuilder,
  { name, values, gaps, spellings = {}, missingValues = [] }: CategoryColumn | LevelColumn,
  first: number,
  other: number,
): string {
  const indices = new Map(values.map((value, k) => [value, k + first]));
  for (const [text, value] of Object.entries(spellings)) indices.set(text, indices.get(value)!);
  const ofMissing = gaps === "drop" ? undefined : indices.get("");
  const known = indices.has(NONE);
  for (const value of [...indices.keys()]) if (isMissing(value, known)) indices.delete(value);
  for (const text of [...missingTexts(known), ...missingValues]) {
    indices.set(text, ofMissing ?? other);
  }
  return graph.mlNode("LabelEncoder", [name], "category.place", {
    "keys_strings": { strings: [...indices.keys()] },
    "values_int64s": { integers: [...indices.values()] },
    "default_int64": { integer: other },
  });
}

/** The index of a level from 1, and 0 for other texts: [batch, 1] float32. */
function levelIndex(graph: OnnxBuilder, column: LevelColumn): string {
  return graph.cast(indexOf(graph, column, 1, 0), "level.index", "float");
}

/** The index of a text among the values, one-hot. Other texts have the index after the last, which is 0 for all values. */
function oneHot(graph: OnnxBuilder, column: CategoryColumn): string {
  const { values } = column;
  const index = indexOf(graph, column, 0, values.length);
  const encoded = graph.mlNode("OneHotEncoder", [index], "category.encoded", {
    "cats_int64s": { integers: values.map((_, k) => k) },
    zeros: { integer: 1 },
  });
  const axis = graph.integers("category.axis", [1]); // [batch, 1, values]
  return graph.node("Squeeze", [encoded, axis], "category.features");
}

function missingTexts(hasNone: boolean): string[] {
  return [...MISSING_TEXTS].filter((text) => isMissing(text, hasNone));
}

/** NaN where a value is missing, and 0 elsewhere. */
function missingIn(graph: OnnxBuilder, column: CategoryColumn | LevelColumn): string {
  const { name } = column;
  const texts = [...missingTexts(hasNone(column)), ...column.missingValues ?? []];
  return graph.mlNode("LabelEncoder", [name], "category.gap", {
    "keys_strings": { strings: texts },
    "values_floats": { floats: texts.map(() => NaN) },
    "default_float": { float: 0 },
  });
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

function inputDescription(column: TableColumn): string {
  if (column.kind === "date") {
    const rule = column.gaps === "drop" ? "leaves the row out" : "is the mean";
    return `A date in seconds since 1970 (UTC); NaN ${rule}`;
  }
  if (column.kind === "words") return `1 for each word of the text: ${firstQuoted(column.words)}`;
  if (column.kind !== "number") {
    const rule = column.gaps === "drop" ? "; a missing value leaves the row out" : "";
    return `Text: ${firstQuoted(column.values.filter((value) => value !== ""))}${rule}`;
  }
  const { mean, deviation, gaps } = column;
  const rule = gaps === "drop" ? "leaves the row out" : "becomes the mean";
  return `A number, mean ${mean}, standard deviation ${deviation}; NaN ${rule}`;
}

const MAX_DESCRIBED = 20;

function firstQuoted(values: readonly string[]): string {
  const more = values.length > MAX_DESCRIBED ? ` and ${values.length - MAX_DESCRIBED} more` : "";
  return values.slice(0, MAX_DESCRIBED).map((value) => JSON.stringify(value)).join(", ") + more;
}
