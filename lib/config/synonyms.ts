/** What other libraries call the keys of configs and sweeps, and the options of commands. @module */

import { SYNONYMS, type Synonyms } from "../checks/synonyms.ts";
import { PATH_KEYS } from "./user_data.ts";

/** Theirs by ours, those of the library too. */
export const CONFIG_SYNONYMS: Synonyms = {
  ...SYNONYMS,

  // Keys of a config
  sizes: "layers layersizes architecture",
  hidden: "layers architecture units neurons hiddenlayersizes hiddenlayers hiddenunits hiddensizes",
  dataset: "data",
  ...Object.fromEntries(PATH_KEYS.map((key) => [`dataset.${key}`, key])),
  "dataset.target": "target label labelcolumn",
  "dataset.weights": "sampleweight sampleweights",
  "dataset.gaps": "gaps",
  "dataset.missingValues": "missingvalues missing na navalues",
  "dataset.without": "without drop exclude",
  "dataset.split": "split validationsplit validationfraction testsize",
  target: "label labelcolumn",
  missingValues: "missing na navalues",
  without: "drop exclude",
  trainingSize: "ntrain trainsize",

  // Keys of a sweep
  parameters: "searchspace space paramgrid paramdistributions",
  trials: "ntrials niter numsamples",
  method: "sampler strategy",
  metric: "objective",
  "metric.goal": "goal direction",
  goal: "direction",
  values: "choices",
  min: "low lower",
  max: "high upper",
  seeds: "repeats nseeds",
  config: "baseconfig",

  // Options of the command line
  out: "output outfile outdir",
  replace: "overwrite",
  force: "overwrite",
  resume: "continue",
  engine: "device backend",
  workers: "threads numworkers njobs",
  processes: "njobs",
  "max-minutes": "timelimit timeout",
  table: "parquet xlsx excel json jsonl sqlite",

  // Values in a sweep
  "validation.accuracy": "acc valaccuracy valacc",
  "validation.cost": "valloss",
  grid: "gridsearch",
  random: "randomsearch",
  quasiRandom: "sobol halton",
  halving: "hyperband asha sha",
  categorical: "choice",
  logUniform: "log",
  int: "integer",
};
