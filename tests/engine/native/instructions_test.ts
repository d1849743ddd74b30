/** What the native libraries are made of: no instruction that skips a rounding, nothing of other libraries. */

import { assertEquals, assertGreater } from "@std/assert";
import { join } from "@std/path";
import { pathToFileURL } from "node:url";
import { compileKernels, TARGETS } from "../../../tasks/native/mod.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";
import { hasProgram, runProgram } from "../../helpers/programs.ts";

const DISASSEMBLER = "llvm-objdump-19";
const READER = "llvm-readelf-19";

/** Instructions that multiply and add, or subtract, with one rounding. */
const FUSED = /^(?:vfn?m(?:add|sub)|vfmadd|fn?m(?:add|sub|la|ls)|bf(?:mmla|mlal)|fcmla)/;

const ignore = NATIVE_HOSTS.length === 0 || !await hasProgram(DISASSEMBLER) ||
  !await hasProgram(READER);

for (const [machine, target] of Object.entries(TARGETS)) {
  const isLinux = machine.startsWith("linux");
  Deno.test(`the native library of ${machine} rounds each product and needs no other`, {
    ignore: ignore || !isLinux && !LONG_TESTS,
  }, async () => {
    await using folder = await temporaryFolder();
    const { file } = await compileKernels(pathToFileURL(`${folder.path}/`), target);
    const library = join(folder.path, file);
    const text = await runProgram(DISASSEMBLER, ["-d", "--no-show-raw-insn", library]);
    const names = Array.from(text.matchAll(/^\s*[0-9a-f]+:\s+(\S+)/gm), ([, name]) => name!);
    assertGreater(names.length, 1000);
    assertGreater(names.filter((name) => /^v?mulps|^fmul/.test(name)).length, 100);
    assertEquals(names.filter((name) => FUSED.test(name)), []);
    if (!isLinux) return;
    const dynamic = await runProgram(READER, ["--dynamic", "--dyn-symbols", library]);
    assertEquals(dynamic.match(/NEEDED.*|.* UND (?=\w).*/g), null);
  });
}
