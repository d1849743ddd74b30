/**
 * The parts of training: schedules, augmentation, averaging, checkpoints.
 *
 * @module
 */

export {
  type AveragingOptions,
  type Observable,
  type PatienceOptions,
  TRAIN_OPTIONS,
} from "../options.ts";
export type { BatchedInputs, Deformer } from "../dataset/batch.ts";
export type { AugmentOptions, ElasticOptions } from "../options/augment.ts";
export type { ScheduleOptions } from "../options/schedules.ts";
export { Augmentation } from "./augment.ts";
export type { Checkpoint } from "./checkpoint.ts";
export { formatCheckpoint, parseCheckpoint, type ParsedCheckpoint } from "./checkpoint_file.ts";
export type { ClassWeights } from "./class_weights.ts";
export type { Divergence } from "./divergence.ts";
export { yieldToEventLoop } from "./event_loop.ts";
export { smoothLabels } from "./label_smoothing.ts";
export { type Observed, type Observer, observer } from "./observe.ts";
export {
  createSchedule,
  endsEarly,
  type MakeSchedule,
  type Schedule,
  type TrainingProgress,
} from "./schedules.ts";
export { MAX_COPIES } from "../options/augment.ts";
export { TestTimeAugmentation } from "./test_time_augmentation.ts";
export { mergedInFloat32, warningsOf } from "./warnings.ts";
