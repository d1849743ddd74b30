/** No reader hangs: damaged and hostile files end within ten seconds of the processor and 600 MB. */

import { assertLess, assertMatch } from "@std/assert";
import { LONG_TESTS } from "../helpers/long.ts";
import { granted, outcomeOf, startScript, STRICT } from "../helpers/run_task.ts";
import { HOSTILE } from "./hostile.ts";
import type { Taken } from "./hostile_fixture.ts";
import { TARGETS } from "./targets.ts";

/** Of the processor, for a file. */
const MAX_SECONDS = 10;

/** Of the process that reads it, in bytes. */
const MAX_MEMORY = 600_000_000;

/** A process that hangs is ended after so many milliseconds. */
const HANGS = 600_000;

/** Those whose libraries are not ours; the other readers have `bombs_test.ts`, which is always run. */
const SHORT = ["parquet", "sqlite"];

/** How many damaged copies of each of its files a reader gets. */
const CASES = LONG_TESTS ? 300 : 0;

for (const reader of new Set([...HOSTILE.keys(), ...TARGETS.map(({ name }) => name)])) {
  Deno.test(`no file holds this reader long, or takes much memory: ${reader}`, {
    ignore: !granted("read", "run") || Deno.build.os !== "linux" ||
      !LONG_TESTS && !SHORT.includes(reader),
  }, async () => {
    const { code, stdout, stderr } = await outcomeOf(
      startScript("tests/fuzz/hostile_fixture.ts", [reader, `${CASES}`], {
        flags: [...STRICT, "--allow-all", "--v8-flags=--expose-gc"],
        signal: AbortSignal.timeout(HANGS),
      }),
    );
    assertMatch(`${code} ${stderr}`, /^0 $/, stdout.split("\n").at(-2));
    for (const line of stdout.trimEnd().split("\n")) {
      const { name, seconds, memory, error } = JSON.parse(line) as Taken;
      assertLess(seconds, MAX_SECONDS, name);
      assertLess(memory, MAX_MEMORY, name);
      if (error !== undefined) assertMatch(error, /^(\w*Error): \S/, name);
    }
  });
}
