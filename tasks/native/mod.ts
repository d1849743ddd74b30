/** The native kernels: who opens them for an engine, and who builds them. @module */

export {
  BUILDS,
  checkLibrary,
  readBuilds,
  readSources,
  sha256Of,
  SOURCES,
  sourcesSha256,
} from "./builds.ts";
export { checkBits, fastestOf } from "./check.ts";
export { compileKernels, compilerArguments } from "./compile.ts";
export { DENSITIES, type NativeHost, type NativeOptions, openNativeHost } from "./host.ts";
export { FILES, findLibrary, FOLDER, libraryIn, MACHINE, NATIVE, packageOf } from "./library.ts";
export { type ArgumentType, type Signatures, signaturesIn } from "./program.ts";
export { isComparable, RELEASED, RELEASED_SOURCES, releasedProblem } from "./released.ts";
export { type Target, TARGETS } from "./targets.ts";
