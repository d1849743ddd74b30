/**
 * Where the library of native kernels is: in `native/`, where `deno task build_native` puts it, or in the package of this
 * machine that npm installs beside the commands. Who may open it gets that one file. @module
 */

import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { arch, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { INSTALLED, ROOT } from "../system/installation.ts";

/** The name of the engine that runs native kernels, which a run records. */
export const NATIVE = "native";

/** Where the library is that this machine built. */
export const FOLDER: URL = new URL("native/", ROOT);

/** The name of a library's file, by the operating system. */
export const FILES = {
  linux: "kernels.so",
  darwin: "kernels.dylib",
  windows: "kernels.dll",
} as const;

const SYSTEM = platform === "win32" ? "windows" : platform;
const FILE = Object.entries(FILES).find(([system]) => system === SYSTEM)?.[1];
const PROCESSORS: { readonly [name: string]: string } = { x64: "x86_64", arm64: "aarch64" };

/** This machine, such as `linux-x86_64`, in every runtime. */
export const MACHINE = `${SYSTEM}-${PROCESSORS[arch] ?? arch}`;

/** The package of npm that has the library of a machine. */
export function packageOf(machine: string): string {
  return `@inkling/native-${machine}`;
}

/** The path of this machine's library in a folder; undefined if it is not there. */
export function libraryIn(folder: URL | string): string | undefined {
  if (FILE === undefined) return undefined;
  const path = join(typeof folder === "string" ? folder : fileURLToPath(folder), FILE);
  return existsSync(path) ? path : undefined;
}

/** The path of the library that commands use: what this machine built, or what npm installed; undefined if there is none. */
export function findLibrary(): string | undefined {
  return libraryIn(FOLDER) ?? (INSTALLED ? installedLibrary() : undefined);
}

/** npm puts the package beside that of the commands, or into a folder of packages further up. */
function installedLibrary(): string | undefined {
  for (let folder = fileURLToPath(ROOT); folder !== dirname(folder); folder = dirname(folder)) {
    const path = libraryIn(join(folder, "node_modules", packageOf(MACHINE)));
    if (path !== undefined) return realpathSync(path);
  }
  return undefined;
}

/** The flags that let an installed command open the library, whose path no permission set can list. */
export function ffiFlags(): string[] {
  const path = INSTALLED ? findLibrary() : undefined;
  return path === undefined || path.includes(",") ? [] : [`--allow-ffi=${path}`];
}

/** Whether this program may open a library; Bun asks nobody. */
export function mayOpen(path: string): boolean {
  if (!("Deno" in globalThis)) return true;
  return Deno.permissions.querySync({ name: "ffi", path }).state === "granted";
}
