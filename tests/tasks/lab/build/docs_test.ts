import { assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { configSchema } from "../../../../lib/config.ts";
import {
  keyReference,
  permissionReference,
  withReference,
} from "../../../../tasks/lab/build/docs.ts";
import { granted, ROOT } from "../../../helpers/run_task.ts";

Deno.test({
  name: "docs/config.md follows the config's schema: deno task docs rewrites it",
  ignore: !granted("read"),
  fn: async () => {
    const page = await Deno.readTextFile(join(ROOT, "docs", "config.md"));
    assertEquals(page === withReference(page, "keys", keyReference(configSchema())), true);
  },
});

Deno.test({
  name: "docs/permissions.md has the permission sets of deno.json: deno task docs rewrites it",
  ignore: !granted("read"),
  fn: async () => {
    const page = await Deno.readTextFile(join(ROOT, "docs", "permissions.md"));
    const settings = await Deno.readTextFile(join(ROOT, "deno.json"));
    assertEquals(page, withReference(page, "permissions", permissionReference(settings)));
  },
});

/** A schema with one key. */
function schemaOf(key: string, property: object): string {
  return JSON.stringify({ properties: { [key]: property } });
}

Deno.test("a key has its type, range, default and description, and an example for any shell", () => {
  const sizes = schemaOf("sizes", {
    type: "array",
    items: { type: "integer", minimum: 1, maximum: 65536 },
    minItems: 2,
    maxItems: 64,
    default: [784, 30, 10],
    description: "The units.",
  });
  assertEquals(
    keyReference(sizes).split("\n").slice(4).join("\n"),
    `### \`sizes\`

The units.

- Type: a list of 2 to 64: whole number from 1 to 65536
- Default: \`[784, 30, 10]\`

\`\`\`sh
deno task train --set 'sizes=[784,100,10]'
\`\`\``,
  );
});

Deno.test("a key without an example is refused, since the docs could not show how to set it", () => {
  const schema = schemaOf("speed", { type: "number", default: 1, description: "How fast." });
  assertThrows(() => keyReference(schema), Error, "Cannot describe the key speed");
});

Deno.test("a page without the marks is refused", () => {
  assertThrows(() => withReference("# Config\n", "keys", ""), Error, "<!-- keys:begin -->");
});
