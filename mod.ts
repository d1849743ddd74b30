/**
 * Inkling: fully connected neural networks from scratch.
 *
 * @example Train a network
 * ```ts
 * import { Dataset, evaluate, Network, train } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new Dataset({
 *   inputs: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]),
 *   labels: new Uint8Array([0, 1, 1, 1]), // or
 *   features: 2,
 *   classes: 2,
 * });
 * const network = new Network([2, 3, 2], { seed: 1 });
 * for await (const epoch of train(network, data, { epochs: 300, batchSize: 2, learningRate: 3 })) {
 *   if (epoch.train.cost < 0.01) break;
 * }
 * assertEquals(evaluate(network, data).accuracy, 1);
 * ```
 *
 * @module
 */

export {
  type Activation,
  activations,
  type ElementwiseActivation,
  leakyRelu,
  linear,
  relu,
  scaledTanh,
  sigmoid,
  softmax,
  tanh,
} from "./lib/activations.ts";
export { Augmentation, type AugmentOptions, type ElasticOptions } from "./lib/augment.ts";
export type { AveragingOptions } from "./lib/averaging.ts";
export type { Checkpoint } from "./lib/checkpoint.ts";
export { formatCheckpoint, parseCheckpoint, type ParsedCheckpoint } from "./lib/checkpoint_file.ts";
export { Committee } from "./lib/committee.ts";
export { type Cost, costs, crossEntropy, logLikelihood, quadratic } from "./lib/costs.ts";
export { Dataset, type DatasetBatch } from "./lib/dataset.ts";
export type { DatasetSource, Examples, LabeledExamples, TargetedExamples } from "./lib/examples.ts";
export { digitImage } from "./lib/digit_image.ts";
export { Dropout, type DropoutOptions } from "./lib/dropout.ts";
export { createEngine, type EngineName, ENGINES } from "./lib/engine/create.ts";
export type { Deformation, ElasticField } from "./lib/engine/deform.ts";
export type {
  DataRows,
  DenseRows,
  Engine,
  Mask,
  Matrix,
  Rows,
  SparseRows,
} from "./lib/engine/engine.ts";
export { WasmEngine } from "./lib/engine/wasm.ts";
export type { LargeProduct, WasmEngineOptions } from "./lib/engine/wasm_options.ts";
export { type Divergence, DivergenceError } from "./lib/errors.ts";
export { type Classifier, evaluate, type Evaluation } from "./lib/evaluate.ts";
export { toNpz, toOnnx } from "./lib/export.ts";
export {
  formatIdx,
  type IdxArray,
  type IdxData,
  type IdxType,
  parseIdx,
  readIdx,
  type ReadIdxOptions,
} from "./lib/formats/idx.ts";
export {
  type MnistPickle,
  type MnistPickleSet,
  parseMnistPickle,
} from "./lib/formats/mnist_pickle.ts";
export {
  type NdArray,
  type NdArrayData,
  type NdArrayType,
  parsePickle,
  type PickleValue,
} from "./lib/formats/pickle.ts";
export {
  formatSafetensors,
  parseSafetensors,
  type Safetensors,
  type Tensor,
  type TensorType,
} from "./lib/formats/safetensors.ts";
export {
  glorot,
  he,
  type Initializer,
  initializers,
  lecun,
  scaledNormal,
  standardNormal,
} from "./lib/initializers.ts";
export { smoothLabels } from "./lib/label_smoothing.ts";
export { dataRows, matrix, oneHot } from "./lib/matrix.ts";
export {
  type Batch,
  type DropOptions,
  type Gradient,
  Network,
  type NetworkOptions,
  type UpdateOptions,
} from "./lib/network.ts";
export { toJson } from "./lib/network_json.ts";
export type { RgbaImage } from "./lib/ink.ts";
export {
  adam,
  adamw,
  momentum,
  nesterov,
  Optimizer,
  type OptimizerMemory,
  type OptimizerOptions,
  optimizers,
  type Rule,
  sgd,
} from "./lib/optimizers.ts";
export type { Parameters } from "./lib/parameters.ts";
export { type PatienceOptions, timesOutOfPatience } from "./lib/patience.ts";
export { type Purpose, RandomStream, shuffle } from "./lib/random.ts";
export type { Penalties } from "./lib/regularization.ts";
export {
  createSchedule,
  type Schedule,
  type ScheduleOptions,
  schedules,
  type TrainingProgress,
  warmup,
} from "./lib/schedules.ts";
export { train } from "./lib/train.ts";
export { endsEarly, type Epoch, type TrainOptions } from "./lib/train_options.ts";
export { weightsSha256 } from "./lib/weights.ts";
