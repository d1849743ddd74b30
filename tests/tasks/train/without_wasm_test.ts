/** Training where WebAssembly does not run. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { runTask } from "../../helpers/run_task.ts";
import { IRIS } from "../../../packages/page/tests/page.ts";
import { summaryOf } from "./train_in.ts";
import { testsWith } from "../../helpers/tests_with.ts";

testsWith("read", "write", "run", "net")(
  "train and verify go on without WebAssembly, to the same weights, and say so",
  async (folder) => {
    const { path } = folder;
    const settings = [
      "--csv",
      IRIS,
      "--target",
      "species",
      "--no-report",
      "--set",
      "epochs=3",
      "--split=random",
    ];
    const words = (name: string) =>
      ["train", ...settings, "--runs", path, "--name", name] as [string, ...string[]];
    const env = { DENO_V8_FLAGS: "--jitless" }; // V8 then has no WebAssembly
    const without = await runTask(words("without"), { env });
    assertEquals(without.code, 0, without.stderr);
    const warning =
      /^WebAssembly does not run here \(ReferenceError: .*\): the reference engine works, slower, with identical results$/m;
    assertMatch(without.stderr, warning);
    assertEquals((await runTask(words("with"))).stderr, "");
    const [slow, fast] = [
      await summaryOf(join(path, "without")),
      await summaryOf(join(path, "with")),
    ];
    assertEquals([slow.engine, fast.engine], ["reference", "wasm"]);
    assertEquals(slow.weightsSha256, fast.weightsSha256);

    const verified = await runTask(["verify", join(path, "with"), "--retrain"], { env });
    assertEquals(verified.code, 0, verified.stdout + verified.stderr);
    assertMatch(verified.stderr, warning);
  },
);
