/** Writes the pages of a folder of texts to another, with a reference of one module: a process with the lock of `site`. */

import { dirname, join } from "@std/path";
import { siteTexts } from "../../site/site_texts.ts";

const [root, out, repository] = Deno.args as [string, string, string?];
const reference = new Map([
  [
    "index.md",
    "# Modules and functions\n\nWhat a program can import:\n\n- [inkling](inkling.md)\n",
  ],
  [
    "inkling.md",
    "# inkling\n\nAll.\n\n### Network.feedforward\n\nThe outputs for a batch of inputs.\n",
  ],
]);
const files = await siteTexts(root, reference, repository);
for (const [path, content] of files) {
  await Deno.mkdir(dirname(join(out, path)), { recursive: true });
  await Deno.writeFile(
    join(out, path),
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
}
