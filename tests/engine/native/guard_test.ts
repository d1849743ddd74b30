/** The native kernels read and write nothing beyond their operands and the slack behind them. */

import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import {
  FOLDER,
  libraryIn,
  readSources,
  signaturesIn,
  SOURCES,
  TARGETS,
} from "../../../tasks/native/mod.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";
import { hasProgram, runProgram } from "../../helpers/programs.ts";

/** How many random shapes of each kernel. */
const SHAPES = LONG_TESTS ? 1_000_000 : 2000;

const GUARD = fromFileUrl(new URL("guard.c", import.meta.url));

const FLAGS = ["-std=c17", "-O2", "-ffreestanding", "-ffp-contract=off", "-Wno-psabi"];

const ignore = Deno.build.os !== "linux" || !await hasProgram("clang-19");

for (const { variant, lanes } of NATIVE_HOSTS) {
  Deno.test(`${SHAPES} random shapes of every kernel of ${variant} stay within guarded pages`, {
    ignore,
  }, async () => {
    await using folder = await temporaryFolder();
    const path = libraryIn(FOLDER)!;
    const program = join(folder.path, "guard");
    const { flags } = TARGETS[`linux-${Deno.build.arch}`]!.variants[variant]!;
    const defines = [`-DW=${lanes}`, `-DSUFFIX=${variant}`, `-I${fromFileUrl(SOURCES)}`];
    const linked = [GUARD, path, `-Wl,-rpath,${fromFileUrl(FOLDER)}`];
    await runProgram("clang-19", [...FLAGS, ...flags, ...defines, ...linked, "-o", program]);
    const printed = await runProgram(program, [`${SHAPES}`]);
    assertEquals(
      printed.trim().split("\n").sort(),
      Object.keys(signaturesIn(readSources())).sort(),
    );
  });
}
