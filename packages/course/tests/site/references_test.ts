import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "@std/path";
import type { Schema } from "../../../../lib/config/words.ts";
import { keyReference, withReferences } from "../../site/references.ts";
import { granted, ROOT } from "../../../../tests/helpers/run_task.ts";

Deno.test("the site puts references where guides have marks", {
  ignore: !granted("read"),
}, async () => {
  const guide = async (name: string) =>
    withReferences(await Deno.readTextFile(join(ROOT, "docs", name)));
  assertStringIncludes(await guide("commands.md"), "## train\n");
  assertStringIncludes(await guide("config.md"), "### `learningRate`\n");
  assertStringIncludes(await guide("security.md"), "- `runs`, `verify`: reads all\n");
  assertEquals(withReferences("<!-- other -->"), "<!-- other -->");
});

/** A schema with one key. */
function schemaOf(key: string, property: Schema): Schema {
  return { properties: { [key]: property } };
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
    keyReference(sizes).split("\n").slice(2).join("\n"),
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
