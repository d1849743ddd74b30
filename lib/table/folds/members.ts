/** The members of an ensemble over folds: which network each is, and what it learns from. @module */

import { Dataset } from "../../dataset.ts";
import { rowsOf, rowsWhere } from "../../dataset/split.ts";
import type { Engine } from "../../engine/engine.ts";
import { Network } from "../../network.ts";
import type { NetworkOptions } from "../../network/options.ts";
import { RandomStream, shuffle, streamKey } from "../../numerics/random.ts";
import { EncodedDataset } from "../encode/encoded_dataset.ts";
import { encodedRows, levelIndices } from "../encode/encoded_rows.ts";
import { type Encoding, InputEncoding, inputsOf } from "../encode/input_encoding.ts";
import { commonestLevels, levelMeans } from "../encode/levels.ts";
import type { EncodingTables } from "../encode/tables.ts";
import type { Range } from "./clip.ts";

const { floor, max, min } = Math;

/** Networks that differ in their fold alone. */
export interface Family {
  /** What it is called: an encoding, or `"linear"` for networks without hidden layers. */
  readonly name: "piecewise" | "standardized" | "linear";
  /** How numbers become inputs. */
  readonly encoding: Encoding;
  /** The number of units in each hidden layer. */
  readonly hidden: readonly number[];
}

/** A member before it is trained. */
export interface MemberPlan {
  readonly family: Family;
  /** The fold that it does not learn from, from 0. */
  readonly fold: number;
  /** Which of the repeated folds it belongs to, from 0. */
  readonly repeat: number;
  /** How fast its weights decay; 0 where the optimizer has no decay. */
  readonly weightDecay: number;
  /** The seed of all that it draws. */
  readonly seed: number;
  /** η of its steps. Default: that of the training */
  readonly learningRate?: number | undefined;
  /** What part of its hidden units is left out of a step. Default: that of the training */
  readonly dropout?: number | undefined;
  /** The most bins of a number. Default: the recipe's */
  readonly bins?: number | undefined;
  /** The share of the rows of the other folds that it learns from. Default: 1 */
  readonly share?: number;
  /** The version of how it is trained. Default: 1 */
  readonly recipe?: number | undefined;
  /** Whether it learns only if its weight decay turns out better than the first one, see `learning`. Default: false */
  readonly waits?: boolean;
  /** How many epochs it learns where no fold judges it. Default: until its fold is answered no better */
  readonly epochs?: number;
}

/** The rows of a table that members learn from, split into folds. */
export interface FoldedData {
  /** The features of all rows but the test part. */
  readonly training: Dataset;
  /** [repeats][rows] The fold of each row. */
  readonly folds: readonly Uint8Array[];
  /** How features become inputs. */
  readonly tables: EncodingTables;
  /** How they do with other numbers of bins, by these, if members have such. */
  readonly otherTables?: ReadonlyMap<number, EncodingTables> | undefined;
  /** Whether a level becomes means of the target. */
  readonly levelMeans: boolean;
}

/** How features become the inputs of a member. */
export function tablesFor(
  { tables, otherTables }: Pick<FoldedData, "tables" | "otherTables">,
  { bins }: Pick<MemberPlan, "bins">,
): EncodingTables {
  if (bins === undefined) return tables;
  const others = otherTables?.get(bins);
  if (others === undefined) {
    throw new Error(`Cannot encode rows: there are no tables of ${bins} bins`);
  }
  return others;
}

/** [outputs] The ranges of targets; `undefined` of classes. */
export function rangesOf({ problem, targets, outputs }: Dataset): Range[] | undefined {
  if (problem.hasAccuracy || !targets) return undefined;
  return Array.from({ length: outputs }, (_, k) => {
    let [least, largest] = [Infinity, -Infinity];
    for (let at = k; at < targets.length; at += outputs) {
      least = min(least, targets[at]!);
      largest = max(largest, targets[at]!);
    }
    return [least, largest] as const;
  });
}

/** The answers that are expected to some rows, without what they are to be found from. */
export function withoutInputs(
  { labels, targets, classes, classNames, outputs, problem, size, weights }: Dataset,
): Dataset {
  const inputs = new Float32Array(size);
  return new Dataset(
    targets !== undefined
      ? { inputs, features: 1, weights, targets, outputs, classification: problem.hasAccuracy }
      : { inputs, features: 1, weights, labels, classes, classNames },
  );
}

/** What is expected to the rows of the first folds, and the fold of each of these rows. */
export function firstFolds(
  { training, folds: [first] }: Pick<FoldedData, "training" | "folds">,
  count: number,
): Pick<FoldedData, "training" | "folds"> {
  const rows = rowsWhere(first!, (fold) => fold < count);
  return {
    training: withoutInputs(training).select(rows),
    folds: [rowsOf(first!, 1, rows)],
  };
}

/** The seed of a member, from 0 to 2⁵³ − 1: the member draws nothing that another one draws. */
export function memberSeed(seed: number, member: number): number {
  const words = new Uint32Array(2);
  streamKey(words, seed, "member", member);
  return (words[0]! >>> 5) * 67108864 + (words[1]! >>> 6);
}

/** How the rows of a member become its inputs. */
interface MemberRows {
  readonly encoding: InputEncoding;
  /** The rows that it learns from, by their numbers. */
  readonly others: Uint32Array;
  /** The rows of its fold. */
  readonly rows: Uint32Array;
  /** For every feature of levels the inputs of `others`, [rows, width], each without its own target. */
  readonly own: readonly Float32Array[];
}

/** What a member learns from, and what it is judged on: its fold. */
export interface MemberData extends Pick<MemberRows, "encoding" | "rows"> {
  readonly training: EncodedDataset;
  readonly validation: EncodedDataset;
}

/**
 * Encodes the rows of a member; what looks at the target looks at those alone that it learns from.
 * @param joins whether it learns from joined inputs, see {@linkcode EncodedDataset}
 */
export function memberData(data: FoldedData, plan: MemberPlan, joins = false): MemberData {
  const { encoding, others, rows, own } = memberRows(data, plan);
  return {
    encoding,
    rows,
    training: new EncodedDataset({ data: data.training, rows: others, encoding, own, joins }),
    validation: new EncodedDataset({ data: data.training, rows, encoding, joins }),
  };
}

/** Deals the rows of a member, and makes its tables of levels. */
export function memberRows(
  folded: FoldedData,
  { family: { encoding }, fold, repeat, seed, bins, share = 1 }: MemberPlan,
): MemberRows {
  const { training: data, folds, levelMeans: means } = folded;
  const tables = tablesFor(folded, { bins });
  const foldOf = folds[repeat]!;
  const all = rowsWhere(foldOf, (f) => f !== fold);
  const others = share === 1 ? all : someOf(all, share, data, fold);
  const tablesOf: Float32Array[] = [];
  const own: Float32Array[] = [];
  for (const [k, { levels, width }] of tables.levels.entries()) {
    const indices = levelIndices(encodedRows(data, tables, encoding), others, k);
    if (!means) {
      tablesOf.push(commonestLevels(indices, levels));
      continue;
    }
    const targets = levelTargets(data, others, width);
    const found = levelMeans({ indices, targets, levels, width, seed: memberSeed(seed, k) });
    tablesOf.push(found.table);
    own.push(found.own);
  }
  const rows = rowsWhere(foldOf, (f) => f === fold);
  return { encoding: new InputEncoding(encoding, tables, tablesOf), others, rows, own };
}

/** A share of rows, drawn at random: of a class at least one. */
function someOf(all: Uint32Array, share: number, { labels }: Dataset, fold: number): Uint32Array {
  const rows = all.slice();
  shuffle(rows, new RandomStream(fold, "data"));
  const count = max(1, floor(share * rows.length));
  const some = new Set(rows.subarray(0, count));
  const seen = new Set<number>();
  for (const row of some) seen.add(labels[row]!);
  for (const row of labels.length === 0 ? [] : rows) {
    if (seen.has(labels[row]!)) continue;
    seen.add(labels[row]!);
    some.add(row);
  }
  return Uint32Array.from(some).sort();
}

/** Targets for the means of levels, [rows, width]: the quantities, or 1 for a row's class, of all classes but the last. */
function levelTargets(data: Dataset, rows: Uint32Array, width: number): Float64Array {
  const { targets, labels } = data;
  const chosen = new Float64Array(rows.length * width);
  for (let r = 0; r < rows.length; r++) {
    for (let k = 0; k < width; k++) {
      const row = rows[r]!;
      chosen[r * width + k] = targets?.[row * width + k] ?? (labels[row] === k ? 1 : 0);
    }
  }
  return chosen;
}

/** What networks of all members have in common. */
export type MemberOptions = Pick<
  NetworkOptions,
  "activation" | "outputActivation" | "cost" | "initializer"
>;

/** The number of units in each layer of a family's networks. */
export function sizesOf(
  { encoding, hidden }: Family,
  tables: EncodingTables,
  outputs: number,
): number[] {
  return [inputsOf(encoding, tables), ...hidden, outputs];
}

/** The network of a member with its first parameters. */
export function memberNetwork(
  { family, seed, bins }: Pick<MemberPlan, "family" | "seed" | "bins">,
  { training, ...data }: Pick<FoldedData, "training" | "tables" | "otherTables">,
  options: MemberOptions,
  engine: Engine,
): Network {
  const sizes = memberSizes({ family, bins }, { training, ...data });
  return new Network(sizes, { ...options, seed, engine });
}

/** The sizes of the layers of a member's network. */
export function memberSizes(
  { family, bins }: Pick<MemberPlan, "family" | "bins">,
  { training, ...data }: Pick<FoldedData, "training" | "tables" | "otherTables">,
): number[] {
  return sizesOf(family, tablesFor(data, { bins }), training.outputs);
}

/**
 * The functions that all networks of an ensemble have, for a file that names them once.
 * @throws {TypeError} if they differ
 */
export function functionsOf({ networks }: { readonly networks: readonly Network[] }): Network {
  const [first] = networks as [Network];
  const names = ({ activation, outputActivation }: Network) =>
    `${activation.name} and ${outputActivation.name}`;
  const other = networks.find((network) => names(network) !== names(first));
  if (other === undefined) return first;
  throw new TypeError(
    `Cannot write networks of ${names(first)} and of ${names(other)} to one file: ` +
      "expected the same activation functions",
  );
}
