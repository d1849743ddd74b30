/**
 * Prints as JSON which native kernels run here and what each can reach, or why there are none. `deno task --cwd packages/lab bench` starts it,
 * since it may open no library itself; by hand:
 *
 *     deno run --allow-read --allow-ffi=native packages/lab/bench/native_peak.ts @module
 */

import { printJson } from "../../../tasks/cli/print.ts";
import { findLibrary, MACHINE, openNativeHost, TARGETS } from "../../../tasks/native/mod.ts";
import { bestSeconds, type CorePeaks } from "./machine_peak.ts";

/** The native kernels of this machine. */
export interface NativeKernels {
  /** The variant that the engine `native` takes. */
  readonly variant: string;
  /** How many float32 its vectors have. */
  readonly lanes: number;
  /** The peak of each variant. */
  readonly peaks: CorePeaks;
}

/** The rounds of a call: half a millisecond, in which a core is seldom taken away. */
const ROUNDS = 500_000;

function peakOf(path: string, variant: string): number {
  const [operations, peak] = [`peakOperations_${variant}`, `peak_${variant}`] as const;
  const library = Deno.dlopen(path, {
    operations: { name: operations, parameters: [], result: "i32" },
    peak: { name: peak, parameters: ["i32", "f32"], result: "f32" },
  });
  const seconds = bestSeconds(() => library.symbols.peak(ROUNDS, 1));
  const perRound = library.symbols.operations();
  library.close();
  return perRound * ROUNDS / seconds / 1e9;
}

function measureNative(): NativeKernels {
  const { variant, lanes } = openNativeHost();
  const path = findLibrary()!;
  const { variants } = TARGETS[MACHINE]!;
  const runnable = Object.keys(variants).filter((variant) => {
    try {
      return openNativeHost({ variant }) !== undefined;
    } catch {
      return false; // this processor has no such vectors
    }
  }).sort((a, b) => variants[a]!.lanes - variants[b]!.lanes);
  const peaks = Object.fromEntries(runnable.map((variant) => [variant, peakOf(path, variant)]));
  return { variant, lanes, peaks };
}

if (import.meta.main) {
  try {
    printJson(measureNative());
  } catch (error) {
    printJson({ missing: (error as Error).message });
  }
}
