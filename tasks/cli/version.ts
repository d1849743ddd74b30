/** The least version of Deno that every task runs on. @module */

/** Older ones lack file locks, or cannot load what charts are drawn with. */
export const LEAST_DENO = "2.9.0";

/**
 * What to do where Deno is too old; `undefined` where it is not.
 *
 * Deno before 2.5 does not come to this: it refuses the lock file or the name of the permission set, and says so itself.
 *
 * @param version of the Deno that runs
 */
export function whyTooOld(version: string = Deno.version.deno): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST_DENO.split(".").map(Number);
  if (major > leastMajor || major === leastMajor && minor >= leastMinor) return undefined;
  return `Cannot run on Deno ${version}: ${leastMajor}.${leastMinor} or newer is wanted; ` +
    "run `deno upgrade`, or put `npx --yes deno@latest` in the place of `deno`";
}
