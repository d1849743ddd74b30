/** Where npm installed the commands from. @module */

import { exists } from "@std/fs";
import { fromFileUrl, join, resolve } from "@std/path";

/**
 * Where npm installed the commands from, by the list that npm leaves in each `node_modules`:
 * https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#hidden-lockfiles
 * @param root the folder of the commands' package
 * @returns the path of a tarball that is still there, or the address in a registry; empty if neither
 */
export async function sourceOf(root: URL): Promise<string> {
  const project = fromFileUrl(new URL("../../", root));
  const list = join(project, "node_modules/.package-lock.json");
  if (!await exists(list)) return "";
  const { packages } = JSON.parse(await Deno.readTextFile(list));
  const resolved: string = packages["node_modules/inkling"]?.resolved ?? "";
  if (isAddress(resolved)) return resolved;
  const [, path] = /^file:(.*\.tgz)$/.exec(resolved) ?? [];
  const tarball = path === undefined ? undefined : resolve(project, path);
  return tarball !== undefined && await exists(tarball) ? tarball : "";
}

/** Whether the commands came from a registry. */
export function isAddress(source: string): boolean {
  return source.startsWith("https:");
}
