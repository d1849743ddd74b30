/** A model of a table as a module of JavaScript: loaded when one is asked for. @module */

import { describeTable, formatModule } from "../../lib/module/mod.ts";
import { TableModel } from "../../lib/table/mod.ts";
import { runtimeOf } from "./runtimes.ts";

/** The text of the module that `deno task export --format module` makes of a file of weights. */
export async function moduleOf(
  file: Uint8Array,
  weightsSha256: string,
  name: string,
): Promise<string> {
  const described = describeTable(TableModel.fromSafetensors(file), "float32");
  const { code, version } = await runtimeOf(described.entry);
  const types = name.replace(/mjs$/, "d.mts");
  const head = { weightsSha256, version, notes: [], types };
  const source = name.replace(/mjs$/, "safetensors");
  return formatModule(described, code, { ...head, name: source });
}
