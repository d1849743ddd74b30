/** @module */

import { join } from "@std/path";
import { ensureDir } from "./ensure_dir.ts";
import { toPath } from "./paths.ts";

/** Removes everything in a folder but not the folder itself; makes it if there is none. */
export async function emptyDir(dir: string | URL): Promise<void> {
  const folder = toPath(dir);
  await ensureDir(folder);
  const entries = await Array.fromAsync(Deno.readDir(folder)); // not while it is being changed
  for (const { name } of entries) await Deno.remove(join(folder, name), { recursive: true });
}
