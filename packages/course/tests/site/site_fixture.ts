/** Writes the pages of a folder of texts to another, with an index of one symbol: a process with the lock of `site`. */

import { dirname, join } from "@std/path";
import { siteTexts } from "../../site/site_texts.ts";

const [root, out, repository] = Deno.args as [string, string, string?];
const node = {
  kind: [{ char: "m", kind: "Method", title: "Method" }],
  name: "Network.prototype.feedforward",
  file: ".",
  doc: "The outputs for a batch of inputs.",
  url: "././~/Network.prototype.feedforward.html",
};
const symbols = `(function () {\n  window.X = ${
  JSON.stringify({ kind: "search", nodes: [node] })
};\n})()`;
const files = await siteTexts(root, symbols, repository);
for (const [path, content] of files) {
  await Deno.mkdir(dirname(join(out, path)), { recursive: true });
  await Deno.writeFile(
    join(out, path),
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
}
