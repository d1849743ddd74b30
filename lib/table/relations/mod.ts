/** Rows that belong together, and columns that give the target away. @module */

export { findRelations, type Relation } from "./relations.ts";
