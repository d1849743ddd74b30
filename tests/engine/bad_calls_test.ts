import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { testMessages } from "../helpers/says.ts";
import { type BadCalls, DETACHED, OUT_OF_RANGE, WRONG_SHAPES } from "./bad_calls.ts";

/** The engines, each made once for all calls: what a call was refused must not spoil the next. */
const ENGINES: readonly Engine[] = [new ReferenceEngine(), new WasmEngine()];

for (const engine of ENGINES) {
  const on = (calls: BadCalls) =>
    Object.fromEntries(
      Object.entries(calls).map(([sentence, call]) => [sentence, () => call(engine)]),
    );
  testMessages(`the engine "${engine.name}" on calls that do not fit`, {
    TypeError: on(WRONG_SHAPES),
    RangeError: { ...on(OUT_OF_RANGE), ...on(DETACHED) },
  });
}
