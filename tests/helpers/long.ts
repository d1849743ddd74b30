/** Which tests take longer than one waits for while working, and where they run. @module */

import { granted } from "./run_task.ts";

/** Whether the long tests run too, with `INKLING_SLOW_TESTS=1`. Every subject has a short test, which always runs. */
export const LONG_TESTS: boolean = isSet("INKLING_SLOW_TESTS");

/** Whether `deno task test` runs the tests, which leaves to `deno task test_all` what a smaller case shows nearly as well. */
export const QUICK_TESTS: boolean = isSet("INKLING_QUICK_TESTS");

function isSet(variable: string): boolean {
  return granted("env") && Deno.env.get(variable) === "1";
}
