/** What the native libraries are made of: no instruction that skips a rounding, nothing of other libraries. */

import { assertEquals, assertGreater } from "@std/assert";
import { temporaryFolder } from "../../helpers/run_task.ts";
import { buildLibrary, canBuild, hasProgram, runProgram } from "./build_kernels.ts";

const DISASSEMBLER = "llvm-objdump-19";
const READER = "llvm-readelf-19";

/** Instructions that multiply and add, or subtract, with one rounding. */
const FUSED = /^(?:vfn?m(?:add|sub)|vfmadd|fn?m(?:add|sub|la|ls)|bf(?:mmla|mlal)|fcmla)/;

const ignore = !await canBuild() || !await hasProgram(DISASSEMBLER) || !await hasProgram(READER);

for (const target of ["x86_64", "aarch64"] as const) {
  Deno.test(`the native library of ${target} rounds each product and needs no other`, {
    ignore,
  }, async () => {
    await using folder = await temporaryFolder();
    const library = await buildLibrary(folder.path, target);
    const text = await runProgram(DISASSEMBLER, ["-d", "--no-show-raw-insn", library]);
    const names = Array.from(text.matchAll(/^\s*[0-9a-f]+:\s+(\S+)/gm), ([, name]) => name!);
    assertGreater(names.length, 1000);
    assertGreater(names.filter((name) => /^v?mulps|^fmul/.test(name)).length, 100);
    assertEquals(names.filter((name) => FUSED.test(name)), []);
    const dynamic = await runProgram(READER, ["--dynamic", "--dyn-symbols", library]);
    assertEquals(dynamic.match(/NEEDED.*|.* UND (?=\w).*/g), null);
  });
}
