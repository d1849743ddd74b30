/** Every reader of what comes from outside, with damaged files; `deno task --cwd packages/lab fuzz` has a million of them. */

import { assertEquals, assertGreater } from "@std/assert";
import { LONG_TESTS } from "../helpers/long.ts";
import { granted } from "../helpers/run_task.ts";
import { testsWith } from "../helpers/tests_with.ts";
import { keptFiles } from "./corpus.ts";
import { fuzzTarget, readOrRefuse } from "./run_target.ts";
import { TARGETS } from "./targets.ts";

/** How many files in all. */
const CASES = LONG_TESTS ? 200_000 : 20_000;

const shares = TARGETS.reduce((sum, { share }) => sum + share, 0);

for (const target of TARGETS) {
  Deno.test(`each damaged file is read or refused: ${target.name}`, {
    ignore: target.disk === true && !granted("read", "write"),
  }, async () => {
    const cases = Math.ceil(CASES * target.share / shares);
    const { failure, refused } = await fuzzTarget(target, { cases, seed: 7 });
    assertEquals(failure?.why, undefined);
    if (target.errors.length > 0) assertGreater(refused, cases / 10);
  });
}

testsWith("read", "write")(
  "files that readers once did not bear are read or refused",
  async ({ path: folder }) => {
    for (const { target, path } of await keptFiles()) {
      await readOrRefuse(target, await Deno.readFile(path), folder);
    }
  },
);
