/** `@inkling/inkling/evaluate`, as cells import it. @module */

export * from "../../../lib/evaluate/mod.ts";
