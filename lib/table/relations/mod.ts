/** Rows that belong together. @module */

export { readColumns } from "./read.ts";
export { findRelations, type Relation } from "./relations.ts";
export { relationText, type SplitOptionText } from "./texts.ts";
