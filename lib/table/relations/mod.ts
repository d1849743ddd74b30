/** Rows that belong together, and columns that give the target away. @module */

export { readColumns } from "./read.ts";
export { findRelations, type Relation } from "./relations.ts";
export { leakSentence, relationText, type SplitOptionText } from "./texts.ts";
