/** The native kernels of every width that this processor has, built once; none without a compiler. @module */

import {
  checkLibrary,
  compileKernels,
  FOLDER,
  libraryIn,
  MACHINE,
  type NativeHost,
  openNativeHost,
  TARGETS,
} from "../../tasks/native/mod.ts";
import { granted } from "./run_task.ts";

/** The kernels in `native/`, built again if they were built from other sources. */
export const NATIVE_HOSTS: readonly NativeHost[] = granted("read", "write", "run", "ffi")
  ? await hostsHere()
  : [];

async function hostsHere(): Promise<NativeHost[]> {
  const target = TARGETS[MACHINE];
  if (target === undefined || !await build()) return [];
  return Object.keys(target.variants).flatMap((variant) => {
    try {
      return [openNativeHost({ folder: FOLDER, variant })];
    } catch {
      return []; // this processor has no such vectors
    }
  });

  async function build(): Promise<boolean> {
    await Deno.mkdir(FOLDER, { recursive: true });
    using lock = await Deno.open(new URL(".lock", FOLDER), { write: true, create: true });
    await lock.lock(true); // other tests build it too
    try {
      const library = libraryIn(FOLDER);
      if (library !== undefined && checkLibrary(library)) return true;
    } catch {
      // It was built of other sources.
    }
    try {
      await compileKernels(FOLDER, target!, { isRecorded: true });
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("Cannot find clang")) return false;
      throw error;
    }
  }
}
