/** The tarball of the commands, where npm did not install them from a registry. @module */

import { exists } from "@std/fs";
import { fromFileUrl, join, resolve } from "@std/path";

/**
 * The path of the tarball that npm installed the commands from, by the list that npm leaves in each `node_modules`:
 * https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#hidden-lockfiles
 * @param root the folder of the commands' package
 * @returns `undefined` if they came from a registry, or the tarball is no longer there
 */
export async function tarballOf(root: URL): Promise<string | undefined> {
  const project = fromFileUrl(new URL("../../", root));
  const list = join(project, "node_modules/.package-lock.json");
  if (!await exists(list)) return undefined;
  const { packages } = JSON.parse(await Deno.readTextFile(list));
  const [, path] = /^file:(.*\.tgz)$/.exec(packages["node_modules/inkling"]?.resolved) ?? [];
  const tarball = path === undefined ? undefined : resolve(project, path);
  return tarball !== undefined && await exists(tarball) ? tarball : undefined;
}
