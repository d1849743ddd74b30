/** Tests that need permissions, each with a temporary folder of its own. @module */

import { LONG_TESTS } from "./long.ts";
import { granted, temporaryFolder } from "./run_task.ts";

/** Defines a test, which gets the temporary folder. */
type DefineTest = (
  name: string,
  test: (folder: { readonly path: string }) => Promise<void>,
) => void;

/** Tests that are ignored without these permissions. */
export function testsWith(...names: Deno.PermissionName[]): DefineTest {
  return testsWhere(granted(...names));
}

/** Tests that are ignored without these permissions, or unless long tests run. */
export function longTestsWith(...names: Deno.PermissionName[]): DefineTest {
  return testsWhere(LONG_TESTS && granted(...names));
}

/** Tests that are ignored unless something holds. */
export function testsWhere(isGiven: boolean): DefineTest {
  return (name, test) => {
    Deno.test(name, { ignore: !isGiven }, async () => {
      await using folder = await temporaryFolder();
      await test(folder);
    });
  };
}
