/** Texts: none unused, and none left in the page's scripts and HTML. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { en } from "../../../tasks/texts/en.ts";
import { textsOf } from "../../../tasks/texts/texts.ts";
import { granted, ROOT } from "../../helpers/run_task.ts";

const ignore = !granted("read");

const PAGE = join(ROOT, "tasks/demo/page");

type Groups = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The groups of the page's HTML by its files, and those of its scripts. */
const HTML_GROUPS = { page: "index.html", predict: "predict.html" };
const SCRIPT_GROUPS = ["answer", "digits", "settings", "training", "table", "picture"] as const;

/** Strings that look like a text of the page and are none: what a developer sees, or what is English from the library on. */
const ALLOWED = [
  "Cannot find a ${type.name} of the id ${id} in the page",
  "Cannot draw: this browser has no canvas",
  "Cannot read ${file.name}: it is damaged, or no ${format.kind}", // beside the sentences of the readers
];

/** What stands in HTML for itself: the name, the command, a dash, a full stop. */
const NO_TEXTS = /^(?:Inkling|deno task train --csv|–|\.)$/;

/** The scripts of the page by their names, and the sentences on pictures that it shares. */
async function scripts(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const { name } of Deno.readDir(PAGE)) {
    if (name.endsWith(".ts")) texts.set(name, await Deno.readTextFile(join(PAGE, name)));
  }
  const shared = "tasks/problem/picture_texts.ts";
  return texts.set(shared, await Deno.readTextFile(join(ROOT, shared)));
}

Deno.test("a text has its values in it", () => {
  assertEquals(textsOf(en.figure)("failed", "no data"), "Cannot show this figure: no data");
});

Deno.test("the page uses all of its texts", { ignore }, async () => {
  const unused: string[] = [];
  for (const [group, file] of Object.entries(HTML_GROUPS)) {
    const html = await Deno.readTextFile(join(PAGE, file));
    const names = Object.keys((en as Groups)[group]!);
    unused.push(...names.filter((name) => !html.includes(`{${group}.${name}}`)));
  }
  const sources = [...(await scripts()).values()];
  for (const group of SCRIPT_GROUPS) {
    const users = RegExp(`\\btexts\\.${group}\\b|\\{ ${group} \\}`);
    const code = sources.filter((source) => users.test(source)).join("\n");
    const names = Object.keys(en[group]);
    // In quotes, or as the name of a field or of a preset.
    unused.push(...names.filter((name) => !RegExp(`"${name}"|\\b${name}: `).test(code)));
  }
  assertEquals(unused, []);
});

Deno.test("no text is left in the page's scripts and HTML", { ignore }, async () => {
  const left: string[] = [];
  for (const source of (await scripts()).values()) {
    const code = source.replaceAll(/\/\*[^]*?\*\/|\/\/ .*/g, "");
    for (const [, , text] of code.matchAll(/(["`])([A-Z][^"`\n]* [^"`]*)\1/g)) left.push(text!);
  }
  assertEquals(left.sort(), ALLOWED.toSorted());
  for (const file of Object.values(HTML_GROUPS)) {
    const html = (await Deno.readTextFile(join(PAGE, file))).replaceAll(/<!--[^]*?-->/g, "");
    const labels = html.matchAll(/(?:aria-label|title|data-error)="([^"]*)"/g);
    const found = [...html.split(/<[^>]*>/), ...Array.from(labels, ([, text]) => text!)]
      .map((text) => text.replaceAll(/\{\w+\.\w+\}/g, "").trim());
    assertEquals(found.filter((text) => text !== "" && !NO_TEXTS.test(text)), [], file);
  }
});
