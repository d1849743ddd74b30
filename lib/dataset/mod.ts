/** The door of `lib/dataset/`. @module */

export { type Answers, answersOf, checkFinite } from "./check_source.ts";
export { MAX_CLASSES } from "./source.ts";
export { splitIndices } from "./split.ts";
