/**
 * An ensemble over folds: each member learns from all folds but one, and answers for the rows of that one too. So every row
 * has an answer of networks that did not learn from it (Parmanto, Munro and Doyle 1996). @module
 */

import type { Dataset } from "../../dataset.ts";
import type { Engine } from "../../engine/engine.ts";
import {
  type DataRows,
  dataRows,
  type DenseRows,
  type Matrix,
  PlainRows,
} from "../../engine/matrix.ts";
import type { Classifier } from "../../evaluate.ts";
import { RecordedAnswers } from "../../ensemble/recorded.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import { formatFoldEnsemble, parseFoldEnsemble } from "./file.ts";
import { clip, type Range } from "./clip.ts";
import type { Family } from "./members.ts";
import { parseSafetensors } from "../../formats/safetensors.ts";
import { Network } from "../../network.ts";
import type { Cost } from "../../network/costs.ts";
import type { NetworkOptions } from "../../network/options.ts";
import {
  denseOf,
  type Prediction,
  type PredictionInputs,
  type Predictor,
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
  /** In the order of repeats and folds. */
  readonly members: readonly FoldMember[];
}

/** What is known of an ensemble over folds besides its families. */
export interface FoldEnsembleDetails {
  /** [outputs] To which answers are clipped, if targets are quantities. */
  readonly ranges?: readonly Range[] | undefined;
  /** Whether answers out of fold are those to joined inputs, see {@linkcode EncodedDataset}; others never are. Default: false */
  readonly joins?: boolean | undefined;
}

/** Families of networks whose weighted mean answers. */
export class FoldEnsemble implements Classifier, Predictor {
  /** The families, of which one counts at least. */
  readonly families: readonly FoldFamily[];
  /** [outputs] To which answers are clipped, if targets are quantities. */
  readonly ranges: readonly Range[] | undefined;
  /** Whether answers out of fold are those to joined inputs. */
  readonly joins: boolean;
  /** The name of each class, in the order of the outputs, if they are known. */
  classNames: readonly string[] | undefined;
  /** A table's description standardizes. */
  readonly standardization: undefined = undefined;
  /** The sum of the families' weights. */
  readonly #total: number;

  /**
   * Makes an ensemble of families.
   * @throws {RangeError} if no family counts, or one has no members
   */
  constructor(
    families: readonly FoldFamily[],
    { ranges, joins = false }: FoldEnsembleDetails = {},
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
    this.classNames = this.first.classNames;
  }

  /** The first member's network. */
  get first(): Network {
    return this.families[0]!.members[0]!.network;
  }

  /** The networks of all families, in their order. */
  get networks(): Network[] {
    return this.families.flatMap(({ members }) => members.map(({ network }) => network));
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

  /** The same networks with the families of one name alone that count: `"linear"` for the linear model. */
  only(name: Family["name"]): FoldEnsemble {
    const found = this.families.filter((family) => family.name === name);
    if (found.length === 0) {
      throw new RangeError(
        `Cannot find the family "${name}": there are ` +
          [...new Set(this.families.map(({ name }) => name))].join(", "),
      );
    }
    return new FoldEnsemble(found.map((family) => ({ ...family, weight: 1 })), this);
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
    const rows = denseOf(Array.isArray(inputs) ? dataRows(inputs) : inputs as DataRows);
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
   * @param known by member, in the order of {@linkcode networks}: its answers to its fold, which are computed if left out
   */
  outOfFold(
    data: Dataset,
    folds: readonly Uint8Array[],
    known?: readonly Float32Array[],
  ): RecordedAnswers {
    let m = 0;
    const sums = new Float64Array(data.size * this.outputs);
    for (const { weight, members } of this.families) {
      for (const member of members) {
        const given = known?.[m++];
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

  #answersTo(data: Dataset, rows: Uint32Array, { network, encoding }: FoldMember): Float32Array {
    const { joins, ranges } = this;
    return clip(outputsFor(network, new EncodedDataset({ data, rows, encoding, joins })), ranges);
  }

  /**
   * The ensemble as a safetensors file: `members.M.layers.N.weight` and `.bias` of every member as {@linkcode Network.toSafetensors}
   * has them, `members.M.levels.K` for columns of many texts, and the tables of the encodings in the metadata.
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
    const { families, details, classNames } = parseFoldEnsemble(bytes, options);
    const ensemble = new FoldEnsemble(families, details);
    ensemble.classNames = classNames;
    return ensemble;
  }
}

/** What a table may be learned by: one network, or an ensemble over folds. */
export type TrainedModel = Network | FoldEnsemble;

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
