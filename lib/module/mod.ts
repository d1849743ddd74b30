/**
 * Models as modules of plain JavaScript: the weights and what answers in one file.
 *
 * @module
 */

export { describeInputs, describeTable, type Runtime, RUNTIMES } from "./describe.ts";
export { formatModule } from "./format.ts";
