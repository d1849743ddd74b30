/** The programs in `outsider/` use the package by its name, through its exports, under a `deno.json` of their own. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { granted, outcomeOf, ROOT, startScript } from "./helpers/run_task.ts";

const FOLDER = join(ROOT, "tests", "outsider");
const ignore = !granted("read", "run");

/** What a program prints. */
async function outputOf(program: string): Promise<string> {
  const { code, stdout, stderr } = await outcomeOf(
    startScript(program, [], { permissions: ["--allow-read=."], cwd: FOLDER }),
  );
  assertEquals(code, 0, stderr);
  return stdout;
}

Deno.test({
  name: "a program outside the library trains 2-4-1 to the exclusive or",
  ignore,
  fn: async () => {
    const output = await outputOf("exclusive_or.js");
    assertMatch(output, /^0 xor 0: 0\.0\d\n0 xor 1: 0\.9\d\n1 xor 0: 0\.9\d\n1 xor 1: 0\.0\d$/m);
    assertMatch(output, /^4 of 4, weights 15c63c365494a74dcadd9eeb457d63a7/m);
  },
});

Deno.test({
  name: "a program outside the library tells irises apart, from a CSV file",
  ignore,
  fn: async () => {
    const [, correct, size] = /^(\d+) of (\d+) held-out/m.exec(await outputOf("iris.js"))!;
    assertEquals(Number(size), 30);
    // Two species overlap, so that all 30 would be luck; this seed's 29 are 96.7 %.
    assertEquals(Number(correct), 29);
  },
});
