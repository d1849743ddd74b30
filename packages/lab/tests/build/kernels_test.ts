import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { hasProgram, runProgram } from "../../../../tests/helpers/programs.ts";
import {
  flagsOf,
  granted,
  outcomeOf,
  ROOT,
  startScript,
} from "../../../../tests/helpers/run_task.ts";

const committed = granted("read")
  ? await Deno.readTextFile(join(ROOT, "lib", "engine", "wasm", "kernels.ts"))
  : "";

/** Why `kernels.ts` cannot be compared with its sources here; empty if it can. Another compiler makes other bytes. */
async function reasonNotTo(): Promise<string> {
  if (!granted("read", "run")) return "nothing may be run";
  for (const tool of ["clang-19", "wasm-ld-19"]) {
    if (!await hasProgram(tool)) return `${tool} is not installed`;
  }
  const [recorded = "none", found] = [committed, await runProgram("clang-19", ["--version"])]
    .map((text) => /clang (?:version )?(\d+\.\d+\.\d+)/.exec(text)?.[1]);
  return recorded === found ? "" : `it was compiled by clang ${recorded}, and here is ${found}`;
}

const reason = await reasonNotTo();

Deno.test(
  `kernels.ts is what its sources build: deno task --cwd packages/lab build_kernels rewrites it${
    reason && `; not compared, since ${reason}`
  }`,
  { ignore: reason !== "" },
  async () => {
    const { code, stdout, stderr } = await outcomeOf(
      startScript("packages/lab/build/kernels.ts", ["--print"], {
        flags: flagsOf("build_kernels"),
      }),
    );
    assertEquals(code, 0, stderr);
    assertEquals(stdout === committed, true);
  },
);
