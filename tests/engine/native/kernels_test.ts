/** The native kernels against those in WebAssembly: on the same memory they write the same bits. */

import { assertEquals } from "@std/assert";
import { closing } from "../../helpers/closing.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { buildLibrary, canBuild, readSignatures, VARIANTS } from "./build_kernels.ts";
import { drawCall, MEMORY_BYTES, NAMES } from "./twin.ts";

/** How many random calls of each kernel. */
const CALLS = LONG_TESTS ? 2000 : 24;

const ignore = !granted("ffi") || Deno.build.arch !== "x86_64" || Deno.build.os !== "linux" ||
  !await canBuild();

Deno.test("native kernels write the bits of those in WebAssembly, and nothing else", {
  ignore,
}, async (context) => {
  await using folder = await temporaryFolder();
  const path = await buildLibrary(folder.path);
  const signatures = await readSignatures();
  assertEquals([...signatures.keys()].sort(), NAMES);
  using cpu = closing(Deno.dlopen(path, { lanes: { parameters: [], result: "i32" } }));
  const lanes = cpu.symbols.lanes();

  for (const { suffix, width } of VARIANTS.filter(({ target }) => target === "x86_64")) {
    await context.step({
      name: `${suffix}, vectors of ${width}`,
      ignore: width > lanes,
      fn() {
        using constants = closing(Deno.dlopen(path, {
          panelColumns: { name: `panelColumns_${suffix}`, parameters: [], result: "i32" },
          tileRows: { name: `tileRows_${suffix}`, parameters: [], result: "i32" },
        }));
        using kernels = closing(Deno.dlopen(
          path,
          Object.fromEntries(NAMES.map((name) => [name, {
            name: `${name}_${suffix}`,
            parameters: ["pointer" as const, ...signatures.get(name)!],
            result: "void" as const,
          }])),
        ));
        const native = new Uint8Array(MEMORY_BYTES);
        const base = Deno.UnsafePointer.of(native);
        const geometry = {
          panelColumns: constants.symbols.panelColumns(),
          tileRows: constants.symbols.tileRows(),
        };
        for (const name of NAMES) {
          for (let k = 0; k < CALLS; k++) {
            const call = drawCall(name, k, native, geometry);
            kernels.symbols[name]!(base, ...call.args);
            call.check(`${name}_${suffix}`, native);
          }
        }
      },
    });
  }
});
