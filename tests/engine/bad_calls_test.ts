import { assertEquals, assertThrows } from "@std/assert";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { NATIVE_HOSTS } from "../helpers/native_kernels.ts";
import { BAD_CALLS } from "./bad_calls.ts";

/** The engines, each made once for all calls: one that was refused must not spoil the next. */
const ENGINES: { readonly [name: string]: Engine } = {
  wasm: new WasmEngine(),
  ...Object.fromEntries(
    NATIVE_HOSTS.map((host) => [`native, ${host.variant}`, new WasmEngine({ host })]),
  ),
};

const reference = new ReferenceEngine();

for (const [name, engine] of Object.entries(ENGINES)) {
  Deno.test(`the engine "${name}" refuses calls that do not fit as the reference does`, () => {
    for (const call of BAD_CALLS) {
      const [expected, error] = [reference, engine].map((one) =>
        assertThrows(() => call(one), Error)
      );
      assertEquals(
        [error!.name, error!.message],
        [expected!.name, expected!.message],
        String(call),
      );
    }
  });
}
