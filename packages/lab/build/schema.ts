/** `deno task --cwd packages/lab schema`: rewrites the JSON Schemas that editors complete configs and sweeps with. @module */

import { configSchema } from "../../../lib/config/mod.ts";
import { sweepJsonSchema } from "../../../tasks/sweep/plan/mod.ts";
import { keyTexts } from "./key_texts.ts";

if (import.meta.main) {
  const write = (path: string, text: string) =>
    Deno.writeTextFile(new URL(path, import.meta.url), text);
  await write("../../../tasks/configs/schema.json", configSchema(keyTexts()));
  await write("../../../tasks/sweeps/schema.json", sweepJsonSchema());
}
