/** The trees of an ensemble over folds as tensors of its file, which may come from anyone. @module */

import type { Binning } from "../baselines/bins.ts";
import { countBins } from "../baselines/bins.ts";
import { nodesWithSets, type PackedTrees, unpackTrees } from "../baselines/packed_trees.ts";
import { SET_WORDS, type Tree } from "../baselines/tree.ts";
import type { Tensor, TensorType } from "../../formats/safetensors.ts";
import type { TreeModel } from "./tree_model.ts";

/** What the metadata has of trees: all but their numbers. */
export interface TreesInFile extends Pick<TreeModel, "outputs"> {
  /** The columns of bins; those of numbers and levels have so many numbers in {@linkcode NUMBERS}. */
  readonly columns: readonly (
    | {
      readonly kind: "number";
      readonly column: number;
      readonly indicator?: number;
      size: number;
    }
    | { readonly kind: "level"; readonly column: number; readonly size: number }
    | Extract<Binning, { kind: "category" }>
  )[];
  /** How many folds there are. */
  readonly folds: number;
}

/** The edges and levels of all columns, one after the other. */
const NUMBERS = "trees.numbers";

/** How numbers of each type are written and read, and in how many bytes. */
const TYPES = {
  U8: [1, "Uint8", Uint8Array],
  U16: [2, "Uint16", Uint16Array],
  U32: [4, "Uint32", Uint32Array],
  F64: [8, "Float64", Float64Array],
} as const satisfies { readonly [type in TensorType]?: unknown };

/** The arrays of packed trees by the ends of their tensors' names. */
const ARRAYS = {
  start: "F64",
  roots: "U32",
  columns: "U16",
  first: "U8",
  last: "U8",
  left: "U16",
  values: "F64",
  sets: "U32",
} as const satisfies { readonly [name in keyof PackedTrees]: keyof typeof TYPES };

const NAMES = Object.keys(ARRAYS) as (keyof PackedTrees)[];

/** The tensors of trees: all of their numbers. */
export function treeTensors({ binnings, folds }: TreeModel): Map<string, Tensor> {
  const tensors = new Map([[NUMBERS, tensorOf("F64", binnings.flatMap(numbersOf))]]);
  for (const [fold, packed] of folds.entries()) {
    for (const name of NAMES) {
      tensors.set(`trees.${fold}.${name}`, tensorOf(ARRAYS[name], packed[name]));
    }
  }
  return tensors;
}

/** What the metadata has of trees. */
export function treesInFile({ outputs, binnings, folds }: TreeModel): TreesInFile {
  const columns = binnings.map((binning) => {
    if (binning.kind === "category") return binning;
    const { kind, column } = binning;
    const size = numbersOf(binning).length;
    if (kind === "level" || binning.indicator === undefined) return { kind, column, size };
    return { kind, column, indicator: binning.indicator, size };
  });
  return { outputs, columns, folds: folds.length };
}

/**
 * Reads trees.
 * @param features how many features a row has
 * @param outputs how many outputs there are
 * @throws {SyntaxError} if the tensors are not those of trees
 */
export function parseTrees(
  found: TreesInFile,
  tensors: ReadonlyMap<string, Tensor>,
  features: number,
  outputs: number,
): TreeModel {
  checkColumns(found, features);
  const numbers = numbersIn(tensors, NUMBERS, "F64");
  let used = 0;
  const next = (size: number) => [...numbers.subarray(used, used += size)];
  const binnings = found.columns.map((column): Binning => {
    if (column.kind === "category") return column;
    const { kind, size } = column;
    return kind === "number"
      ? { kind, column: column.column, edges: next(size), indicator: column.indicator }
      : { kind, column: column.column, levels: next(size) };
  });
  if (used !== numbers.length) throw wrong("its columns differ in their bins");
  const folds = Array.from({ length: found.folds }, (_, fold) => {
    const packed = Object.fromEntries(
      NAMES.map((name) => [name, numbersIn(tensors, `trees.${fold}.${name}`, ARRAYS[name])]),
    ) as unknown as PackedTrees;
    checkTrees(packed, binnings, outputs);
    return packed;
  });
  return { outputs: found.outputs, binnings, folds };
}

function numbersOf(binning: Binning): readonly number[] {
  if (binning.kind === "category") return [];
  return binning.kind === "number" ? binning.edges : binning.levels;
}

/** Numbers as a tensor, little-endian on every machine. */
function tensorOf(dtype: keyof typeof TYPES, numbers: ArrayLike<number>): Tensor {
  const [size, type] = TYPES[dtype];
  const view = new DataView(new ArrayBuffer(size * numbers.length));
  for (let k = 0; k < numbers.length; k++) view[`set${type}`](size * k, numbers[k]!, true);
  return { dtype, shape: [numbers.length], bytes: new Uint8Array(view.buffer) };
}

function numbersIn<Type extends keyof typeof TYPES>(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  dtype: Type,
): InstanceType<typeof TYPES[Type][2]> {
  const tensor = tensors.get(name);
  if (tensor?.dtype !== dtype || tensor.shape.length !== 1) {
    throw wrong(`${name} is not a list of ${dtype}`);
  }
  const [size, type, List] = TYPES[dtype];
  const { buffer, byteOffset, byteLength } = tensor.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  const numbers = new List(byteLength / size);
  for (let k = 0; k < numbers.length; k++) numbers[k] = view[`get${type}`](size * k, true);
  return numbers as InstanceType<typeof TYPES[Type][2]>;
}

/** More folds are taken for damage. */
const MAX_FOLDS = 1000;

/** Checks what the metadata has, on which indices depend. */
function checkColumns({ outputs, columns, folds }: TreesInFile, features: number): void {
  const isCount = (count: unknown, most: number) =>
    Number.isSafeInteger(count) && (count as number) >= 0 && (count as number) <= most;
  const areColumns = Array.isArray(columns) && columns.every((column) => {
    const { kind, column: first, indicator = 0, size, width } = Object(column);
    if (!isCount(first, features - 1) || !isCount(indicator, features - 1)) return false;
    if (kind === "category") return isCount(width, features - first) && width <= 255;
    return (kind === "number" || kind === "level") && isCount(size, 255);
  });
  if (
    !["softmax", "sigmoid", "linear"].includes(outputs) || !areColumns ||
    !isCount(folds, MAX_FOLDS) || folds === 0
  ) {
    throw wrong("its columns, folds and outputs are not those of trees");
  }
}

/** Checks that every row comes to a leaf. */
function checkTrees(packed: PackedTrees, binnings: readonly Binning[], outputs: number): void {
  const { start, roots, columns, first, last, left, values, sets } = packed;
  const nodes = values.length;
  const isWhole = start.length === outputs && roots[0] === 0 && roots.at(-1) === nodes &&
    [columns, first, last, left].every(({ length }) => length === nodes) &&
    roots.every((root, t) => t === 0 || root > roots[t - 1]!) &&
    sets.length === SET_WORDS * nodesWithSets(packed).length;
  if (!isWhole) throw wrong("the arrays of its trees do not fit each other");
  for (const tree of unpackTrees(packed)) {
    const isRight = tree.left.every((child, node) => {
      if (child === 0) return true;
      const binning = binnings[tree.columns[node]!];
      return child > node && child + 1 < tree.left.length && binning !== undefined &&
        (binning.kind !== "number" || isBelow(tree, node, binning));
    });
    if (!isRight) throw wrong("a tree of it has no end, or splits numbers otherwise than in two");
  }
  if (![...start, ...values].every(Number.isFinite)) throw wrong("a leaf of it is not a number");
  if (binnings.some((binning) => countBins(binning) > 256)) throw wrong("it has too many bins");
}

/** Whether a node splits numbers into those below an edge and those above; missing ones go either way. */
function isBelow(
  { first, last }: Tree,
  node: number,
  { edges, indicator }: Extract<Binning, { kind: "number" }>,
): boolean {
  const gap = indicator === undefined ? 0 : 1;
  return first[node]! <= gap && first[node]! <= last[node]! && last[node]! < gap + edges.length;
}

function wrong(what: string): SyntaxError {
  return new SyntaxError(`Cannot read the trees of an ensemble over folds: ${what}`);
}
