/**
 * The code that commands run: no task writes there. The permission sets in `deno.json` deny the same paths, but Deno compares
 * paths as they are spelled. Here they are compared after all links are followed. @module
 */

import { fromFileUrl, join, SEPARATOR } from "@std/path";
import { INSTALLED, ROOT } from "./installation.ts";

/**
 * The paths of the checkout that Deno, npm, git, CI and containers read, whether they exist or not. `deno test` runs the
 * programs of five pages; by `exclude` of `test` in `deno.json` it finds tests and programs nowhere else. `native` holds
 * the library of kernels, which runs outside the sandbox, and `tasks/native.json` which libraries were built here.
 */
export const OWN_CODE: readonly string[] = [
  ".ci",
  ".git",
  ".github",
  ".npmrc",
  "Containerfile",
  "deno.json",
  "deno.jsonc",
  "deno.lock",
  "docs/coming-from.md",
  "docs/library.md",
  "docs/serve.md",
  "docs/ship.md",
  "lib",
  "mod.ts",
  "native",
  "node_modules",
  "package.json",
  "packages",
  "README.md",
  "std.d.ts",
  "tasks",
  "tests",
  "tsconfig.json",
];

/** The paths of a user's folder that Deno, npm, git and others read: installed commands do not write there. */
export const USER_CODE: readonly string[] = [
  ".env",
  ".git",
  ".github",
  ".husky",
  ".npmrc",
  ".pnp.cjs",
  ".vscode",
  ".yarn",
  ".yarnrc.yml",
  "bun.lock",
  "bunfig.toml",
  "Containerfile",
  "deno.json",
  "deno.jsonc",
  "deno.lock",
  "Dockerfile",
  "Makefile",
  "node_modules",
  "package-lock.json",
  "package.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "tsconfig.json",
  "yarn.lock",
];

/** The flags that deny installed commands writing to the code of the user and their own, which no permission set can list. */
export function denyFlags(): string[] {
  const paths = [...USER_CODE, installedFolder()].filter((path) => !path.includes(","));
  return INSTALLED ? [`--deny-write=${paths.join()}`] : [];
}

/** The folder into which npm installed the commands and what belongs to them, such as the library of kernels. */
function installedFolder(): string {
  const path = fromFileUrl(ROOT);
  return /^.*?[\\/]node_modules(?=[\\/])/.exec(path)?.[0] ?? path;
}

let codePaths: Promise<readonly string[]> | undefined;

/**
 * Checks that a path is not in the code that commands run.
 * @param resolved the path without links in it
 * @param path as the caller has it, for the error
 * @param options.whole whether all that is below the path is moved or removed too, so that it must not hold code either
 * @throws {Error} if it is
 */
export async function checkOwnCode(
  resolved: string,
  path: string,
  { whole = false }: { readonly whole?: boolean } = {},
): Promise<void> {
  for (const code of await (codePaths ??= findCodePaths())) {
    const isCode = isWithin(resolved, code);
    if (!isCode && !(whole && isWithin(code, resolved))) continue;
    throw new Error(
      `Cannot write to ${path}: ${resolved === path ? "it" : resolved} ` +
        `${isCode ? "is" : "holds"} code that commands run, and stays as it is`,
    );
  }
}

/** Where the code is: in the checkout, and the packages in Deno's own folder; or the package, and what the set denies. */
async function findCodePaths(): Promise<readonly string[]> {
  const root = await Deno.realPath(ROOT);
  if (INSTALLED) {
    const here = await Deno.realPath(".");
    const denied = USER_CODE.filter((path) =>
      Deno.permissions.querySync({ name: "write", path }).state !== "granted"
    );
    const packages = await Deno.realPath(installedFolder());
    return [root, packages, ...denied.map((name) => join(here, name))];
  }
  // The folder may be anywhere, and a task may not read the variable that sets it; but a package in it has a path.
  const [cache, inside] = import.meta.resolve("@std/path").split("/npm/");
  const isCache = inside !== undefined && cache!.startsWith("file:");
  return [
    ...OWN_CODE.map((name) => join(root, name)),
    ...isCache ? [await Deno.realPath(fromFileUrl(cache!))] : [],
  ];
}

/** Whether a path is another or below it; on systems that ignore case, in any case. */
function isWithin(path: string, folder: string): boolean {
  const [one, other] = [path, folder].map((path) =>
    Deno.build.os === "linux" ? path : path.toLowerCase()
  ) as [string, string];
  return one === other || one.startsWith(other.endsWith(SEPARATOR) ? other : other + SEPARATOR);
}
