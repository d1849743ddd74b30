/**
 * What the keys of a config mean, for editors and the documentation. It is apart from the tables of options, so that no
 * program that trains has to hold it. @module
 */

/** A sentence on each, by its path; of objects of several kinds also by the kind's name. */
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
    "What the target is; found out if left out. labels are several answers of yes or no, of an NPZ file.",
  "dataset.standardize":
    "Whether quantities of an NPZ file are learned with mean 0 and deviation 1, as those of a table are; `train --npz` sets it.",
  "dataset.delimiter": "What stands between the table's cells; found out if left out.",
  "dataset.header": "Whether the table's first line names the columns; found out if left out.",
  "dataset.encoding":
    "The encoding of a table of text where its bytes leave doubt, such as windows-1252; found out if left out.",
  "dataset.sheet": "The sheet of a workbook; the first if left out.",
  "dataset.query": "A query of a SQLite database; its only table if left out.",
  "dataset.gaps":
    "What becomes of missing values: their rows are dropped (also if left out), or they count as the mean or a category.",
  "dataset.without": "Columns of the table that are left out.",
  "dataset.weights": "The column of the table that holds how much a row counts in training.",
  "dataset.split": "The column that holds training, validation or test; or the fraction of each.",
  "dataset.splitBy":
    "The column of groups, such as customers, whose rows stay together in one part; it is no input.",
  "dataset.splitAfter":
    "The column of dates or numbers after which rows are split: the latest test, and those before them validate.",
  "dataset.memory":
    "Has no effect. Earlier versions read images from disk in windows of this many MiB.",
  "dataset.size": "The size that pictures are brought to, [height, width].",
  "dataset.color": "Whether pictures keep their color.",
  "dataset.as":
    "How columns of the table are read, by name; the others as is found out: dates, money, spellings and texts too. Without it plain numbers and categories alone are read.",
  "dataset.costs":
    "What each mistake costs, of two classes or of each of several labels: the model's threshold is the one of least cost on rows that it did not learn from.",
  "dataset.costs.falseAlarm": "What it costs to find the class where it is not.",
  "dataset.costs.miss": "What it costs not to find the class where it is.",
  "dataset.positive": "The class that costs is to find; the rarer one if left out.",
  "dataset.coverage":
    "In what share of rows the model's sets of classes are to hold the class, such as 0.9; no sets if left out.",
  sizes: "The number of units in each layer: 784 inputs first, 10 outputs last.",
  hidden:
    "The number of units in each hidden layer, instead of sizes: inputs and outputs come from the data.",
  activation: "The activation function of the hidden layers.",
  outputActivation:
    "The activation function of the outputs; that of the hidden layers if left out.",
  cost:
    "The cost function: categoricalCrossEntropy is the book's logLikelihood, binaryCrossEntropy its crossEntropy, meanSquaredError its quadratic: half the sum of the squares, not their mean.",
  initializer: "How weights and biases are drawn.",
  optimizer: "How a gradient becomes a step.",
  'optimizer="sgd"': "Plain stochastic gradient descent.",
  'optimizer="momentum"': "Stochastic gradient descent with momentum.",
  "optimizer.momentum": "How much of the last step goes into the next.",
  'optimizer="nesterov"': "Stochastic gradient descent with Nesterov's momentum.",
  'optimizer="adam"': "Adam.",
  "optimizer.beta1": "How much of the mean gradient goes into the next.",
  "optimizer.beta2": "How much of the mean squared gradient goes into the next.",
  "optimizer.epsilon": "Keeps the division finite.",
  'optimizer="adamw"': "Adam with weights that decay by themselves.",
  "optimizer.weightDecay":
    "By what part of itself, times the learning rate, a weight shrinks in a step.",
  l2: "Lambda of an L2 penalty on the weights, lambda / 2n times the sum of their squares.",
  augment:
    "How the training images are deformed, in every epoch anew; null to leave them as they are.",
  "augment.shift": "Shifts horizontally and vertically by at most so many pixels.",
  "augment.rotation": "Rotates to the left or right by at most so many degrees.",
  "augment.rotationByClass":
    'Other bounds for digits that a rotation makes alike, such as { "1": 7.5, "7": 7.5 }.',
  "augment.scale": "Scales width and height, each on its own, up or down by at most this fraction.",
  "augment.shear": "Shears horizontally by at most so many degrees.",
  "augment.elastic": "Displaces every pixel at random, smoothly: an elastic distortion.",
  "augment.elastic.sigma": "Sigma of the Gaussian that smooths the displacements, in pixels.",
  "augment.elastic.alpha": "Alpha, by which the smoothed displacements are multiplied, in pixels.",
  "augment.flip": "Mirrors every other image, by chance: left becomes right. Not if left out.",
  l1: "Lambda of an L1 penalty on the weights, lambda / n times the sum of their magnitudes.",
  clipNorm: "The longest that the gradient of a batch may be, by its norm; null for no limit.",
  maxNorm:
    "The longest that the vector of the weights into a unit may be, by its norm; null for no limit.",
  labelSmoothing:
    "How much of a target goes to all classes alike while training; evaluations use the labels as they are.",
  classWeights:
    'How much the images of each class count in training: "balanced", or by the class; null for all the same.',
  dropout: "Which units are left out of a step, in every epoch anew; null to leave out none.",
  "dropout.inputs": "The probability that an input is left out.",
  "dropout.hidden": "The probability that a hidden unit is left out.",
  learningRate: "How far a step goes (eta).",
  schedule: "How the learning rate changes.",
  'schedule="constant"': "The learning rate stays.",
  "schedule.warmup": "Over how many epochs the learning rate first rises.",
  'schedule="step"': "The learning rate falls every so many epochs.",
  "schedule.every": "After how many epochs it falls, again and again.",
  "schedule.factor": "What it is then multiplied by.",
  'schedule="cosine"': "The learning rate falls along half a cosine, over all epochs.",
  "schedule.end": "Where it ends, as a fraction of the learning rate.",
  'schedule="oneCycle"': "The learning rate rises and falls once, over all epochs.",
  "schedule.rise": "The fraction of the steps in which it rises.",
  "schedule.start": "Where it starts, as a fraction of the learning rate.",
  'schedule="plateau"': "The learning rate is halved when validation no longer improves.",
  "schedule.patience": "How many epochs in a row may pass without an improvement.",
  "schedule.minimumDelta":
    "By how much `monitor` has to be better than the best so far to count: accuracy, as a fraction, or cost.",
  "schedule.halvings": "After how many halvings the run ends; never if left out.",
  averaging: "Averages the weights of all steps; the average is what is evaluated and kept.",
  "averaging.decay": "How much of the average stays with every step, less in the first ones.",
  epochs: "How many times to go through the training images.",
  batchSize: "How many images make one step; the last batch of an epoch may be smaller.",
  trainingSize:
    "How many of the training images to learn from; beyond 50000 there is no validation.",
  normalizeWidth:
    "The width in pixels that the digit of every image, of all splits, is stretched or squeezed to; null to leave them as they are.",
  seed: "Where all randomness flows from: the same seed gives the same bytes.",
  splitSeed:
    "Where the split of your data into training, validation and test comes from; the seed if left out.",
  evaluate: "The splits to evaluate after every epoch.",
  folds:
    'How many folds the rows of a table that do not test are dealt to; each validates members that learn from the others. 0 for none; "auto" for 5, or fewer where a table is small.',
  repeat: "How many times the rows are dealt to folds, each time otherwise.",
  recipe:
    "The version of how members over folds are trained: 2 takes less time; 1, which configs without the key have, comes to the weights of older runs.",
  earlyStopping: "Ends the run when validation no longer improves, by `monitor`.",
  "earlyStopping.patience": "How many epochs in a row may pass without an improvement.",
  "earlyStopping.minimumPatience":
    "How many may pass at least, where the best epoch is early: as many as came to it, up to `patience`; always `patience` if left out.",
  "earlyStopping.minimumDelta":
    "By how much `monitor` has to be better than the best so far to count: accuracy, as a fraction, or cost.",
  keep:
    "Which weights the run keeps: the last epoch's, or the best on validation, by `monitor`; the best with earlyStopping or your data, and otherwise the last, if left out.",
  monitor:
    "By what an epoch is better than another on validation: more accuracy, or less cost, which shows more where there are few examples.",
  observe:
    "What is measured of each layer after every epoch: norms of gradients or weights, and units that are saturated or dead.",
  reproduces: "The published result that the config reproduces; training does not look at it.",
  "reproduces.accuracy": "The published accuracy, a fraction.",
  "reproduces.error": "The published error, a fraction, where that is published.",
  "reproduces.split": "The split that the published value is of.",
  "reproduces.epoch": "The epoch that it is of: the last, or the best on that split.",
  "reproduces.tolerance":
    "How far below the published accuracy, a fraction, still counts as reproduced.",
  "reproduces.seeds": "Over how many seeds to train, from the config's seed on.",
  "reproduces.committee":
    "Whether the networks of all seeds answer together, by the mean of their outputs.",
  "reproduces.widths":
    "The normalizeWidth of the seeds in turn, over and over; the config's if left out.",
  "reproduces.chosen":
    "What chose a config without a published value, or one that trains on validation's images too: the same config without these, and its validation error.",
  "reproduces.chosen.trial":
    "The name of the validation run, 16 hexadecimal digits: a hash of its config and data, by which sweeps name a run as well.",
  "reproduces.chosen.error": "Its validation error, a fraction; left out until it is trained.",
  "reproduces.copies":
    "Another row, of the same network: its error with test-time augmentation. For a config without a published value, whose validation run chose these too.",
  "reproduces.copies.copies": "How many copies of each image, besides itself.",
  "reproduces.copies.strength": "How far they are deformed: 1 is as in training, 0.5 half as far.",
  "reproduces.copies.error":
    "The validation error of that run's network over them; left out until it is known.",
  "reproduces.source": "Where the value, or the method, is published.",
  "reproduces.deviations": "What is different from there.",
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
  reproduces: { accuracy: 0.95, source: "…" },
  "reproduces.chosen": { trial: "0123456789abcdef", error: 0.0084 },
  "reproduces.copies": { copies: 10 },
};

/** A key with its example, as it is set on a command line: `epochs=10`; `undefined` if it has none. */
export function exampleSetting(key: string): string | undefined {
  const example = Object.hasOwn(EXAMPLES, key) ? EXAMPLES[key] : undefined;
  if (example === undefined) return undefined;
  return `${key}=${typeof example === "string" ? example : JSON.stringify(example)}`;
}
