/** Whether tests of the engine `blas` can run. @module */

import { createBlasEngine } from "../tasks/support/blas.ts";
import { granted } from "./support.ts";

/** Whether there is a CBLAS, and the permission to open it. */
export function hasCblas(): boolean {
  if (!granted("ffi")) return false;
  try {
    createBlasEngine().close();
    return true;
  } catch {
    return false;
  }
}
