/**
 * Inkling: fully connected neural networks from scratch, in the words of Nielsen's “Neural Networks and Deep Learning”,
 * with WebAssembly kernels. It needs only the web platform: Deno, Node 20.16 or newer, a browser. One seed gives the same
 * bytes in all of them.
 *
 * ## A first network
 *
 * Four things make a program: a {@linkcode Dataset} of examples, a {@linkcode Network}, {@linkcode fit}, which trains it, and
 * {@linkcode Network.predict}, or {@linkcode evaluate}, which measures how good it is.
 *
 * ```ts
 * import { Dataset, fit, Network } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
 * const network = new Network([2, 4, 2]);
 * await fit(network, Dataset.from({ inputs, labels: ["same", "other", "other", "same"] }));
 * assertEquals(network.predict(inputs).map(({ label }) => label), ["same", "other", "other", "same"]);
 * ```
 *
 * ## Classes
 *
 * A network has an output for each class, best with softmax. Choices (when to stop, which epoch to keep) are made on
 * `validation` data; `test` data are for reporting only. Features of different scales are best standardized.
 *
 * ```ts
 * import { Dataset, evaluate, fit, Network, RandomStream } from "@inkling/inkling";
 * import { assert } from "@std/assert";
 *
 * // Points of the plane: which is the larger coordinate, or is neither above 0?
 * const random = new RandomStream(7, "data");
 * const inputs = Array.from({ length: 300 }, () => [random.normal(), random.normal()]);
 * const labels = inputs.map(([x, y]) => x! < 0 && y! < 0 ? "neither" : x! > y! ? "first" : "second");
 * const points = Dataset.from({ inputs, labels });
 * const [training, validation, test] = points.split([0.7, 0.15, 0.15], { stratify: true });
 *
 * const network = new Network([2, 16, 3], {
 *   activation: "relu",
 *   outputActivation: "softmax",
 *   cost: "logLoss",
 *   initializer: "he",
 * });
 * const history = await fit(network, training.standardize(), {
 *   epochs: 100,
 *   batchSize: 10,
 *   learningRate: 0.01,
 *   optimizer: "adam",
 *   validation, // standardized as the training data are
 *   earlyStopping: { patience: 20 }, // the network ends with its best epoch's weights
 *   onEpoch: ({ number, validation }) => console.log(number, validation!.accuracy),
 * });
 * assert(history.kept <= history.epochs.length);
 * assert(evaluate(network, test).accuracy! > 0.85);
 * ```
 *
 * ## Using and keeping a network
 *
 * {@linkcode Network.predict} takes raw numbers. A network's file is a safetensors file, as PyTorch reads and
 * writes them, with the names of the classes and how inputs are standardized; {@linkcode toOnnx} makes a file for ONNX
 * Runtime, {@linkcode toNpz} one for NumPy, {@linkcode toJson} one to read.
 *
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network([2, 4, 1], { seed: 1 });
 * const bytes = network.toSafetensors(); // for a file
 * const again = Network.fromSafetensors(bytes);
 *
 * const inputs = [[0, 1], [1, 1], [0.5, 0]]; // a batch of three
 * const outputs = again.feedforward(inputs);
 * assertEquals([outputs.rows, outputs.columns], [3, 1]);
 * assertEquals(outputs.values, network.feedforward(inputs).values);
 * ```
 *
 * ## Next steps
 *
 * - The parts of a network: {@linkcode NetworkOptions}, with {@linkcode activations}, {@linkcode costs} and
 *   {@linkcode initializers} by name.
 * - How it learns: {@linkcode TrainOptions}, with {@linkcode optimizers}, {@linkcode schedules}, penalties, dropout,
 *   averaging, deformed images, early stopping; {@linkcode train} to go through the epochs in a loop.
 * - A training loop by hand: {@linkcode Dataset.batches} and {@linkcode Network.updateMiniBatch}, or
 *   {@linkcode Network.backprop} for the gradient alone.
 * - Speed: {@linkcode createEngine} with several workers, for networks that are large. {@linkcode weightsSha256} shows
 *   that it changes no bit.
 *
 * | entry point                  | for                                                                                |
 * | ---------------------------- | ---------------------------------------------------------------------------------- |
 * | `@inkling/inkling/evaluate`  | calibration, metrics of classes, importance of features, novelty, intervals        |
 * | `@inkling/inkling/ensemble`  | several networks that answer together                                              |
 * | `@inkling/inkling/train`     | checkpoints, schedules, augmentation: the parts of training                        |
 * | `@inkling/inkling/network`   | optimizers, dropout, types for your own functions                                  |
 * | `@inkling/inkling/problem`   | classification, multi-label classification, regression                             |
 * | `@inkling/inkling/table`     | rows predicted by the names of their columns                                       |
 * | `@inkling/inkling/serve`     | a server of predictions, for every runtime of Hono                                 |
 * | `@inkling/inkling/pictures`  | inputs made of pictures                                                            |
 * | `@inkling/inkling/digits`    | MNIST, and images of digits                                                        |
 * | `@inkling/inkling/notebook`  | networks, data and training drawn, in notebooks and in the cells of a page         |
 * | `@inkling/inkling/formats`   | files of data and tensors                                                          |
 * | `@inkling/inkling/engine`    | what runs the loops                                                                |
 * | `@inkling/inkling/config`    | configs, checked                                                                   |
 *
 * Matrices are float32 and row-major. A wrong type, shape or name of an option is a `TypeError`, a value out of range a
 * `RangeError`, bytes that are not what they should be a `SyntaxError`, and training that leaves the finite numbers a
 * {@linkcode DivergenceError}. What makes bytes is synchronous. What hashes is asynchronous, since the platform's hashes
 * are: {@linkcode weightsSha256}, and checkpoints, which hold one.
 *
 * @module
 */

// The four to begin with.
export { Network } from "./lib/network.ts";
export type { NetworkOptions } from "./lib/network/options.ts";
export { Dataset } from "./lib/dataset.ts";
export type { BatchesOptions, DatasetBatch } from "./lib/dataset/batch.ts";
export type { DatasetLists, DatasetShape, Numbers } from "./lib/dataset/lists.ts";
export type {
  DatasetSource,
  ExampleDetails,
  Examples,
  Inputs,
  Labels,
  Pixels,
  Targets,
} from "./lib/dataset/source.ts";
export type { SplitOptions } from "./lib/dataset/split.ts";
export { fit, type FitOptions, type History } from "./lib/train/fit.ts";
export { type Classifier, evaluate, type Evaluation, type Monitor } from "./lib/evaluate.ts";
export type { DataInfo } from "./lib/evaluate/match_classes.ts";
export type {
  ClassPrediction,
  Prediction,
  PredictionInputs,
  Predictor,
  QuantityPrediction,
} from "./lib/network/prediction.ts";
export { type FeatureScale, Standardization } from "./lib/numerics/standardization.ts";
export type { QuantityScale } from "./lib/problem/quantities.ts";

// Training, epoch by epoch.
export { train, type Training } from "./lib/train.ts";
export type { TrainOptions } from "./lib/options.ts";
export type { Epoch, EpochTraining } from "./lib/train/run.ts";
export { DivergenceError } from "./lib/train/divergence.ts";

// Inputs and targets by hand, and a training loop of your own.
export { type DataRows, dataRows, type Matrix, matrix, oneHot } from "./lib/engine/matrix.ts";
export type { Batch, Gradient } from "./lib/network/batch.ts";
export type { BackpropOptions, UpdateOptions } from "./lib/network/options.ts";
export { type Purpose, RandomStream, shuffle } from "./lib/numerics/random.ts";

// The functions, rules and schedules that options name.
export { type ActivationName, activations } from "./lib/network/activations.ts";
export { type CostName, costs } from "./lib/network/costs.ts";
export { type InitializerName, initializers } from "./lib/network/initializers.ts";
export { type OptimizerName, optimizers } from "./lib/network/optimizers.ts";
export { schedules } from "./lib/train/schedules.ts";
export type { ScheduleName } from "./lib/options/schedules.ts";

// Keeping a network, and what runs its loops.
export { toJson, toNpz, toOnnx } from "./lib/export.ts";
export { weightsSha256 } from "./lib/network/weights.ts";
export { createEngine } from "./lib/engine/create.ts";
