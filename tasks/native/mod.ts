/** The native kernels: who opens them for an engine, and who builds them. @module */

export { checkBits, fastestOf } from "./check.ts";
export {
  compileKernels,
  compilerArguments,
  signaturesIn,
  type Target,
  TARGETS,
  writeManifest,
} from "./compile.ts";
export {
  DENSITIES,
  NATIVE,
  type NativeHost,
  nativeHost,
  type NativeOptions,
  openNativeHost,
} from "./host.ts";
export { FOLDER, MANIFEST_NAME, readLibrary, readSources, SOURCES } from "./library.ts";
export { isComparable, RELEASED, releasedProblem } from "./released.ts";
export type { ArgumentType, Signatures } from "./program.ts";
