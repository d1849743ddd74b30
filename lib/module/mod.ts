/**
 * Models as modules of plain JavaScript: the weights and what answers in one file.
 *
 * @module
 */

export { formatDeclaration } from "./declare.ts";
export {
  type DescribedInputs,
  type DescribedModule,
  describeInputs,
  describeTable,
  type ModuleEntry,
  type WeightFormat,
} from "./describe.ts";
export { formatModule, type ModuleHead, type ParsedModule, parseModule } from "./format.ts";
export { roundedToFloat16 } from "./round.ts";
