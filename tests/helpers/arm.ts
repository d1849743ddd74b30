/** Another processor: QEMU's emulation of a process of 64-bit Arm, the C library of Debian for it, and Deno for it. */

import { join } from "@std/path";
import { outputOf } from "./run_task.ts";

const QEMU = "qemu-aarch64-static";

/** Where Debian's `libc6-arm64-cross` and `libgcc-s1-arm64-cross` are. */
const SYSTEM = "/usr/aarch64-linux-gnu";

/** Whether there are QEMU, both libraries, and npm, which brings Deno for Arm. */
export async function armFound(): Promise<boolean> {
  try {
    for (const name of ["ld-linux-aarch64.so.1", "libgcc_s.so.1"]) {
      await Deno.stat(join(SYSTEM, "lib", name));
    }
    for (const command of [QEMU, "npm"]) await outputOf(command, ["--version"]);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Brings Deno for Arm: npm refuses a package for another processor unless forced.
 *
 * @returns the program
 */
export async function installArmDeno(folder: string): Promise<string> {
  const name = "@deno/linux-arm64-glibc";
  const options = ["--force", "--no-save", "--no-audit", "--no-fund", "--prefer-offline"];
  await outputOf("npm", [
    "install",
    ...options,
    `${name}@${Deno.version.deno}`,
    "--prefix",
    folder,
  ]);
  return join(folder, "node_modules", name, "deno");
}

/**
 * Runs Deno for Arm in the project's folder.
 *
 * @param deno from {@linkcode installArmDeno}
 * @param cache its own cache: the other processor's code is of no use to it
 * @returns what it prints
 */
export async function runOnArm(
  deno: string,
  words: readonly string[],
  cache: string,
): Promise<string> {
  const env = { DENO_DIR: cache, NO_COLOR: "1" };
  return await outputOf(QEMU, ["-L", SYSTEM, deno, ...words], { env });
}
