/** Measures one workload in another runtime than Deno, as a bundle: `deno task --cwd packages/lab bench --runtime node`. @module */

import { createEngine } from "../../../mod.ts";
import type { EngineName } from "../../../lib/engine/mod.ts";
import { measure } from "./measure.ts";

await measure((name, workers) => ({ engine: createEngine(name as EngineName, { workers }) }));
