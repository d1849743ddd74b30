/** The door of `lib/dataset/`. @module */

export { checkFinite, MAX_CLASSES } from "./source.ts";
export { splitIndices } from "./split.ts";
