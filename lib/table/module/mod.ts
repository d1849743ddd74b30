/**
 * Models as modules of plain JavaScript: the weights and what answers in one file.
 *
 * @module
 */

export { formatDeclaration } from "./declare.ts";
export {
  type DescribedModule,
  describeInputs,
  describeTable,
  type Runtime,
  RUNTIMES,
  type WeightFormat,
} from "./describe.ts";
export { formatModule, type ModuleHead, parseModule } from "./format.ts";
export { roundedToFloat16 } from "./round.ts";
