/** Who opens the native kernels for an engine. @module */

import process from "node:process";
import type { KernelHost } from "../../lib/engine/host.ts";
import { checkLibrary, type Library } from "./builds.ts";
import { findLibrary, libraryIn, MACHINE, mayOpen, NATIVE } from "./library.ts";
import { openerOf, programOf, signaturesIn } from "./program.ts";
import { TARGETS } from "./targets.ts";
import { PROGRAM } from "../system/installation.ts";

/** The native kernels, as an engine takes them. */
export interface NativeHost extends KernelHost {
  /** The variant of the kernels: `"avx2"`, `"avx512"`, `"sse"` or `"neon"`. */
  readonly variant: string;
  /** How many float32 their vectors have. */
  readonly lanes: number;
}

/** Which native kernels to open. */
export interface NativeOptions {
  /** Where the library is. Default: where commands find it. */
  readonly folder?: URL;
  /** Which variant. Default: the fastest that this processor has. */
  readonly variant?: string;
  /** Up to which part of non-zeros zeros are left out of large products. Default: what was the fastest here. */
  readonly maxDensity?: number;
}

/**
 * Opens the native kernels.
 * @throws {Error} if there are none, they are neither the release's nor built here, or the program cannot or may not open
 * them; the message has what to do
 */
export function openNativeHost(
  { folder, variant, maxDensity }: NativeOptions = {},
): NativeHost {
  if (!HAS_FFI) {
    throw new Error(
      "Cannot open the native kernels here: only Deno and Bun call native code; WebAssembly gives the same bytes",
    );
  }
  const path = folder === undefined ? findLibrary() : libraryIn(folder);
  if (path === undefined) {
    throw new Error(`Cannot find the native kernels: run \`${PROGRAM} build_native\` first`);
  }
  if (!mayOpen(path)) {
    throw new Error(
      `Cannot open the native kernels without --allow-ffi=${path}: ` +
        "train, sweep, evaluate and predict have it, and docs/performance.md has the line for each other command",
    );
  }
  return hostOf(checkLibrary(path), variant, maxDensity);
}

/** Whether native code can be called here at all. */
const HAS_FFI = "Deno" in globalThis || "Bun" in globalThis;

/**
 * Up to which part of non-zeros zeros may be left out of large products: where a processor multiplies 16 numbers as fast as
 * 8, the product with all zeros is the faster one sooner.
 */
export const DENSITIES = [0.5, 0.25] as const;

/** Hosts by path, variant and density: a library is opened once, so that V8 sees the same symbols each time. */
const hosts = new Map<string, NativeHost>();

function hostOf({ path, sources, build }: Library, asked?: string, density?: number): NativeHost {
  const { variants } = TARGETS[MACHINE]!;
  const { fastest } = build;
  const { lanes: widest } = numbersOf(path, ["lanes"]);
  const runs = (suffix: string) => variants[suffix]!.lanes <= widest;
  const variant = asked ??
    [fastest, ...Object.keys(variants)].find((suffix) => suffix !== undefined && runs(suffix));
  if (variant === undefined || !(variant in variants) || !runs(variant)) {
    throw new Error(`Cannot run ${asked ?? "any"} native kernels of ${path} on this processor`);
  }
  const maxDensity = density ?? build.maxDensity ?? DENSITIES[0];
  const key = `${path}\0${variant}\0${maxDensity}`;
  let host = hosts.get(key);
  if (host === undefined) {
    const [columns, rows] = [`panelColumns_${variant}`, `tileRows_${variant}`] as const;
    const sizes = numbersOf(path, [columns, rows]);
    const geometry = {
      panelColumns: sizes[columns]!,
      tileRows: sizes[rows]!,
      padsRows: true,
      maxDensity,
    };
    const program = programOf(path, variant, signaturesIn(sources));
    const open = openerOf(program);
    const { lanes } = variants[variant]!;
    hosts.set(key, host = { name: NATIVE, variant, lanes, geometry, open, program });
  }
  return host;
}

/** What functions of a library without arguments return. */
function numbersOf<Name extends string>(
  path: string,
  names: readonly Name[],
): Readonly<Record<Name, number>> {
  const definitions = Object.fromEntries(names.map((name) => [
    name,
    { parameters: [], result: "i32", args: [], returns: "i32" }, // as Deno and as Bun names them
  ])) as unknown as Record<Name, { parameters: []; result: "i32" }>;
  const library = "Deno" in globalThis
    ? Deno.dlopen(path, definitions)
    : bunFfi().dlopen(path, definitions);
  const symbols = library.symbols as Record<Name, () => number>;
  const numbers = Object.fromEntries(names.map((name) => [name, symbols[name]()]));
  library.close();
  return numbers as Record<Name, number>;
}

/** What is used of `bun:ffi`, whose `dlopen` takes `args` and `returns`. */
function bunFfi(): { readonly dlopen: typeof Deno.dlopen } {
  return process.getBuiltinModule("bun:ffi") as unknown as { readonly dlopen: typeof Deno.dlopen };
}
