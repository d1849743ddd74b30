import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import {
  flagsOf,
  granted,
  outcomeOf,
  ROOT,
  startScript,
} from "../../../../tests/helpers/run_task.ts";

Deno.test(
  "kernels.ts is what its sources build: deno task --cwd packages/lab build_kernels rewrites it",
  {
    ignore: !granted("read", "run"),
  },
  async () => {
    const { code, stdout, stderr } = await outcomeOf(
      startScript("packages/lab/build/kernels.ts", ["--print"], {
        flags: flagsOf("build_kernels"),
      }),
    );
    assertEquals(code, 0, stderr);
    const committed = await Deno.readTextFile(join(ROOT, "lib", "engine", "wasm", "kernels.ts"));
    assertEquals(stdout === committed, true);
  },
);
