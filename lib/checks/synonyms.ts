/**
 * What other libraries, and Nielsen's book, call what is here: PyTorch, Keras, scikit-learn, Optuna. Theirs are in lower
 * case, without spaces, `-` and `_`; one that differs from ours in these alone needs no entry. What only configs, sweeps and
 * the command line have is in `config/synonyms.ts`, since all of this is in every bundle. @module
 */

/** Theirs by ours, with spaces between. */
export type Synonyms = { readonly [ours: string]: string };

/**
 * Theirs by ours. A name that stands with several of ours means those that there are where it was written; one such as
 * `optimizer.momentum` is there where `optimizer` is.
 */
export const SYNONYMS: Synonyms = {
  // The network
  activation: "activationfunction activationfn nonlinearity",
  outputActivation: "finalactivation lastactivation",
  cost: "loss lossfunction lossfn criterion objective valloss",
  initializer: "init initialization kernelinitializer weightinit",

  // Training
  learningRate: "lr eta eta0 η learningrateinit stepsize",
  batchSize: "batch minibatch minibatchsize",
  epochs: "epoch maxiter maxepochs nepochs nbepoch numepochs iterations niter",
  optimizer: "optim solver nesterov",
  "optimizer.momentum": "momentum",
  "optimizer.weightDecay": "weightdecay",
  beta1: "betas",
  beta2: "betas",
  epsilon: "eps",
  l2: "weightdecay lmbda lambda λ alpha penalty regularization l2penalty l2reg",
  l1: "penalty regularization l1penalty l1reg",
  clipNorm: "clip clipping gradclip gradientclipping maxgradnorm",
  dropout: "dropoutrate droprate",
  schedule: "scheduler lrscheduler lrschedule learningrateschedule",
  "schedule.warmup": "warmup warmupepochs",
  warmup: "warmupepochs",
  every: "stepsize",
  factor: "gamma eta reductionfactor",
  rise: "pctstart",
  averaging: "ema swa",
  "averaging.decay": "emadecay",
  patience: "niternochange",
  minimumDelta: "mindelta tol",
  "earlyStopping.patience": "patience niternochange",
  "earlyStopping.minimumDelta": "mindelta tol",
  keep: "savebest savebestonly restorebestweights",
  classWeights: "classweight",
  seed: "randomstate randomseed manualseed",
  augment: "augmentation dataaugmentation transforms",
  rotation: "degrees rotationrange angle",
  shift: "translate translation",
  scale: "zoom zoomrange",
  flip: "horizontalflip hflip mirror",
  "elastic.alpha": "alpha",
  "elastic.sigma": "sigma",

  // Data
  inputs: "x xtrain",
  labels: "y ytrain",
  targets: "y ytrain target",
  validation: "xval",
  test: "xtest",
  pixels: "images",
  weights: "sampleweight sampleweights",
  classNames: "labelnames targetnames",
  featureNames: "columns",

  // Functions and rules
  sigmoid: "logistic expit",
  linear: "identity",
  softmax: "logsoftmax",
  leakyRelu: "lrelu",
  silu: "swish",
  geluTanh: "geluapproximate gelunew gelupytorchtanh",
  quadratic: "mse squarederror",
  categoricalCrossEntropy: "crossentropyloss sparsecategoricalcrossentropy",
  binaryCrossEntropy: "bce bcewithlogits",
  logLikelihood: "nll negativeloglikelihood",
  glorot: "xavier",
  he: "kaiming",
  nesterov: "nag",
  sgd: "gd gradientdescent",
  cosine: "cosineannealing",
  plateau: "reducelronplateau",
  accuracy: "acc valaccuracy valacc",
};

/** Functions and rules that only other libraries have, by the nearest of ours; a few have two names. */
export const UNAVAILABLE: { readonly [nearest: string]: string } = {
  relu: "hardswish, ReLU6, CReLU, softplus",
  leakyRelu: "ELU, CELU, PReLU, RReLU",
  sigmoid: "hardsigmoid",
  tanh: "hardtanh, softsign",
  adam: "RMSprop, AdaGrad, AdaDelta, AdaMax, NAdam, RAdam, L-BFGS",
  adamw: "Adan, Adafactor, LAMB, Lion",
  momentum: "LARS",
  quadratic: "mean absolute error = MAE = L1 loss, Huber = smooth L1",
  crossEntropy: "hinge",
  logLikelihood: "focal, KL divergence",
  glorot: "orthogonal",
  scaledNormal: "truncated normal",
  step: "exponential",
  cosine: "polynomial",
  oneCycle: "cyclic",
  quasiRandom: "TPE, Bayesian = bayes",
};
