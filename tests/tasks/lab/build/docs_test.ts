import { assertEquals, assertLess, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { configSchema } from "../../../../lib/config.ts";
import { commandReference } from "../../../../tasks/lab/build/commands.ts";
import {
  keyReference,
  permissionReference,
  withReference,
} from "../../../../tasks/lab/build/docs.ts";
import { granted, ROOT } from "../../../helpers/run_task.ts";

/** Each page with a part that is made, and the part. */
const PAGES: Readonly<Record<string, readonly [part: string, make: () => Promise<string>]>> = {
  "commands.md": ["commands", () => Promise.resolve(commandReference())],
  "config.md": ["keys", () => Promise.resolve(keyReference(configSchema()))],
  "permissions.md": [
    "permissions",
    async () => permissionReference(await Deno.readTextFile(join(ROOT, "deno.json"))),
  ],
};

for (const [name, [part, make]] of Object.entries(PAGES)) {
  Deno.test(`docs/${name} has its ${part} as they are: deno task docs rewrites it`, {
    ignore: !granted("read"),
  }, async () => {
    const page = await Deno.readTextFile(join(ROOT, "docs", name));
    assertEquals(page === withReference(page, part, await make()), true);
  });
}

Deno.test("docs/commands.md stays short enough to read: at most 29 kB", {
  ignore: !granted("read"),
}, async () => {
  const { size } = await Deno.stat(join(ROOT, "docs", "commands.md"));
  assertLess(size, 29_000);
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

Deno.test("a page without the marks is refused", () => {
  assertThrows(() => withReference("# Config\n", "keys", ""), Error, "<!-- keys:begin -->");
});
