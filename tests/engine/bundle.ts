/** The library, with a script that uses it, as one module for browsers and the like. @module */

import { outcomeOf, ROOT } from "../helpers/run_task.ts";

/**
 * Bundles a module of the checkout.
 *
 * @param path from the root, such as `tests/engine/fallback.ts`
 * @throws {Error} if it cannot be bundled
 */
export async function bundle(path: string): Promise<string> {
  const { code, stdout, stderr } = await outcomeOf(
    new Deno.Command(Deno.execPath(), {
      args: ["bundle", "-q", "--no-lock", "--platform=browser", path],
      cwd: ROOT,
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
  if (code !== 0) throw new Error(`Cannot bundle ${path}: ${stderr}`);
  return stdout;
}
