/** An ensemble over folds as operators of ONNX: the encodings, the members, and their weighted mean. @module */

import type { TableOnnxModel } from "../encode/onnx.ts";
import type { TrainedModel } from "../../ensemble/trained_model.ts";
import type { FoldEnsemble, FoldMember } from "./fold_ensemble.ts";
import { firstNetworkOf } from "../../ensemble/trained_model.ts";
import { answeringIn, answeringTreesIn, isFoldEnsemble } from "./networks.ts";
import { addTrees } from "./trees_onnx.ts";
import { addLayers } from "../../formats/onnx.ts";
import type { OnnxBuilder } from "../../formats/onnx_builder.ts";
import { onnxConstant } from "../../formats/onnx_model.ts";
import { onnxStepsOf } from "../../network/activations.ts";
import { onnxLayersOf } from "../../network/weights.ts";
import {
  binsOf,
  type Encoding,
  type InputEncoding,
  MAX_DEVIATIONS,
} from "../encode/input_encoding.ts";
import type { EncodingTables } from "../encode/tables.ts";

/** A network, an ensemble over folds or its boosted trees, as the model of a table. */
export function onnxModelOf(model: TrainedModel): TableOnnxModel {
  return {
    activation: onnxStepsOf(firstNetworkOf(model).outputActivation),
    add(graph, features) {
      const trees = answeringTreesIn(model);
      if (trees !== undefined) return addTrees(graph, trees, features, model.sizes[0]!);
      if (isFoldEnsemble(model)) return addFoldEnsemble(graph, answeringIn(model), features);
      const output = graph.name("network");
      const prefix = graph.prefix("layers.");
      addLayers(graph, onnxLayersOf(firstNetworkOf(model)), { input: features, output, prefix });
      return output;
    },
  };
}

/**
 * Adds an ensemble to a graph. Encodings are computed in float64 and rounded once, as in training; so is the mean.
 * @param features [batch, features] float32
 * @returns what the ensemble answers, [batch, outputs] float32
 */
function addFoldEnsemble(
  graph: OnnxBuilder,
  { families, ranges }: FoldEnsemble,
  features: string,
): string {
  const exact = graph.cast(features, "features.exact", "double");
  const counting = families.filter(({ weight }) => weight > 0);
  const total = counting.reduce((sum, { weight }) => sum + weight, 0);
  const terms: string[] = [];
  let m = families.slice(0, families.indexOf(counting[0]!))
    .reduce((sum, { members }) => sum + members.length, 0);
  for (const { encoding, weight, members } of counting) {
    const numbers = encodeNumbers(graph, encoding, members[0]!.encoding.tables, exact);
    for (const member of members) {
      const inputs = addInputs(graph, member, features, numbers);
      const prefix = graph.prefix(`members.${m}.`) + `members.${m}.`;
      m++;
      const raw = graph.name(`${prefix}output`);
      addLayers(graph, onnxLayersOf(member.network), {
        input: inputs,
        output: raw,
        prefix: `${prefix}layers.`,
      });
      let answer = graph.cast(raw, `${prefix}answer`, "double");
      if (ranges !== undefined) {
        const least = graph.doubles("least", ranges.map(([least]) => least));
        const largest = graph.doubles("largest", ranges.map(([, largest]) => largest));
        answer = graph.node("Max", [answer, least], `${prefix}least`);
        answer = graph.node("Min", [answer, largest], `${prefix}clipped`);
      }
      const share = graph.doubles("share", [weight / (total * members.length)]);
      terms.push(graph.node("Mul", [answer, share], `${prefix}share`));
    }
  }
  const sum = graph.node("Sum", terms, "ensemble.exact");
  return graph.cast(sum, "ensemble", "float");
}

/** The inputs of all numbers of one encoding, each feature's beside each other: [batch, inputs] float32, and where they begin. */
interface EncodedNumbers {
  readonly name: string | undefined;
  /** By feature. */
  readonly starts: ReadonlyMap<number, { readonly start: number; readonly width: number }>;
}

function encodeNumbers(
  graph: OnnxBuilder,
  encoding: Encoding,
  { numbers }: EncodingTables,
  exact: string,
): EncodedNumbers {
  const starts = new Map<number, { start: number; width: number }>();
  if (numbers.length === 0) return { name: undefined, starts };
  if (encoding === "standardized") {
    const chosen = gather(graph, exact, numbers.map(({ feature }) => feature));
    const clipped = clip(graph, chosen, -MAX_DEVIATIONS, MAX_DEVIATIONS);
    for (const [k, { feature }] of numbers.entries()) starts.set(feature, { start: k, width: 1 });
    return { name: graph.cast(clipped, "numbers.clipped", "float"), starts };
  }
  const bins = numbers.flatMap(({ feature, edges }) => segments(feature, edges));
  const parts: string[] = [];
  if (bins.length > 0) parts.push(ramps(graph, exact, bins));
  parts.push(addScores(graph, exact, numbers));
  // A feature's bins come before its score.
  const order: number[] = [];
  let bin = 0;
  for (const [k, { feature, edges }] of numbers.entries()) {
    const width = binsOf(edges) + 1;
    starts.set(feature, { start: order.length, width });
    for (let b = 1; b < width; b++) order.push(bin++);
    order.push(bins.length + k);
  }
  const all = graph.concat(parts, "numbers.encoded");
  const ordered = gather(graph, all, order);
  return { name: graph.cast(ordered, "numbers.inputs", "float"), starts };
}

interface Segment {
  readonly feature: number;
  readonly low: number;
  readonly high: number;
}

function segments(feature: number, edges: readonly number[]): Segment[] {
  return Array.from(
    { length: binsOf(edges) },
    (_, b) => ({ feature, low: edges[b]!, high: edges[b + 1]! }),
  );
}

/** min(max((x − low)/(high − low), 0), 1) of each segment, float64. */
function ramps(graph: OnnxBuilder, exact: string, bins: readonly Segment[]): string {
  const x = gather(graph, exact, bins.map(({ feature }) => feature));
  const low = graph.doubles("bins.low", bins.map(({ low }) => low));
  const width = graph.doubles("bins.width", bins.map(({ low, high }) => high - low));
  const shifted = graph.node("Sub", [x, low], "bins.shifted");
  return clip(graph, graph.node("Div", [shifted, width], "bins.scaled"), 0, 1);
}

/** The normal scores of all numbers: the first one's score, and what each segment between knots adds to it; float64. */
function addScores(
  graph: OnnxBuilder,
  exact: string,
  numbers: EncodingTables["numbers"],
): string {
  const parts = numbers.map(({ feature, knots, scores }, k) => {
    if (knots.length < 2) return gather(graph, exact, [feature]);
    const gaps = knots.slice(1).map((high, g) => ({ feature, low: knots[g]!, high }));
    const along = ramps(graph, exact, gaps);
    const steps = scores.slice(1).map((score, g) => score - scores[g]!);
    const matrix = graph.constant(
      onnxConstant(graph.name(`scores.${k}.steps`), "double", [steps.length, 1], steps),
    );
    const climbed = graph.node("MatMul", [along, matrix], `scores.${k}.climbed`);
    return graph.node("Add", [climbed, graph.doubles("scores.first", [scores[0]!])], `scores.${k}`);
  });
  return graph.concat(parts, "scores");
}

/** The inputs of a member: encoded numbers, the rows of its tables for levels, and other features as they are. */
function addInputs(
  graph: OnnxBuilder,
  { encoding }: FoldMember,
  features: string,
  { name: numbers, starts }: EncodedNumbers,
): string {
  const { tables } = encoding;
  const parts = [features, ...numbers === undefined ? [] : [numbers]];
  let width = tables.features;
  const numbersAt = width;
  for (const { width: own } of starts.values()) width += own;
  const levelsAt = new Map<number, number>();
  for (const [k, { feature, width: own }] of tables.levels.entries()) {
    parts.push(levelRows(graph, encoding, k, features));
    levelsAt.set(feature, width);
    width += own;
  }
  const order: number[] = [];
  for (let feature = 0; feature < tables.features; feature++) {
    const number = starts.get(feature);
    const level = levelsAt.get(feature);
    const own = tables.levels.find((tables) => tables.feature === feature)?.width ?? 0;
    if (number !== undefined) {
      for (let k = 0; k < number.width; k++) order.push(numbersAt + number.start + k);
    } else if (level !== undefined) {
      for (let k = 0; k < own; k++) order.push(level + k);
    } else order.push(feature);
  }
  return gather(graph, graph.concat(parts, "member.all"), order);
}

/** The rows of a member's table for the levels of a feature: [batch, width] float32. */
function levelRows(
  graph: OnnxBuilder,
  { levels, tables }: InputEncoding,
  k: number,
  features: string,
): string {
  const { feature, levels: count, width } = tables.levels[k]!;
  const index = graph.node("Squeeze", [
    gather(graph, features, [feature]),
    graph.integers("level.axis", [1]),
  ], "level.index");
  const whole = graph.node("Cast", [index], "level.row", { to: { integer: INT64 } });
  const table = graph.constant(
    onnxConstant(graph.name("level.table"), "float", [count + 1, width], levels[k]!),
  );
  return graph.node("Gather", [table, whole], "level.inputs", { axis: { integer: 0 } });
}

const INT64 = 7;

function gather(graph: OnnxBuilder, matrix: string, columns: readonly number[]): string {
  const attributes = { axis: { integer: 1 } };
  return graph.node("Gather", [matrix, graph.integers("columns", columns)], "gathered", attributes);
}

function clip(graph: OnnxBuilder, x: string, low: number, high: number): string {
  const least = graph.node("Max", [x, graph.doubles("low", [low])], "above");
  return graph.node("Min", [least, graph.doubles("high", [high])], "within");
}
