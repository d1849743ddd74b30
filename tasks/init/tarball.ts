/** The tarball of the commands, where npm did not install them from a registry. @module */

import { exists } from "@std/fs";
import { fromFileUrl, join, resolve } from "@std/path";

/** The folder in whose `node_modules` a package is. */
function projectOf(root: URL): string {
  return fromFileUrl(new URL("../../", root));
}

/**
 * Where npm installed the commands from, by the list that npm leaves in each `node_modules`:
 * https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#hidden-lockfiles
 */
async function resolvedOf(root: URL): Promise<string> {
  const list = join(projectOf(root), "node_modules/.package-lock.json");
  if (!await exists(list)) return "";
  const { packages } = JSON.parse(await Deno.readTextFile(list));
  return packages["node_modules/inkling"]?.resolved ?? "";
}

/** Whether npm installed the commands from a registry. */
export async function isFromRegistry(root: URL): Promise<boolean> {
  return (await resolvedOf(root)).startsWith("https://");
}

/**
 * The path of the tarball that npm installed the commands from.
 * @param root the folder of the commands' package
 * @returns `undefined` if they came from elsewhere, or the tarball is no longer there
 */
export async function tarballOf(root: URL): Promise<string | undefined> {
  const [, path] = /^file:(.*\.tgz)$/.exec(await resolvedOf(root)) ?? [];
  const tarball = path === undefined ? undefined : resolve(projectOf(root), path);
  return tarball !== undefined && await exists(tarball) ? tarball : undefined;
}
