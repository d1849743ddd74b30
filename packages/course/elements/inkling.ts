/** `@inkling/inkling`, as cells import it. @module */

export * from "../../../mod.ts";
