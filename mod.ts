/**
 * Inkling: fully connected neural networks from scratch, in the words of Nielsen's “Neural Networks and Deep Learning”,
 * with WebAssembly kernels. It needs the web platform only: Deno, Node from 22 on, a browser. One seed gives the same
 * bytes in all of them.
 *
 * ## A first network
 *
 * Four things make a program: a {@linkcode Dataset} of examples, a {@linkcode Network}, {@linkcode train}, which changes
 * the network and reports every epoch, and {@linkcode evaluate}, which says how good it is.
 *
 * ```ts
 * import { Dataset, evaluate, Network, train } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new Dataset({
 *   inputs: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]), // [examples, features], row after row
 *   targets: new Float32Array([0, 1, 1, 0]), // [examples, outputs]: exclusive or
 *   features: 2,
 *   outputs: 1,
 * });
 * const network = new Network([2, 4, 1], { seed: 1, cost: "crossEntropy" });
 * const options = { epochs: 500, batchSize: 4, learningRate: 1 };
 * for await (const { number, train: { cost } } of train(network, data, options)) {
 *   if (number % 100 === 0) console.log(`Epoch ${number}: cost ${cost.toFixed(3)}`);
 * }
 * assertEquals(evaluate(network, data).accuracy, 1);
 * ```
 *
 * ## Classes
 *
 * Examples of one class each have `labels` in place of targets, and the network an output for each class, best of
 * softmax. What is chosen (when to stop, which epoch to keep) is chosen on `validation` data; `test` data only report.
 *
 * ```ts
 * import { Dataset, evaluate, Network, RandomStream, train } from "@inkling/inkling";
 * import { assert } from "@std/assert";
 *
 * // Points of the plane: which is the larger coordinate, or is neither above 0?
 * const random = new RandomStream(7, "data");
 * const inputs = Float32Array.from({ length: 2 * 300 }, () => random.normal());
 * const labels = Uint8Array.from({ length: 300 }, (_, k) => {
 *   const [x, y] = inputs.subarray(2 * k, 2 * k + 2) as unknown as [number, number];
 *   return x < 0 && y < 0 ? 2 : x > y ? 0 : 1;
 * });
 * const points = new Dataset({ inputs, labels, features: 2, classes: 3 });
 *
 * const network = new Network([2, 16, 3], {
 *   activation: "relu",
 *   outputActivation: "softmax",
 *   cost: "logLikelihood",
 *   initializer: "he",
 * });
 * const training = train(network, points.subset(0, 200), {
 *   epochs: 100,
 *   batchSize: 10,
 *   learningRate: 0.01,
 *   optimizer: "adam",
 *   validation: points.subset(200, 250),
 *   earlyStopping: { patience: 20 }, // the network ends with its best epoch's weights
 * });
 * await Array.fromAsync(training);
 * assert(evaluate(network, points.subset(250)).accuracy > 0.9);
 * ```
 *
 * ## Using and keeping a network
 *
 * {@linkcode Network.feedforward} takes a batch of inputs, which {@linkcode dataRows} makes of plain arrays. A network's
 * file is a safetensors file, as PyTorch reads and writes them; {@linkcode toOnnx} makes one for ONNX Runtime,
 * {@linkcode toNpz} one for NumPy.
 *
 * ```ts
 * import { dataRows, Network } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network([2, 4, 1], { seed: 1 });
 * const bytes = network.toSafetensors(); // for a file
 * const again = Network.fromSafetensors(bytes);
 *
 * const inputs = dataRows([[0, 1], [1, 1], [0.5, 0]]); // a batch of three
 * const outputs = again.feedforward(inputs);
 * assertEquals([outputs.rows, outputs.columns], [3, 1]);
 * assertEquals(outputs.values, network.feedforward(inputs).values);
 * ```
 *
 * ## Where to go on
 *
 * - What a network is made of: {@linkcode NetworkOptions}, with {@linkcode activations}, {@linkcode costs} and
 *   {@linkcode initializers} by name.
 * - How it learns: {@linkcode TrainOptions}, with {@linkcode optimizers}, {@linkcode schedules}, penalties, dropout,
 *   averaging, deformed images, early stopping; {@linkcode Epoch.checkpoint} and {@linkcode formatCheckpoint} to go on
 *   another day.
 * - A training loop of your own: {@linkcode Dataset.createBatch}, {@linkcode Dataset.gather} and
 *   {@linkcode Network.updateMiniBatch}, or {@linkcode Network.backprop} for the gradient alone.
 * - Images of digits: {@linkcode Dataset.fromIdx} with {@linkcode parseIdx} for MNIST's files, {@linkcode digitImage}
 *   for a drawing. Several networks as one: {@linkcode Committee}, each on digits of a width of its own if it likes:
 *   {@linkcode normalizeWidth}.
 * - Speed: {@linkcode createEngine} with several workers, for networks that are large. {@linkcode weightsSha256} shows
 *   that it changes no bit.
 *
 * Matrices are float32 and row-major. A wrong type or shape is a `TypeError`, a value out of range a `RangeError`, bytes
 * that are not what they should be a `SyntaxError`, and a training that leaves the finite numbers a
 * {@linkcode DivergenceError}.
 *
 * @module
 */

// The four to begin with.
export { Network, type NetworkOptions } from "./lib/network.ts";
export { train } from "./lib/train.ts";
export { type Classifier, evaluate, type Evaluation } from "./lib/evaluate.ts";
export { Dataset, type DatasetBatch } from "./lib/dataset.ts";
export type {
  DatasetSource,
  Examples,
  LabeledExamples,
  TargetedExamples,
} from "./lib/dataset_source.ts";
export { endsEarly, type Epoch, type TrainOptions } from "./lib/train/options.ts";
export { type Divergence, DivergenceError } from "./lib/train/divergence.ts";

// Inputs and targets by hand, and a training loop of one's own.
export { dataRows, matrix, oneHot } from "./lib/engine/matrix.ts";
export type { Batch, DropOptions, Gradient, UpdateOptions } from "./lib/network.ts";
export type { Parameters } from "./lib/network/parameters.ts";
export { type Purpose, RandomStream, shuffle } from "./lib/numerics/random.ts";
export { smoothLabels } from "./lib/train/label_smoothing.ts";

// What a network is made of.
export type { Activation } from "./lib/engine/engine.ts";
export {
  activations,
  type ElementwiseActivation,
  leakyRelu,
  linear,
  relu,
  scaledTanh,
  sigmoid,
  softmax,
  tanh,
} from "./lib/network/activations.ts";
export { type Cost, costs, crossEntropy, logLikelihood, quadratic } from "./lib/network/costs.ts";
export {
  glorot,
  he,
  type Initializer,
  initializers,
  lecun,
  scaledNormal,
  standardNormal,
} from "./lib/network/initializers.ts";

// How it learns.
export type { Rule } from "./lib/engine/engine.ts";
export { Optimizer, type OptimizerMemory } from "./lib/network/optimizer.ts";
export {
  adam,
  adamw,
  momentum,
  nesterov,
  type OptimizerOptions,
  optimizers,
  sgd,
} from "./lib/network/optimizers.ts";
export {
  createSchedule,
  type Schedule,
  type ScheduleOptions,
  schedules,
  type TrainingProgress,
  warmup,
} from "./lib/train/schedules.ts";
export type { Penalties } from "./lib/network/regularization.ts";
export { Dropout, type DropoutOptions } from "./lib/network/dropout.ts";
export { Augmentation, type AugmentOptions, type ElasticOptions } from "./lib/train/augment.ts";
export type { AveragingOptions } from "./lib/train/averaging.ts";
export { type PatienceOptions, timesOutOfPatience } from "./lib/train/patience.ts";
export type { Checkpoint } from "./lib/train/checkpoint.ts";
export {
  formatCheckpoint,
  parseCheckpoint,
  type ParsedCheckpoint,
} from "./lib/train/checkpoint_file.ts";

// Using a network, and keeping it.
export { Committee, type CommitteeOptions } from "./lib/evaluate/committee.ts";
export { normalizeWidth } from "./lib/digits/normalize_width.ts";
export { digitImage } from "./lib/digits/digit_image.ts";
export type { RgbaImage } from "./lib/digits/ink.ts";
export { toNpz, toOnnx } from "./lib/export.ts";
export { toJson } from "./lib/export.ts";
export { weightsSha256 } from "./lib/network/weights.ts";

// What it gets right and wrong, and how far its confidence can be trusted.
export { predict, type Predictions, worstMistakes } from "./lib/evaluate/predictions.ts";
export {
  type Calibration,
  calibration,
  type ClassMetrics,
  classMetrics,
  type ConfidenceBin,
  wilsonInterval,
} from "./lib/evaluate/metrics.ts";

// Files of data and of tensors.
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
} from "./lib/digits/mnist_pickle.ts";
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

// What runs the loops.
export { createEngine, type EngineName, ENGINES } from "./lib/engine/create.ts";
export type { Engine, Mask } from "./lib/engine/engine.ts";
export type { DataRows, DenseRows, Matrix, Rows, SparseRows } from "./lib/engine/matrix.ts";
export type { Deformation, ElasticField } from "./lib/engine/engine.ts";
export { WasmEngine } from "./lib/engine/wasm.ts";
export type { LargeProduct, WasmEngineOptions } from "./lib/engine/wasm/options.ts";
