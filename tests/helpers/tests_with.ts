/** Tests that need permissions, each with a temporary folder of its own. @module */

import { LONG_TESTS } from "./long.ts";
import { granted, temporaryFolder } from "./run_task.ts";

/** How a test differs from the others that are defined alike. */
export interface Needs {
  /** The permissions that it needs besides. */
  readonly needs?: readonly Deno.PermissionName[];
  readonly ignore?: boolean;
}

type Test = (folder: { readonly path: string }) => Promise<void>;

/** Defines a test, which gets the temporary folder; what it needs stands before it. */
type DefineTest = (name: string, ...test: readonly [Test] | readonly [Needs, Test]) => void;

/** Tests that are ignored without these permissions. */
export function testsWith(...names: Deno.PermissionName[]): DefineTest {
  return testsWhere(granted(...names));
}

/** Tests that are ignored without these permissions, or unless long tests run. */
export function longTestsWith(...names: Deno.PermissionName[]): DefineTest {
  return testsWhere(LONG_TESTS && granted(...names));
}

/** Tests that are ignored unless something holds, and without the permission to make their folder. */
export function testsWhere(isGiven: boolean): DefineTest {
  return (name, ...test) => {
    const [{ needs = [], ignore = false }, fn] = test.length === 1 ? [{}, test[0]] : test;
    Deno.test(name, { ignore: ignore || !isGiven || !granted("write", ...needs) }, async () => {
      await using folder = await temporaryFolder();
      await fn(folder);
    });
  };
}
