/** The search: its page and script, minisearch, and the index of guides, course and reference. @module */

import { fromFileUrl, join } from "@std/path";
import { html } from "../../../lib/document/html.ts";
import { importNpm } from "../../../tasks/system/import_npm.ts";
import { licensesOf } from "../../../tasks/system/licenses.ts";
import { bundleScripts } from "../../../tasks/system/browser_code.ts";
import { type Framed, plainText } from "./frame.ts";
import type { SitePage } from "./guides.ts";
import { OPTIONS, type Part, wordsOf } from "./search/options.ts";

const MINISEARCH_PACKAGE = "npm:minisearch@7.2.0";

/** What we use of minisearch. */
type MiniSearch = new (options: typeof OPTIONS) => { addAll(parts: readonly Part[]): void };

/** The page of the search. */
export const SEARCH_PAGE: Framed = {
  file: "search.html",
  title: "Search",
  description: "Search the course, the guides and the reference of Inkling.",
  policy: "search",
  script: "search.js",
  content: html`
    <h1>Search</h1>
    <p id="without">The search needs scripts and a web server. The menu above leads to every page.</p>
    <div id="search" role="search" hidden>
      <label for="query">Words of the course, the guides and the reference</label>
      <input id="query" type="search" autocomplete="off" spellcheck="false">
      <p id="status" role="status"></p>
      <ol id="results"></ol>
    </div>
  `,
};

/** The script, minisearch and the index, by their paths in the site. */
export async function searchFiles(parts: readonly Part[]): Promise<Map<string, string>> {
  const folder = fromFileUrl(new URL("search", import.meta.url));
  const MiniSearch = await importNpm<MiniSearch>(MINISEARCH_PACKAGE);
  const index = new MiniSearch(OPTIONS);
  index.addAll(parts);
  return new Map([
    ...await bundleScripts(folder, ["search.ts"]),
    ["minisearch.js", await minisearchScript()],
    ["search.json", JSON.stringify(index)],
  ]);
}

/** Minisearch for browsers, after its license. */
async function minisearchScript(): Promise<string> {
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [MINISEARCH_PACKAGE],
    outputDir: "/", // for the names alone
    platform: "browser",
    minify: true,
    sourcemap: "external", // it names the package
    write: false,
  });
  if (!success) {
    throw new Error(`Cannot bundle minisearch: ${errors.map(({ text }) => text).join("; ")}`);
  }
  const text = (isMap: boolean) =>
    outputFiles.find(({ path }) => path.endsWith(".map") === isMap)!.text();
  const sources: string[] = JSON.parse(text(true)).sources;
  const license = await licensesOf(sources.map((source) => join("/", source)));
  return `/*!\n${license}*/\n${text(false)}`;
}

/** How pages of a kind are named, and how far up they stand among equals. */
const KINDS = {
  chapter: { kind: "Course", weight: 3 },
  guide: { kind: "Guide", weight: 2 },
  reference: { kind: "Reference", weight: 0.4 },
} as const;

/** The sections of a page, each from a heading to the next. */
export function sectionsOf({ file, title, kind, content }: SitePage): Omit<Part, "id">[] {
  return content.text.split(/(?=<h[1-4] id=)/).flatMap((section) => {
    const [tag, level, anchor, heading] = /^<h([1-4]) id="([^"]*)">([^]*?)<\/h\1>/.exec(section) ??
      [];
    const name = tag === undefined ? title : plainText(heading!);
    const part: Omit<Part, "id"> = {
      file: tag === undefined || level === "1" ? file : `${file}#${anchor}`,
      heading: name,
      page: title,
      ...KINDS[kind],
      text: plainText(section.slice(tag?.length ?? 0).replaceAll(/<math[^]*?<\/math>/g, "…")),
      words: kind === "reference" ? wordsOf(name) : "",
    };
    return part.text === "" ? [] : [part];
  });
}
