/** Who opens the native kernels for an engine. @module */

import process from "node:process";
import { fileURLToPath } from "node:url";
import type { KernelHost } from "../../lib/engine/host.ts";
import { FOLDER, type Library, readLibrary } from "./library.ts";
import { openerOf, programOf } from "./program.ts";
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
  /** Where the library is. Default: `native/`. */
  readonly folder?: URL;
  /** Which variant. Default: the fastest that this processor has. */
  readonly variant?: string;
  /** Up to which part of non-zeros zeros are left out of large products. Default: what was the fastest here. */
  readonly maxDensity?: number;
}

/** The name of the engine that runs native kernels, which a run records. */
export const NATIVE = "native";

/** Opens the kernels that are used without being asked for: undefined where FFI is not granted, or no library is there. */
export function nativeHost(): NativeHost | undefined {
  if (!mayOpen(FOLDER)) return undefined;
  const library = readLibrary();
  return library && hostOf(library);
}

/**
 * Opens the native kernels.
 * @throws {Error} if there are none, they are not what was built, or the program cannot or may not open them; the message
 * has what to do
 */
export function openNativeHost(
  { folder = FOLDER, variant, maxDensity }: NativeOptions = {},
): NativeHost {
  if (!HAS_FFI) {
    throw new Error(
      "Cannot open the native kernels here: only Deno and Bun call native code; WebAssembly gives the same bytes",
    );
  }
  if (!mayOpen(folder)) {
    throw new Error(
      `Cannot open the native kernels without --allow-ffi=native: \`${PROGRAM} train_native\` has it, and ` +
        "docs/performance.md has the line for each other command",
    );
  }
  const library = readLibrary(folder);
  if (library === undefined) {
    throw new Error(`Cannot find the native kernels: run \`${PROGRAM} build_native\` first`);
  }
  return hostOf(library, variant, maxDensity);
}

/** Whether native code can be called here at all. */
const HAS_FFI = "Deno" in globalThis || "Bun" in globalThis;

/** Whether this program may open a library in a folder; Bun asks nobody. */
function mayOpen(folder: URL): boolean {
  if (!("Deno" in globalThis)) return HAS_FFI;
  const path = fileURLToPath(folder);
  return Deno.permissions.querySync({ name: "ffi", path }).state === "granted";
}

/**
 * Up to which part of non-zeros zeros may be left out of large products: where a processor multiplies 16 numbers as fast as
 * 8, the product with all zeros is the faster one sooner.
 */
export const DENSITIES = [0.5, 0.25] as const;

/** Hosts by path, variant and density: a library is opened once, so that V8 sees the same symbols each time. */
const hosts = new Map<string, NativeHost>();

function hostOf({ path, manifest }: Library, asked?: string, density?: number): NativeHost {
  const { kernels, variants, fastest } = manifest;
  const { lanes: widest } = numbersOf(path, ["lanes"]);
  const runs = (suffix: string) => variants[suffix]! <= widest;
  const variant = asked ??
    [fastest, ...Object.keys(variants)].find((suffix) => suffix !== undefined && runs(suffix));
  if (variant === undefined || !(variant in variants) || !runs(variant)) {
    throw new Error(`Cannot run ${asked ?? "any"} native kernels of ${path} on this processor`);
  }
  const maxDensity = density ?? manifest.maxDensity ?? DENSITIES[0];
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
    const program = programOf(path, variant, kernels);
    const open = openerOf(program);
    const lanes = variants[variant]!;
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
