/** Kernels that run outside WebAssembly, on its memory: native code where a program allows it. @module */

/** How kernels cut their operands, which follows the number of registers and their width. */
export interface KernelGeometry {
  /** The columns of a panel of `packedProduct`, by which workers share it. */
  readonly panelColumns: number;
  /** The rows of a tile, a divisor of 192. */
  readonly tileRows: number;
  /** Whether rows of weights that begin at cache lines pay off in a step in place, for one worker too. */
  readonly padsRows: boolean;
  /** Up to which part of non-zeros it pays to leave zeros out of a large product of matrices. */
  readonly maxDensity: number;
}

/** Kernels on one memory. */
export interface HostKernels {
  /** Those that the host has, by name; WebAssembly runs the others. */
  readonly kernels: { readonly [name: string]: (...numbers: number[]) => void };
  /** Makes one function of calls, quicker than one after the other. Default: that */
  readonly join?: (
    calls: readonly (readonly [kernel: string, args: readonly number[]])[],
  ) => (() => void) | undefined;
  /** Looks again where the memory begins, which may change when it grows. */
  readonly memoryGrew: () => void;
}

/**
 * Who opens kernels outside WebAssembly. They take the same addresses, offsets into the engine's memory, and give the same
 * bits. `lib/` has none; the tasks have one for native code.
 */
export interface KernelHost {
  /** The name of the engine, which a run records. */
  readonly name: string;
  /** How its kernels cut their operands. */
  readonly geometry: KernelGeometry;
  /** Opens the kernels on a memory. */
  readonly open: (memory: WebAssembly.Memory) => HostKernels;
  /** The text of a function that does what {@linkcode KernelHost.open} does, for workers. */
  readonly program: string;
}

/** The geometry of the WebAssembly kernels. */
export const WASM_GEOMETRY: KernelGeometry = {
  panelColumns: 12,
  tileRows: 3,
  padsRows: false,
  maxDensity: 0.5,
};
