import { assertEquals } from "@std/assert";
import { buildKernels } from "../../tasks/build_kernels.ts";
import { granted } from "../support.ts";

Deno.test({
  name: "kernels.ts is what its sources build: deno task build_kernels rewrites it",
  ignore: !granted("read", "env"),
  fn: async () => {
    const committed = new URL("../../lib/engine/kernels.ts", import.meta.url);
    assertEquals(await buildKernels() === await Deno.readTextFile(committed), true);
  },
});
