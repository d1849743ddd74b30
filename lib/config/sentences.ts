/**
 * What the keys of a config mean, for editors and the documentation. It is apart from the tables of options, so that no
 * program that trains has to hold it. @module
 */

/** A sentence on each key, by its path; for objects of several kinds, also by the kind's name. */
export const SENTENCES: { readonly [path: string]: string } = {
  $schema: "Where editors find this schema.",
  dataset: "The data set: a name of the catalogue, or where your data is.",
  "dataset.csv": "A table: a CSV file, compressed or not.",
  "dataset.table":
    "A table: a file, or a list of files and patterns that are one table. CSV, Parquet, XLSX, JSON or SQLite, compressed or not.",
  "dataset.images": "A folder of pictures, with a folder for each class.",
  "dataset.idx": "A folder of IDX files, as MNIST's are.",
  "dataset.npz": "An NPZ file of NumPy, with x_train, y_train and so on.",
  "dataset.target": "The column of the table to predict, or several columns of numbers.",
  "dataset.kind":
    "What the target is; detected if left out. labels are several yes-or-no answers, in an NPZ file.",
  "dataset.standardize":
    "Whether quantities of an NPZ file are standardized, as a table's are; `train --npz` sets it.",
  "dataset.delimiter": "The character between the table's cells; detected if left out.",
  "dataset.header": "Whether the table's first line names the columns; detected if left out.",
  "dataset.encoding": "The encoding of a text table, such as windows-1252; detected if left out.",
  "dataset.sheet": "The sheet of a workbook; the first if left out.",
  "dataset.query": "A query of a SQLite database; its only table if left out.",
  "dataset.gaps":
    "The rule for missing values: drop their rows (also if left out), use the mean, or count them as a category.",
  "dataset.missingValues":
    "Texts that are missing values in every column, besides NA, null and the like.",
  "dataset.without": "Columns to leave out.",
  "dataset.weights":
    "The column of row weights: how much a row counts, in training and in metrics.",
  "dataset.split": "The column that holds training, validation or test; or the fraction of each.",
  "dataset.splitBy":
    "The column of groups, such as customers, whose rows stay together in one part; it is not an input. Or columns, such as height and age, that together name a group; they stay inputs.",
  "dataset.splitAfter":
    "The column of dates or numbers after which rows are split: the latest test, and those before them validate. Or true if the rows are in the order of time.",
  "dataset.memory":
    "Has no effect. Earlier versions read images from disk in windows of this many MiB.",
  "dataset.size": "The size to which pictures are scaled, [height, width].",
  "dataset.color": "Whether pictures keep their color.",
  "dataset.as":
    "How to read columns, by name; the others are detected, including dates, money, spellings and texts. Without this key, only plain numbers and categories are read.",
  "dataset.costs":
    "The costs of mistakes, for two classes or each of several labels: the model answers by the threshold of least cost on rows that it did not learn from.",
  "dataset.costs.falseAlarm": "The cost of a false alarm.",
  "dataset.costs.miss": "The cost of a miss.",
  "dataset.positive": "The class to find, and that F1 is of; the rarer one if left out.",
  "dataset.metric": "What models are compared by: log loss, R², or cost with costs if left out.",
  "dataset.coverage":
    "The share of rows whose set of classes contains the class, such as 0.9; no sets if left out.",
  sizes: "The number of units in each layer: 784 inputs first, 10 outputs last.",
  hidden:
    "The number of units in each hidden layer, instead of sizes: inputs and outputs come from the data.",
  activation: "The activation function of the hidden layers.",
  outputActivation: "The activation function of the outputs; the hidden layers' if left out.",
  cost:
    "The cost function: categoricalCrossEntropy is the book's logLikelihood, binaryCrossEntropy its crossEntropy, meanSquaredError its quadratic: half the sum of the squares, not their mean.",
  initializer: "How weights and biases are drawn.",
  optimizer: "How a gradient becomes a step.",
  'optimizer="sgd"': "Plain stochastic gradient descent.",
  'optimizer="momentum"': "Stochastic gradient descent with momentum.",
  "optimizer.momentum": "The share of the last step that goes into the next.",
  'optimizer="nesterov"': "Stochastic gradient descent with Nesterov's momentum.",
  'optimizer="adam"': "Adam.",
  "optimizer.beta1": "The decay rate of the mean gradient.",
  "optimizer.beta2": "The decay rate of the mean squared gradient.",
  "optimizer.epsilon": "Keeps the division finite.",
  'optimizer="adamw"': "Adam with decoupled weight decay.",
  "optimizer.weightDecay":
    "The share of itself, times the learning rate, by which a weight shrinks in a step.",
  l2: "Lambda of an L2 penalty on the weights, lambda / 2n times the sum of their squares.",
  augment: "How the training images are deformed, anew in every epoch; null for no deformation.",
  "augment.shift": "Shifts horizontally and vertically by at most so many pixels.",
  "augment.rotation": "Rotates to the left or right by at most so many degrees.",
  "augment.rotationByClass":
    'Other bounds for digits that a rotation confuses, such as { "1": 7.5, "7": 7.5 }.',
  "augment.scale": "Scales width and height, each on its own, up or down by at most this fraction.",
  "augment.shear": "Shears horizontally by at most so many degrees.",
  "augment.elastic": "Displaces every pixel at random, smoothly: an elastic distortion.",
  "augment.elastic.sigma": "Sigma of the Gaussian that smooths the displacements, in pixels.",
  "augment.elastic.alpha": "Alpha, by which the smoothed displacements are multiplied, in pixels.",
  "augment.flip": "Mirrors each image with probability ½.",
  l1: "Lambda of an L1 penalty on the weights, lambda / n times the sum of their magnitudes.",
  clipNorm: "The largest norm of a batch's gradient; null for no limit.",
  maxNorm: "The largest norm of the weights into a unit; null for no limit.",
  labelSmoothing:
    "The share of a target that is spread evenly over all classes in training; evaluations use the labels as they are.",
  classWeights:
    'How much the examples of each class count in training: "balanced", or a number for each class; null for equal weights.',
  dropout: "The units that are left out of a step, anew in every epoch; null for no dropout.",
  "dropout.inputs": "The probability that an input is left out.",
  "dropout.hidden": "The probability that a hidden unit is left out.",
  learningRate: "The step size (eta).",
  schedule: "How the learning rate changes.",
  'schedule="constant"': "The learning rate stays.",
  "schedule.warmup": "The number of epochs over which the learning rate first rises.",
  'schedule="step"': "The learning rate falls after every few epochs.",
  "schedule.every": "The number of epochs between two falls.",
  "schedule.factor": "The factor of each fall.",
  'schedule="cosine"': "The learning rate falls along half a cosine, over all epochs.",
  "schedule.end": "The last learning rate, as a fraction of the highest.",
  'schedule="oneCycle"': "The learning rate rises and falls once, over all epochs.",
  "schedule.rise": "The fraction of the steps in which it rises.",
  "schedule.start": "The first learning rate, as a fraction of the highest.",
  'schedule="plateau"': "The learning rate is halved when validation no longer improves.",
  "schedule.patience": "The number of epochs without an improvement that are allowed in a row.",
  "schedule.minimumDelta":
    "The smallest change of `monitor` that counts as an improvement: a fraction of accuracy, or cost.",
  "schedule.halvings": "The number of halvings after which the run ends; never if left out.",
  averaging: "Averages the weights of all steps; the average is what is evaluated and kept.",
  "averaging.decay": "The share of the average that each step keeps, less in the first steps.",
  epochs: "The number of passes over the training examples.",
  batchSize: "The number of examples in a step; the last batch of an epoch may be smaller.",
  trainingSize: "The number of training images to learn from; above 50000 there is no validation.",
  normalizeWidth:
    "The width in pixels to which every digit is stretched or squeezed; null to leave digits as they are.",
  seed: "The seed of all random numbers: the same seed gives identical results.",
  splitSeed:
    "The seed of the split of your data into training, validation and test; `seed` if left out.",
  evaluate: "The splits to evaluate after every epoch.",
  folds:
    'The number of cross-validation folds for the rows of a table outside the test part. 0 for none; "auto" for 5, or fewer where a table is small.',
  repeat: "The number of repeats of the cross-validation, each with other folds.",
  recipe:
    "The version of the training over folds. 2 takes less time. 1, the default of a config without the key, gives the weights of older runs.",
  earlyStopping: "Ends the run when validation no longer improves, by `monitor`.",
  "earlyStopping.patience":
    "The number of epochs without an improvement that are allowed in a row.",
  "earlyStopping.minimumPatience":
    "The number that is allowed after an early best epoch: as many as that epoch's number, from this up to `patience`. Always `patience` if left out.",
  "earlyStopping.minimumDelta":
    "The smallest change of `monitor` that counts as an improvement: a fraction of accuracy, or cost.",
  keep:
    "Which weights the run keeps: the last epoch's, or the best on validation, by `monitor`; the best with earlyStopping or your data, and otherwise the last, if left out.",
  monitor:
    "The metric by which epochs are compared on validation: accuracy, or cost, which shows more where there are few examples.",
  observe:
    "What is measured in each layer after every epoch: norms of gradients or weights, and saturated or dead units.",
};

/** A value that shows how a key is set, by its path. */
export const EXAMPLES: { readonly [path: string]: unknown } = {
  dataset: "fashion-mnist",
  sizes: [784, 100, 10],
  activation: "relu",
  outputActivation: "softmax",
  cost: "crossEntropy",
  initializer: "scaledNormal",
  optimizer: { name: "momentum", momentum: 0.5 },
  l2: 5,
  augment: { rotation: 15, elastic: { sigma: 4, alpha: 34 } },
  "augment.rotationByClass": { "1": 7.5 },
  "augment.elastic": { sigma: 4, alpha: 34 },
  l1: 5,
  clipNorm: 1,
  maxNorm: 2,
  labelSmoothing: 0.1,
  classWeights: { "8": 2 },
  dropout: { inputs: 0.2, hidden: 0.5 },
  learningRate: 0.5,
  schedule: { name: "cosine", warmup: 1 },
  averaging: { decay: 0.999 },
  epochs: 10,
  batchSize: 64,
  trainingSize: 10000,
  normalizeWidth: 16,
  seed: 7,
  splitSeed: 7,
  evaluate: ["validation"],
  folds: 0,
  repeat: 1,
  recipe: 2,
  earlyStopping: { patience: 10 },
  keep: "best",
  monitor: "cost",
  observe: ["gradientNorms", "activations"],
};

/** A key with its example, as it is set on a command line: `epochs=10`; `undefined` if it has none. */
export function exampleSetting(key: string): string | undefined {
  const example = Object.hasOwn(EXAMPLES, key) ? EXAMPLES[key] : undefined;
  if (example === undefined) return undefined;
  return `${key}=${typeof example === "string" ? example : JSON.stringify(example)}`;
}
