/** `@inkling/inkling/digits`, as cells import it. @module */

export * from "../../../lib/digits/mod.ts";
