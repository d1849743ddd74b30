/** `@inkling/inkling/notebook`, as cells import it. @module */

export * from "../../../lib/notebook/mod.ts";
