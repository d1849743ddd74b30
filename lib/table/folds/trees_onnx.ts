/** Boosted trees over folds as operators of ONNX: what they split by, the trees, and the mean of what they answer. @module */

import type { OnnxBuilder } from "../../formats/onnx_builder.ts";
import { ONNX_TYPES, onnxConstant } from "../../formats/onnx_model.ts";
import { type Binning, countBins } from "../baselines/bins.ts";
import { type PackedTrees, unpackTrees } from "../baselines/packed_trees.ts";
import { goesLeft, type Tree } from "../baselines/tree.ts";
import { firstOutputOf } from "../baselines/tree_answers.ts";
import type { TreeModel } from "./tree_model.ts";

const { fround, max } = Math;

/** No number is below it: only missing ones go left. */
const LOWEST = -3.4028234663852886e38;

/**
 * Adds trees to a graph. They split numbers by the edges of their bins, and other columns by inputs that are made for that: 1
 * where a row is in some set of bins, and 0 where it is not. The leaves of a fold are float32, and so is their sum.
 * @param features [batch, features] float32
 * @returns what they answer, [batch, outputs] float32
 */
export function addTrees(
  graph: OnnxBuilder,
  model: TreeModel,
  features: string,
  width: number,
): string {
  const { binnings, folds } = model;
  const trees = folds.map(unpackTrees);
  const sets = setsIn(trees.flat(), binnings);
  const { inputs, places } = addInputs(graph, binnings, sets, features, width);
  const splitOf = (tree: Tree, node: number): Split => {
    const column = tree.columns[node]!;
    const [place, binning] = [places[column]!, binnings[column]!];
    if (binning.kind === "number") return { ...numberSplit(tree, node, binning), feature: place };
    // BRANCH_LT goes left of one half: where the row is not in the set of those that go right
    const index = sets[column]!.get(rightOf(tree, node, binning))!;
    return { feature: place + index, value: 0.5, takesMissing: false };
  };
  const answers = folds.map((packed, fold) =>
    addFold(graph, model, {
      packed,
      trees: trees[fold]!,
      splitOf,
      inputs,
      prefix: `trees.${fold}.`,
    })
  );
  const sum = graph.node("Sum", answers, "trees.sum");
  const count = graph.doubles("trees.folds", [folds.length]);
  return graph.cast(graph.node("Div", [sum, count], "trees.mean"), "trees", "float");
}

/** How a node splits: rows whose input is below the value go left, and missing ones if it takes them. */
interface Split {
  readonly feature: number;
  readonly value: number;
  readonly takesMissing: boolean;
}

type Numbers = Extract<Binning, { kind: "number" }>;

/** A split of numbers: an input of float32 is below an edge where it is below the next float32. */
function numberSplit(
  { first, last }: Tree,
  node: number,
  { edges, indicator }: Numbers,
): Omit<Split, "feature"> {
  const edge = edges[last[node]! - (indicator === undefined ? 0 : 1)];
  const value = edge === undefined ? LOWEST : roundedUp(edge);
  return { value, takesMissing: indicator !== undefined && first[node] === 0 };
}

/** The least float32 that is not below a number. */
function roundedUp(x: number): number {
  const near = fround(x);
  if (near >= x) return near;
  const [float, bits] = [new Float32Array([near]), new Uint32Array(1)];
  bits.set(new Uint32Array(float.buffer));
  if (near === 0) bits[0] = 1;
  else bits[0]! += near > 0 ? 1 : -1;
  return new Float32Array(bits.buffer)[0]!;
}

/** A text of which bins go right, a digit for each. */
function rightOf(tree: Tree, node: number, binning: Binning): string {
  return Array.from(
    { length: countBins(binning) },
    (_, bin) => goesLeft(tree, node, bin) ? "0" : "1",
  ).join("");
}

/** For each column of bins the sets that go right somewhere, and their places. */
function setsIn(trees: readonly Tree[], binnings: readonly Binning[]): Map<string, number>[] {
  const sets = binnings.map(() => new Map<string, number>());
  for (const tree of trees) {
    for (const node of tree.left.keys()) {
      const column = tree.columns[node]!;
      if (tree.left[node] === 0 || binnings[column]!.kind === "number") continue;
      const right = rightOf(tree, node, binnings[column]!);
      const own = sets[column]!;
      if (!own.has(right)) own.set(right, own.size);
    }
  }
  return sets;
}

/**
 * Adds what trees split by: the features, numbers that are NaN where they are missing, and whether a row is in each set.
 * @returns [batch, inputs] float64, and for each column of bins its first input
 */
function addInputs(
  graph: OnnxBuilder,
  binnings: readonly Binning[],
  sets: readonly ReadonlyMap<string, number>[],
  features: string,
  width: number,
): { readonly inputs: string; readonly places: readonly number[] } {
  const parts = [features];
  const gapped = binnings.filter((one): one is Numbers & { readonly indicator: number } =>
    one.kind === "number" && one.indicator !== undefined
  );
  if (gapped.length > 0) {
    const numbers = gather(graph, features, gapped.map(({ column }) => column));
    const indicators = gather(graph, features, gapped.map(({ indicator }) => indicator));
    const to = { to: { integer: ONNX_TYPES.bool } };
    const missing = graph.node("Cast", [indicators], "trees.missing", to);
    const none = graph.constant(onnxConstant(graph.name("trees.none"), "float", [1], [NaN]));
    parts.push(graph.node("Where", [missing, none, numbers], "trees.numbers"));
  }
  let next = width + gapped.length;
  const places = binnings.map((binning, k) => {
    if (binning.kind === "number") {
      const at = gapped.findIndex((one) => one === binning);
      return at === -1 ? binning.column : width + at;
    }
    const start = next;
    const own = [...sets[k]!.keys()];
    if (own.length === 0) return start;
    const bins = countBins(binning);
    const table = Array.from({ length: bins }, (_, bin) => own.map((set) => Number(set[bin])));
    const rows = onnxConstant(graph.name("trees.sets"), "float", [bins, own.length], table.flat());
    const inputs = [graph.constant(rows), addBins(graph, binning, features)];
    parts.push(graph.node("Gather", inputs, "trees.members", { axis: { integer: 0 } }));
    next += own.length;
    return start;
  });
  const all = graph.concat(parts, "trees.columns");
  return { inputs: graph.cast(all, "trees.inputs", "double"), places };
}

/** The bins of levels or categories, [batch] int64. */
function addBins(
  graph: OnnxBuilder,
  binning: Exclude<Binning, Numbers>,
  features: string,
): string {
  if (binning.kind === "category") {
    const { column, width } = binning;
    const own = gather(graph, features, Array.from({ length: width }, (_, k) => column + k));
    const known = graph.node("ReduceSum", [own, graph.integers("trees.axis", [1])], "trees.known");
    const one = graph.constant(onnxConstant(graph.name("trees.one"), "float", [1], [1]));
    const other = graph.node("Sub", [one, known], "trees.other");
    const all = graph.concat([own, other], "trees.levels");
    return graph.node("ArgMax", [all], "trees.bin", {
      axis: { integer: 1 },
      keepdims: { integer: 0 },
    });
  }
  const { column, levels } = binning;
  const beyond = levels.reduce((most, level) => max(most, level), -1) + 1;
  const bins = Array.from({ length: beyond + 1 }, (_, level) => {
    const bin = levels.indexOf(level);
    return bin === -1 ? levels.length : bin;
  });
  const level = graph.node("Squeeze", [
    gather(graph, features, [column]),
    graph.integers("trees.axis", [1]),
  ], "trees.level");
  const most = graph.constant(onnxConstant(graph.name("trees.most"), "float", [1], [beyond]));
  const within = graph.node("Min", [level, most], "trees.within");
  const to = { to: { integer: ONNX_TYPES.int64 } };
  const index = graph.node("Cast", [within], "trees.index", to);
  return graph.node("Gather", [graph.integers("trees.bins", bins), index], "trees.bin");
}

/** The trees of a fold, and what their scores become: [batch, outputs] float64. */
function addFold(
  graph: OnnxBuilder,
  { outputs }: TreeModel,
  { packed: { start }, trees, splitOf, inputs, prefix }: {
    readonly packed: PackedTrees;
    readonly trees: readonly Tree[];
    readonly splitOf: (tree: Tree, node: number) => Split;
    readonly inputs: string;
    readonly prefix: string;
  },
): string {
  const count = start.length;
  const first = firstOutputOf({ isOneHot: outputs === "softmax" }, count);
  const own = trees.length > 0 ? trees : [LEAF];
  const nodes = own.flatMap((tree, t) =>
    Array.from(tree.left.keys(), (node) => {
      const left = tree.left[node]!;
      const split = left === 0 ? undefined : splitOf(tree, node);
      return { tree: t, node, left, right: left && left + 1, split, leaf: tree.values[node]! };
    })
  );
  const leaves = nodes.filter(({ split }) => split === undefined);
  const integers = (values: number[]) => ({ integers: values });
  const scores = graph.mlNode("TreeEnsembleRegressor", [inputs], `${prefix}scores`, {
    "n_targets": { integer: count },
    "nodes_treeids": integers(nodes.map(({ tree }) => tree)),
    "nodes_nodeids": integers(nodes.map(({ node }) => node)),
    "nodes_modes": { strings: nodes.map(({ split }) => split ? "BRANCH_LT" : "LEAF") },
    "nodes_featureids": integers(nodes.map(({ split }) => split?.feature ?? 0)),
    "nodes_values": { floats: nodes.map(({ split }) => split?.value ?? 0) },
    "nodes_truenodeids": integers(nodes.map(({ left }) => left)),
    "nodes_falsenodeids": integers(nodes.map(({ right }) => right)),
    "nodes_missing_value_tracks_true": integers(
      nodes.map(({ split }) => Number(split?.takesMissing ?? false)),
    ),
    "target_treeids": integers(leaves.map(({ tree }) => tree)),
    "target_nodeids": integers(leaves.map(({ node }) => node)),
    "target_ids": integers(leaves.map(({ tree }) => first + tree % (count - first))),
    "target_weights": { floats: leaves.map(({ leaf }) => leaf) },
  });
  const exact = graph.cast(scores, `${prefix}exact`, "double");
  const all = graph.node("Add", [exact, graph.doubles(`${prefix}start`, start)], `${prefix}sums`);
  if (outputs === "linear") return all;
  if (outputs === "sigmoid") return graph.node("Sigmoid", [all], `${prefix}answers`);
  return graph.node("Softmax", [all], `${prefix}answers`, { axis: { integer: 1 } });
}

/** A tree that adds nothing. */
const LEAF: Tree = {
  columns: new Uint16Array(1),
  first: new Uint8Array(1),
  last: new Uint8Array(1),
  sets: new Uint32Array(),
  left: new Uint16Array(1),
  values: new Float64Array(1),
};

function gather(graph: OnnxBuilder, matrix: string, columns: readonly number[]): string {
  const attributes = { axis: { integer: 1 } };
  return graph.node("Gather", [matrix, graph.integers("columns", columns)], "gathered", attributes);
}
