/** `deno task schema`: rewrites the JSON Schema that editors complete configs with. @module */

import { configSchema } from "../../lib/config.ts";

if (import.meta.main) {
  await Deno.writeTextFile(new URL("../configs/schema.json", import.meta.url), configSchema());
}
