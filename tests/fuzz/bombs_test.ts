/** Small files that ask for much memory are refused, and take no more than a multiple of their size. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { granted, outcomeOf } from "../helpers/run_task.ts";
import { BOMBS, ROOM } from "./bombs.ts";
import type { Blast } from "./bombs_fixture.ts";

/** Far more than any takes, so that a slow machine is no failure. In milliseconds. */
const LONGEST = 20_000;

Deno.test("no file takes much more memory than it has bytes before it is refused", {
  ignore: !granted("read", "run") || Deno.build.os !== "linux",
}, async () => {
  const program = fromFileUrl(new URL("./bombs_fixture.ts", import.meta.url));
  const args = ["run", "-q", "--no-prompt", "--no-remote", "--frozen", "--allow-all", program];
  const { code, stdout, stderr } = await outcomeOf(
    new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "piped" }).spawn(),
  );
  assertEquals([code, stderr], [0, ""]);
  const blasts = JSON.parse(stdout) as Blast[];
  assertEquals(blasts.map(({ name }) => name), BOMBS.map(({ name }) => name));
  for (const [k, { name, file, taken, milliseconds, error }] of blasts.entries()) {
    assertMatch(error, /^(SyntaxError|RangeError|Error): \S/, name);
    assert(taken <= ROOM + BOMBS[k]!.times * file, `${name} of ${file} bytes took ${taken}`);
    assertLess(milliseconds, LONGEST, name);
  }
});
