/** Options that other libraries give their networks, and that are elsewhere here. @module */

const SIZES_FIRST = "the sizes come first: new Network([784, 30, 10])";
const OF_TRAIN = "it is an option of `train`";

/** Where each is, as the end of an error. */
export const MISPLACED = {
  sizes: SIZES_FIRST,
  layers: SIZES_FIRST,
  hidden: SIZES_FIRST,
  units: SIZES_FIRST,
  optimizer: OF_TRAIN,
  learningRate: OF_TRAIN,
  lr: OF_TRAIN,
  epochs: OF_TRAIN,
  batchSize: OF_TRAIN,
  dropout: OF_TRAIN,
  l2: OF_TRAIN,
} as const;
