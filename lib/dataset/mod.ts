/** The door of `lib/dataset/`. @module */

export { checkFinite } from "./check_source.ts";
export { MAX_CLASSES } from "./source.ts";
export { splitIndices } from "./split.ts";
