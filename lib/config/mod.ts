/**
 * The training config: its keys, their defaults, and its problems. Only this entry point loads zod.
 *
 * @module
 */

export {
  catalogueFacts,
  type Config,
  CONFIG_KEYS,
  type ConfigDraft,
  configSchema,
  type DataFacts,
  type KeyTexts,
  parseConfig,
  parseDraft,
  resolveConfig,
} from "../config.ts";
export { assign, makeRoom } from "./assign.ts";
export type { ObjectOf, TypeOf } from "../checks/options.ts";
export { exampleSetting } from "./examples.ts";
export { type FoldRecipe, NEW_TABLE, weightDecaysOf } from "./recipe.ts";
export {
  type AnyDataset,
  changeUserDataset,
  DATA_KINDS,
  type DataKind,
  dataKindOf,
  entryOf,
  type ExampleName,
  PATH_KEYS,
  type PathKey,
  pathsOf,
  USER_DATASET,
  type UserDataset,
  userDatasetOf,
  withoutPath,
  withPath,
} from "./user_data.ts";
export type { ProgramOptions } from "../options.ts";
