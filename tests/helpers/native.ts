/** Whether tests of the native kernels can run. @module */

/** Whether there is a library of native kernels, and the permission to open it. */
export function hasNativeKernels(): boolean {
  return false;
}
