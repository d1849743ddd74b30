/**
 * An ensemble over folds: each member learns from all folds but one, and answers for the rows of that one too. So every row
 * has an answer of networks that did not learn from it (Parmanto, Munro and Doyle 1996). @module
 */

import type { Dataset } from "../../dataset.ts";
import { rowsWhere } from "../../dataset/split.ts";
import type { Engine } from "../../engine/engine.ts";
import {
  type DataRows,
  dataRows,
  type DenseRows,
  type Matrix,
  PlainRows,
} from "../../engine/matrix.ts";
import { RecordedAnswers } from "../../ensemble/recorded.ts";
import type { JointModel, TrainedModel } from "../../ensemble/trained_model.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import { formatFoldEnsemble, parseFoldEnsemble } from "./file.ts";
import { clip, type Range } from "./clip.ts";
import type { Family } from "./members.ts";
import { parseSafetensors, type Tensor } from "../../formats/safetensors.ts";
import { type TreeAnswerer, treeAnswerer, type TreeModel } from "./tree_model.ts";
import { treeTensors } from "./trees_file.ts";
import { rowsOf } from "../../dataset/split.ts";
import { Network } from "../../network.ts";
import type { Cost } from "../../engine/engine.ts";
import type { NetworkOptions } from "../../network/options.ts";
import {
  denseOf,
  type Prediction,
  type PredictionInputs,
  predictRows,
} from "../../network/prediction.ts";
import { addWeighted, meanOfSums } from "../../numerics/weighted_mean.ts";
import { EncodedDataset } from "../encode/encoded_dataset.ts";
import type { InputEncoding } from "../encode/input_encoding.ts";

/** A member that was trained. */
export interface FoldMember {
  /** It takes the inputs that its encoding makes. */
  readonly network: Network;
  /** How the features of a table become its inputs. */
  readonly encoding: InputEncoding;
  /** The fold that it did not learn from, from 0. */
  readonly fold: number;
  /** Which of the repeated folds it belongs to, from 0. */
  readonly repeat: number;
  /** The epoch whose parameters it has, from 1; 0 of a linear model, which is solved, or where it is not known. */
  readonly epoch: number;
}

/** Members that differ in their folds alone. */
export interface FoldFamily extends Family {
  /** How fast the weights decayed, or the ridge of a linear model that is solved; chosen out of fold. */
  readonly weightDecay: number;
  /** How much the mean answer of the members counts, from 0 to 1; chosen out of fold. */
  readonly weight: number;
  /**
   * [folds] How much it counts in the answers out of fold to the rows of each fold, if that is chosen on the other folds alone.
   * Default: its weight
   */
  readonly weights?: readonly number[] | undefined;
  /** In the order of repeats and folds. */
  readonly members: readonly FoldMember[];
}

/** What is known of an ensemble over folds besides its families. */
export interface FoldEnsembleDetails {
  /** [outputs] To which answers are clipped, if targets are quantities. */
  readonly ranges?: readonly Range[] | undefined;
  /** Whether answers out of fold are those to joined inputs, see {@linkcode EncodedDataset}; others never are. Default: false */
  readonly joins?: boolean | undefined;
  /** Boosted trees on the same folds. */
  readonly trees?: TreeModel | undefined;
  /** Whether these answer, and not the networks. Default: false */
  readonly treesAnswer?: boolean | undefined;
  /** The same families again, which learned from the rows of the test part too; they answer new rows. */
  readonly refitted?: FoldEnsemble | undefined;
}

/** Families of networks whose weighted mean answers. */
export class FoldEnsemble implements JointModel {
  /** The families, of which one counts at least. */
  readonly families: readonly FoldFamily[];
  /** [outputs] To which answers are clipped, if targets are quantities. */
  readonly ranges: readonly Range[] | undefined;
  /** Whether answers out of fold are those to joined inputs. */
  readonly joins: boolean;
  /** Boosted trees on the same folds, where the ensemble is not shown to be better than these. */
  trees: TreeModel | undefined;
  /** Whether the trees answer, and not the networks. */
  readonly treesAnswer: boolean;
  /**
   * The same families again, which learned from all rows after the test: they answer new rows. Out of fold, and to the rows of
   * the test, the others answer, which did not learn from these: {@linkcode measured}.
   */
  readonly refitted: FoldEnsemble | undefined;
  /** The name of each class, in the order of the outputs, if they are known. */
  classNames: readonly string[] | undefined;
  /** A table's description standardizes. */
  readonly standardization: undefined = undefined;
  /** The sum of the families' weights. */
  readonly #total: number;
  #answerer: TreeAnswerer | undefined;

  /**
   * Makes an ensemble of families.
   * @throws {RangeError} if no family counts, or one has no members
   */
  constructor(
    families: readonly FoldFamily[],
    { ranges, joins = false, trees, treesAnswer = false, refitted }: FoldEnsembleDetails = {},
  ) {
    this.#total = families.reduce((sum, { weight }) => sum + weight, 0);
    if (
      !(this.#total > 0) ||
      families.some(({ weight, members }) => weight < 0 || members.length === 0)
    ) {
      throw new RangeError(
        "Cannot make an ensemble over folds: expected families with members and weights from 0 up, " +
          "not all of them 0",
      );
    }
    this.families = families;
    this.ranges = ranges;
    this.joins = joins;
    this.trees = trees;
    this.treesAnswer = treesAnswer;
    this.refitted = refitted;
    this.classNames = this.first.classNames;
  }

  /** The first member's network. */
  get first(): Network {
    return this.families[0]!.members[0]!.network;
  }

  /** The networks of all families, in their order; then those that learned from all rows. */
  get networks(): Network[] {
    const own = this.families.flatMap(({ members }) => members.map(({ network }) => network));
    return [...own, ...this.refitted?.networks ?? []];
  }

  /** The model that was measured: before it learned from the rows of the test part too. */
  get measured(): FoldEnsemble {
    if (this.refitted === undefined) return this;
    const { families, ranges, joins, trees } = this;
    const measured = new FoldEnsemble(families, { ranges, joins, trees });
    measured.classNames = this.classNames;
    return measured;
  }

  /** The cost function. */
  get cost(): Cost {
    return this.first.cost;
  }

  /** What runs the loops. */
  get engine(): Engine {
    return this.first.engine;
  }

  /** Whether the outputs are probabilities of classes instead of quantities. */
  get predictsClasses(): boolean {
    return this.first.predictsClasses;
  }

  /** The number of features of a row, which the encodings make inputs of. */
  get features(): number {
    return this.families[0]!.members[0]!.encoding.tables.features;
  }

  /** The number of features, and of outputs. */
  get sizes(): readonly number[] {
    return [this.features, this.outputs];
  }

  /** The number of outputs. */
  get outputs(): number {
    return this.first.sizes.at(-1)!;
  }

  /** The tensors of the trees, where these answer. */
  get treeTensors(): ReadonlyMap<string, Tensor> | undefined {
    return this.treesAnswer ? treeTensors(this.trees!) : undefined;
  }

  /**
   * The same model with one part alone that answers: the families of a name, `"linear"` for the linear model, or `"trees"`.
   * @throws {RangeError} if it has no such part
   */
  only(name: Family["name"] | "trees"): FoldEnsemble {
    const { families, ranges, joins, trees } = this;
    if (name === "trees") {
      if (trees !== undefined) {
        const model = new FoldEnsemble(families, { ranges, joins, trees, treesAnswer: true });
        model.classNames = this.classNames;
        return model;
      }
      throw new RangeError(
        "Cannot answer by boosted trees, which this model does not have: " +
          "they are kept where the network is not shown to be better than they are",
      );
    }
    const found = families.filter((family) => family.name === name);
    if (found.length === 0) {
      throw new RangeError(
        `Cannot find the family "${name}": there are ` +
          [...new Set(families.map(({ name }) => name))].join(", "),
      );
    }
    const isRefitted = this.refitted?.families.some((family) => family.name === name);
    const refitted = isRefitted ? this.refitted!.only(name) : undefined;
    const alone = found.map(({ weights: _, ...family }) => ({ ...family, weight: 1 }));
    return new FoldEnsemble(alone, {
      ranges,
      joins,
      refitted,
    });
  }

  /** The answers to rows, see {@linkcode Network.predict}. */
  predict(inputs: PredictionInputs): Prediction[] {
    return predictRows(this, inputs);
  }

  /**
   * The mean over the members of each family, weighted by family: added in their order in float64, rounded once.
   * @param inputs [batch, features]
   * @returns [batch, outputs], the caller's own
   */
  feedforward(inputs: DataRows | readonly ArrayLike<number>[]): Matrix {
    if (this.refitted !== undefined) return this.refitted.feedforward(inputs);
    const rows = denseOf(Array.isArray(inputs) ? dataRows(inputs) : inputs as DataRows);
    if (this.treesAnswer) {
      const cells = rows.values.subarray(0, rows.rows * rows.columns);
      const answers = this.#treeAnswers(cells, rows.rows);
      return new PlainRows("matrix", rows.rows, this.outputs, answers);
    }
    const sums = new Float64Array(rows.rows * this.outputs);
    for (const { weight, members } of this.families) {
      if (weight === 0) continue;
      let inputs: DenseRows | undefined;
      for (const { network, encoding } of members) {
        inputs = encoded(rows, encoding, inputs);
        const answers = clip(network.feedforward(inputs).values as Float32Array, this.ranges);
        addWeighted(sums, answers, weight, members.length);
      }
    }
    const values = meanOfSums(sums, this.#total);
    return new PlainRows("matrix", rows.rows, this.outputs, values);
  }

  /**
   * The answers to the rows that the members learned from, each by the members alone that did not learn from it.
   * @param data the features of these rows
   * @param folds [repeats][rows] the fold of each row
   * @throws {RangeError} if a member is of more repeats
   * @param known by member, in the order of the families: its answers to its fold, which are computed if left out
   */
  outOfFold(
    data: Dataset,
    folds: readonly Uint8Array[],
    known?: readonly Float32Array[],
  ): RecordedAnswers {
    if (this.treesAnswer) return this.#treesOutOfFold(data, folds[0]!);
    let m = 0;
    const sums = new Float64Array(data.size * this.outputs);
    for (const { weight: usual, weights, members } of this.families) {
      for (const member of members) {
        const given = known?.[m++];
        const weight = weights === undefined
          ? usual
          : weights[member.fold]! * this.#total / this.#totalOf(member.fold);
        if (weight === 0) continue;
        if (member.repeat >= folds.length) {
          throw new RangeError(
            `Cannot answer out of fold: a member is of repeat ${member.repeat}, the rows are split ${folds.length} times`,
          );
        }
        const rows = Uint32Array.from(
          [...folds[member.repeat]!.keys()].filter((row) =>
            folds[member.repeat]![row] === member.fold
          ),
        );
        const answers = given ?? this.#answersTo(data, rows, member);
        for (const [r, row] of rows.entries()) {
          const own = answers.subarray(r * this.outputs, (r + 1) * this.outputs);
          addWeighted(sums, own, weight, folds.length, row * this.outputs);
        }
      }
    }
    return new RecordedAnswers(meanOfSums(sums, this.#total), this.outputs, this);
  }

  /** The sum of the families' weights in the answers to the rows of a fold. */
  #totalOf(fold: number): number {
    return this.families.reduce((sum, { weight, weights }) => sum + (weights?.[fold] ?? weight), 0);
  }

  /** Each row by the trees that did not learn from it. */
  #treesOutOfFold({ inputs, features, size }: Dataset, foldOf: Uint8Array): RecordedAnswers {
    const { outputs } = this;
    const answers = new Float32Array(size * outputs);
    for (const fold of this.trees!.folds.keys()) {
      const rows = rowsWhere(foldOf, (own) => own === fold);
      const own = this.#treeAnswers(rowsOf(inputs, features, rows), rows.length, fold);
      rows.forEach((row, r) =>
        answers.set(own.subarray(r * outputs, (r + 1) * outputs), row * outputs)
      );
    }
    return new RecordedAnswers(answers, outputs, this);
  }

  /** Made when it is needed. */
  get #treeAnswers(): TreeAnswerer {
    return this.#answerer ??= treeAnswerer(this.trees!);
  }

  #answersTo(data: Dataset, rows: Uint32Array, { network, encoding }: FoldMember): Float32Array {
    const { joins, ranges } = this;
    return clip(outputsFor(network, new EncodedDataset({ data, rows, encoding, joins })), ranges);
  }

  /**
   * The ensemble as a safetensors file: `members.M.layers.N.weight` and `.bias` of every member as {@linkcode Network.toSafetensors}
   * has them, `members.M.levels.K` for columns of many texts, `trees.F.…` of each fold if it has trees, and the tables of the encodings in the
   * metadata.
   */
  toSafetensors(metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
    return formatFoldEnsemble(this, metadata);
  }

  /**
   * Reads such a file.
   * @throws {SyntaxError} if it is none
   * @throws {TypeError} if its parts do not fit each other
   */
  static fromSafetensors(bytes: Uint8Array, options: NetworkOptions = {}): FoldEnsemble {
    const { families, details, refitted, classNames } = parseFoldEnsemble(bytes, options);
    const ensemble = new FoldEnsemble(families, {
      ...details,
      refitted: refitted && new FoldEnsemble(refitted.families, refitted.details),
    });
    ensemble.classNames = classNames;
    return ensemble;
  }
}

/**
 * Reads one or the other from a file of weights.
 * @throws {SyntaxError} if it holds neither
 */
export function parseTrainedModel(bytes: Uint8Array, options: NetworkOptions = {}): TrainedModel {
  const { metadata } = parseSafetensors(bytes);
  const model = metadata["folds"] === undefined ? Network : FoldEnsemble;
  return model.fromSafetensors(bytes, options);
}

/**
 * Rows of features as a member's network takes them.
 * @param others what another member of its family takes, which differs in its levels alone; they are written over
 */
function encoded(
  { rows, columns, values }: DenseRows,
  encoding: InputEncoding,
  others?: DenseRows,
): DenseRows {
  const { inputs } = encoding;
  const out = others?.values ?? new Float32Array(rows * inputs);
  for (let r = 0; r < rows; r++) {
    if (others === undefined) encoding.encode(values, r * columns, out, r * inputs);
    else encoding.encodeLevels(values, r * columns, out, r * inputs);
  }
  return { kind: "dense", rows, columns: inputs, values: out };
}
