/** The native kernels read and write nothing beyond their operands and the slack behind them. */

import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { LONG_TESTS } from "../../helpers/long.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";
import {
  canBuild,
  compile,
  readSignatures,
  runProgram,
  SOURCES,
  VARIANTS,
} from "./build_kernels.ts";

/** How many random shapes of each kernel, for vectors of each width. */
const SHAPES = LONG_TESTS ? 1_000_000 : 1000;

const GUARD = fromFileUrl(new URL("guard.c", import.meta.url));

const ignore = Deno.build.arch !== "x86_64" || Deno.build.os !== "linux" || !await canBuild();

Deno.test(`${SHAPES} random shapes of every native kernel stay within guarded pages`, {
  ignore,
}, async () => {
  await using folder = await temporaryFolder();
  const kernels = [...(await readSignatures()).keys()].sort();
  const variants = VARIANTS.filter(({ target }) => target === "x86_64");
  await Promise.all(variants.map(async (variant) => {
    const program = join(folder.path, variant.suffix);
    await compile(variant, GUARD, `${program}.o`, [`-I${SOURCES}`]);
    await runProgram("clang-19", [`${program}.o`, "-o", program]);
    const printed = (await runProgram(program, [`${SHAPES}`])).trim();
    if (printed === "no such vectors here") return;
    assertEquals(printed.split("\n").sort(), kernels);
  }));
});
