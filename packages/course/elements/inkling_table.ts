/** `@inkling/inkling/table`, as cells import it. @module */

export * from "../../../lib/table/mod.ts";
