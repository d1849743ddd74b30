/** What can be asked of a trained model: one network, or networks that were trained as one. @module */

import type { Dataset } from "../dataset.ts";
import type { DataRows, Matrix } from "../engine/matrix.ts";
import type { Tensor } from "../formats/safetensors.ts";
import type { Network } from "../network.ts";
import { parameterCount } from "../network/parameters.ts";
import type { Prediction, PredictionInputs, Predictor } from "../network/prediction.ts";
import { type Candidate, RecordedAnswers } from "./recorded.ts";

/** Examples that are split into folds. */
export interface FoldedExamples {
  /** All examples but those of the test. */
  readonly training: Dataset;
  /** [repeats][examples] The fold of each example. */
  readonly folds: readonly Uint8Array[];
}

/** How many folds there are. */
export function countFolds({ folds: [first] }: Pick<FoldedExamples, "folds">): number {
  return first!.reduce((most, fold) => Math.max(most, fold), 0) + 1;
}

/** Networks of a joint model that differ in their folds alone. */
export interface ModelFamily {
  /** What it is called. */
  readonly name: string;
  /** How much its mean answer counts, from 0 to 1. */
  readonly weight: number;
  /** The networks, and the fold that each did not learn from, from 0. */
  readonly members: readonly { readonly network: Network; readonly fold: number }[];
}

/** Networks that were trained as one model, and are in one file: an ensemble over folds. */
export interface JointModel extends Candidate, Predictor {
  /** All networks, in the order of their families; then those that learned from all rows after the test. */
  readonly networks: readonly Network[];
  /** The families, of which one counts at least. */
  readonly families: readonly ModelFamily[];
  /** The name of each class, in the order of the outputs, if they are known. */
  classNames: readonly string[] | undefined;
  /** The number of features, and of outputs. */
  readonly sizes: readonly number[];
  /** Its inputs are standardized by what describes them. */
  readonly standardization: undefined;
  /** Boosted trees, which can answer too; most models have none. */
  readonly trees: object | undefined;
  /** The tensors of boosted trees, where these answer. */
  readonly treeTensors: ReadonlyMap<string, Tensor> | undefined;
  /** The outputs [batch, outputs] for inputs [batch, features]. */
  feedforward(inputs: DataRows | readonly ArrayLike<number>[]): Matrix;
  /** The model that was measured: before it learned from the rows of the test part too, where it did. */
  readonly measured: JointModel;
  /** The same families again, which learned from the rows of the test part too, and answer new rows. */
  readonly refitted: JointModel | undefined;
  /** The same model with the families of one name alone. */
  only(name: string): JointModel;
  /** The answers to rows. */
  predict(inputs: PredictionInputs): Prediction[];
  /** The answers to the examples that members learned from, each by the members alone that did not learn from it. */
  outOfFold(data: Dataset, folds: readonly Uint8Array[]): RecordedAnswers;
  /** The model as a safetensors file. */
  toSafetensors(metadata?: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer>;
}

/** What a run trains: one network, or networks as one model. */
export type TrainedModel = Network | JointModel;

/** Whether a model is of several networks. */
export function isJoint(model: object): model is JointModel {
  return "families" in model;
}

/** The families of a model; none of one network. */
export function familiesOf(model: TrainedModel): readonly ModelFamily[] {
  return isJoint(model) ? model.families : [];
}

/** The model that was measured: one that learned from the rows of its test afterwards is not what the test is of. */
export function measuredModel(model: TrainedModel): TrainedModel {
  return isJoint(model) ? model.measured : model;
}

/** Whether a model learned from the rows of its test too, after the test. */
export function isRefitted(model: TrainedModel): boolean {
  return isJoint(model) && model.refitted !== undefined;
}

/** The networks of a model. */
export function networksOf(model: TrainedModel): readonly Network[] {
  return isJoint(model) ? model.networks : [model];
}

/** The number of weights and biases of all networks of a model. */
export function parametersOf(model: TrainedModel): number {
  return networksOf(model).reduce((sum, { sizes }) => sum + parameterCount(sizes), 0);
}

/** The first network of a model. */
export function firstNetworkOf(model: TrainedModel): Network {
  return networksOf(model)[0]!;
}

/** The answers to the examples that the members of a model learned from, by members that did not; of one network its own. */
export function outOfFold(
  model: Candidate,
  { training, folds }: FoldedExamples,
): RecordedAnswers {
  return isJoint(model) ? model.outOfFold(training, folds) : RecordedAnswers.of(model, training);
}
