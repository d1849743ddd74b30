/** Rows that belong together. @module */

export { findRelations, type Relation } from "./relations.ts";
