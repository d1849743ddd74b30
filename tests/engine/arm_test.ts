/** Another processor trains to the same bytes. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { mnistData } from "../helpers/mnist_data.ts";
import { armFound, installArmDeno, runOnArm } from "../helpers/arm.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { granted, temporaryFolder } from "../helpers/run_task.ts";
import { GOLDEN } from "./golden_runs.ts";

/** What is trained on 2,000 images: a minute and a half. */
const ENGINES = [["wasm", "1"], ["wasm", "2"], ["reference", "1"]] as const;
const IMAGES = 2000;

const ignore = !LONG_TESTS || !granted("read", "write", "run", "net") || !await armFound();

Deno.test("Arm trains to the golden weights", { ignore }, async (context) => {
  await mnistData();
  await using folder = await temporaryFolder();
  const deno = await installArmDeno(folder.path);
  const cache = join(folder.path, "cache");
  const script = "tests/engine/golden_runs_fixture.ts";
  for (const [engine, workers] of ENGINES) {
    await context.step(`with the engine "${engine}", workers: ${workers}`, async () => {
      const flags = ["-q", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--allow-read"];
      const words = ["run", ...flags, script, engine, String(IMAGES), workers];
      assertEquals(JSON.parse(await runOnArm(deno, words, cache)), GOLDEN[IMAGES]);
    });
  }
});
