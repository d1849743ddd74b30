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

/** What is compiled, by the task of this folder that does it, and the script that prints it. */
const COMPILED = [
  { task: "build_kernels", script: "kernels.ts", file: ["lib", "engine", "wasm", "kernels.ts"] },
  {
    task: "build_row_kernel",
    script: "row_kernel.ts",
    file: ["lib", "module", "runtime", "affine_wasm.ts"],
  },
];

/** Why a file cannot be compared with its sources here; empty if it can. Another compiler makes other bytes. */
async function reasonNotTo(committed: string): Promise<string> {
  if (!granted("read", "run")) return "nothing may be run";
  for (const tool of ["clang-19", "wasm-ld-19"]) {
    if (!await hasProgram(tool)) return `${tool} is not installed`;
  }
  const [recorded = "none", found] = [committed, await runProgram("clang-19", ["--version"])]
    .map((text) => /clang (?:version )?(\d+\.\d+\.\d+)/.exec(text)?.[1]);
  return recorded === found ? "" : `it was compiled by clang ${recorded}, and here is ${found}`;
}

for (const { task, script, file } of COMPILED) {
  const committed = granted("read") ? await Deno.readTextFile(join(ROOT, ...file)) : "";
  const reason = await reasonNotTo(committed);
  Deno.test(
    `${file.at(-1)} is what its sources build: deno task --cwd packages/lab ${task} rewrites it${
      reason && `; not compared, since ${reason}`
    }`,
    { ignore: reason !== "" },
    async () => {
      const { code, stdout, stderr } = await outcomeOf(
        startScript(`packages/lab/build/${script}`, ["--print"], {
          flags: flagsOf(task),
        }),
      );
      assertEquals(code, 0, stderr);
      assertEquals(stdout === committed, true);
    },
  );
}
