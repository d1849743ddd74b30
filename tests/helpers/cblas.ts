/** Whether tests of the engine `blas` can run. @module */

import { createBlasEngine } from "../../tasks/train/blas.ts";
import { granted } from "./run_task.ts";

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
