import { assertEquals, assertMatch } from "@std/assert";
import { LONG_TESTS } from "../helpers/long.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { granted } from "../helpers/run_task.ts";
import { makeWorkplace, platforms } from "./platforms.ts";

/** The wide network's weights; the tutorial's first digits are in the README. */
const WIDE = "3dc132e41160053835782b4484d5bae907d73254120f64c074c0cac9b072d0b0";

Deno.test("whole runs come to one hash on all platforms found here, with one worker and with two", {
  ignore: !granted("read", "write", "run", "net") || !LONG_TESTS,
}, async (context) => {
  await mnistData();
  await using workplace = await makeWorkplace();
  for (const { name, version, train } of await platforms(workplace)) {
    for (const workers of [1, 2]) {
      await context.step(`${name} ${version}, workers: ${workers}`, async () => {
        const { tutorial, wide } = await train(workers);
        assertEquals(wide, WIDE);
        if (workers === 1) assertMatch(tutorial!, /^734e182631e6/);
      });
    }
  }
});
