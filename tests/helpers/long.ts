/** Which tests run with `INKLING_SLOW_TESTS=1` alone: what they show takes longer than one waits for while working. @module */

import { granted } from "./run_task.ts";

/** Whether the long tests run too. Every subject has a short test, which always runs. */
export const LONG_TESTS: boolean = granted("env") && Deno.env.get("INKLING_SLOW_TESTS") === "1";
