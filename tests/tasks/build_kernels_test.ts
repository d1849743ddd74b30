import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { granted, ROOT, runTask } from "../support.ts";

Deno.test({
  name: "kernels.ts is what its sources build: deno task build_kernels rewrites it",
  ignore: !granted("read", "run"),
  fn: async () => {
    const { code, stdout, stderr } = await runTask(["build_kernels", "--print"]);
    assertEquals(code, 0, stderr);
    const committed = await Deno.readTextFile(join(ROOT, "lib", "engine", "kernels.ts"));
    assertEquals(stdout === committed, true);
  },
});
