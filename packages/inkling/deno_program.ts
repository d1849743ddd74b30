/** The Deno that npm installs with the package: a package of npm holds the program of each system. @module */

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";

/**
 * The path of the program. Where npm ran no scripts of packages, it is brought from the package of this system here.
 * @throws {Error} if there is none for this system, or npm left it out
 */
export function findDeno(): string {
  const require = createRequire(import.meta.url);
  try {
    const folder = dirname(require.resolve("deno/package.json"));
    const path = join(folder, process.platform === "win32" ? "deno.exe" : "deno");
    return existsSync(path) ? path : require("deno/install_api.cjs").runInstall();
  } catch (error) {
    throw new Error(
      `Cannot find npm's package deno with a program for ${process.platform} on ${process.arch}: ` +
        "expected `npm install` to bring it, with the packages that it calls optional",
      { cause: error },
    );
  }
}
