/** Texts: none unused, and none left in the page's scripts. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import * as texts from "../texts.ts";
import { textsOf } from "../texts_of.ts";
import { granted, ROOT } from "../../../tests/helpers/run_task.ts";

const ignore = !granted("read");

const PAGE = join(ROOT, "packages/page");

/** The groups of texts. */
const GROUPS = ["answer", "digits", "settings", "training", "table", "picture"] as const;

/** Strings that look like a text of the page and are none: what a developer sees, or what is English from the library on. */
const ALLOWED = [
  "Cannot find a ${type.name} of the id ${id} in the page",
  "Cannot draw: this browser has no canvas",
  "Cannot read ${file.name}: it is damaged, or no ${format.kind}", // beside the sentences of the readers
];

/** The sources of the page's scripts. */
async function scripts(): Promise<string[]> {
  const sources: string[] = [];
  for await (const { name } of Deno.readDir(PAGE)) {
    if (!name.endsWith(".ts") || name === "texts.ts") continue;
    sources.push(await Deno.readTextFile(join(PAGE, name)));
  }
  return sources;
}

Deno.test("a text has its values in it", () => {
  assertEquals(textsOf(texts.picture)("size", 28, 20), "28 × 20 pixels");
});

Deno.test("the page uses all of its texts", { ignore }, async () => {
  const unused: string[] = [];
  const sources = await scripts();
  for (const group of GROUPS) {
    const users = RegExp(`\\btexts\\.${group}\\b|\\{ ${group} \\}`);
    const code = sources.filter((source) => users.test(source)).join("\n");
    const names = Object.keys(texts[group]);
    // In quotes, or as the name of a field or of a preset.
    unused.push(...names.filter((name) => !RegExp(`"${name}"|\\b${name}: `).test(code)));
  }
  assertEquals(unused, []);
});

Deno.test("no text is left in the page's scripts", { ignore }, async () => {
  const left: string[] = [];
  for (const source of await scripts()) {
    const code = source.replaceAll(/\/\*[^]*?\*\/|\/\/ .*/g, "");
    for (const [, , text] of code.matchAll(/(["`])([A-Z][^"`\n]* [^"`]*)\1/g)) left.push(text!);
  }
  assertEquals(left.sort(), ALLOWED.toSorted());
});
