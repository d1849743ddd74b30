import { assertEquals, assertMatch } from "@std/assert";
import { mnistData } from "../../../tests/helpers/mnist_data.ts";
import { granted, outcomeOf, startScript, STRICT } from "../../../tests/helpers/run_task.ts";

const ignore = !granted("read", "write", "run", "net");
const FLAGS = [...STRICT, "--allow-read", "--allow-run=deno", "--allow-sys=loadavg"];

function compare(...words: string[]) {
  return outcomeOf(startScript("packages/lab/compare_kernels.ts", words, { flags: FLAGS }));
}

Deno.test(
  "the module that is built in is compared with another",
  { ignore },
  async () => {
    const data = await mnistData();
    const words = ["built", "--only", "one,W1", "--rounds", "2", "--data", data];
    const { code, stdout, stderr } = await compare(...words);
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /The speed of built in that of built, 2 rounds:/);
    for (const workload of ["one", "W1"]) {
      assertMatch(
        stdout,
        RegExp(`^${workload} +[\\d.]+ `, "m"),
      );
    }
  },
);

Deno.test("a workload or a module that is not there is an error", { ignore }, async () => {
  const data = await mnistData();
  assertEquals((await compare("built", "--only", "W9")).code, 2);
  const { code, stderr } = await compare("none.wasm", "--only", "one", "--data", data);
  assertEquals(code, 1);
  assertMatch(stderr, /none\.wasm/);
});
