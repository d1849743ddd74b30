/** Loaded before a command: ends it where its first multiplication begins. @module */

import { WasmEngine } from "../../lib/engine/wasm.ts";

WasmEngine.prototype.affine = () => Deno.exit(0);
