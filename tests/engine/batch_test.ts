/** A batch's targets, errors and cost, by every engine. */

import { createEngine, type Engine } from "../../lib/engine/mod.ts";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import { NATIVE_HOSTS } from "../helpers/native_kernels.ts";
import { checkCosts, checkGatherRows } from "./batch_conformance.ts";

const ENGINES: readonly (readonly [string, () => Engine])[] = [
  ["reference", () => new ReferenceEngine()],
  ["WebAssembly", () => new WasmEngine()],
  ...NATIVE_HOSTS.map((host) => [host.variant, () => createEngine("wasm", { host })] as const),
];

for (const [name, open] of ENGINES) {
  Deno.test(`${name} gives the errors and the mean costs of the cost functions`, () => {
    checkCosts(open());
  });

  Deno.test(`${name} gathers rows`, () => checkGatherRows(open()));
}
