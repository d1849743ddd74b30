import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { NATIVE_HOSTS } from "../helpers/native_kernels.ts";
import { testMessages } from "../helpers/says.ts";
import { type BadCalls, DETACHED, OUT_OF_RANGE, WRONG_SHAPES } from "./bad_calls.ts";

/** The engines, each made once for all calls: one that was refused must not spoil the next. */
const ENGINES: { readonly [name: string]: Engine } = {
  reference: new ReferenceEngine(),
  wasm: new WasmEngine(),
  ...Object.fromEntries(
    NATIVE_HOSTS.map((host) => [`native, ${host.variant}`, new WasmEngine({ host })]),
  ),
};

for (const [name, engine] of Object.entries(ENGINES)) {
  const on = (calls: BadCalls) =>
    Object.fromEntries(
      Object.entries(calls).map(([sentence, call]) => [sentence, () => call(engine)]),
    );
  testMessages(`the engine "${name}" on calls that do not fit`, {
    TypeError: on(WRONG_SHAPES),
    RangeError: { ...on(OUT_OF_RANGE), ...on(DETACHED) },
  });
}
