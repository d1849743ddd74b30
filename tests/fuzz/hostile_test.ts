/**
 * No reader hangs: damaged and hostile files end within ten seconds of the processor and 600 MB, and small files that ask
 * for much memory are refused before they take more than a multiple of their size. @module
 */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { LONG_TESTS } from "../helpers/long.ts";
import { granted, outcomeOf, startScript, STRICT } from "../helpers/run_task.ts";
import { BOMBS, ROOM } from "./bombs.ts";
import { HOSTILE } from "./hostile.ts";
import type { Taken } from "./hostile_fixture.ts";
import { TARGETS } from "./targets.ts";

/** Of the processor, for a file. */
const MAX_SECONDS = 10;

/** Of the process that reads it, in bytes. */
const MAX_MEMORY = 600_000_000;

/** A process that hangs is ended after so many milliseconds. */
const HANGS = 600_000;

/** Those whose libraries are not ours, and the small files for all others. */
const SHORT = ["bombs", "parquet", "sqlite"];

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
    const lines = stdout.trimEnd().split("\n");
    assert(lines.length >= (HOSTILE.get(reader)?.length ?? 0));
    for (const [k, line] of lines.entries()) {
      const { name, size, seconds, memory, taken, error } = JSON.parse(line) as Taken;
      assertLess(seconds, MAX_SECONDS, name);
      assertLess(memory, MAX_MEMORY, name);
      if (error !== undefined) assertMatch(error, /^(\w*Error): \S/, name);
      if (reader !== "bombs") continue;
      assertEquals(name, BOMBS[k]!.name);
      assertMatch(`${error}`, /^(SyntaxError|RangeError|Error): \S/, name);
      assert(taken <= ROOM + BOMBS[k]!.times * size, `${name} of ${size} bytes took ${taken}`);
    }
  });
}
