/** The course: its chapters in order, the bar between them, their notebooks, and the data that their cells load. @module */

import { basename, fromFileUrl, join } from "@std/path";
import { gzipSync } from "node:zlib";
import { mnist } from "../../../lib/digits/mod.ts";
import { formatIdx, parseIdx } from "../../../lib/formats/mod.ts";
import { type Html, html } from "../../../lib/document/html.ts";
import { missingFiles } from "../../../tasks/data/missing_files.ts";
import { bundleScripts } from "../../../tasks/system/browser_code.ts";
import { BOOK, linkBetween, type SitePage } from "./guides.ts";

/** How many images of the training and of the test set the course loads. */
const IMAGES = { train: 5000, t10k: 1000 } as const;

/** The contents, if they are there, then the chapters, by the numbers that their names begin with. */
export function courseOf(pages: readonly SitePage[]): SitePage[] {
  return pages.filter(({ kind }) => kind === "chapter")
    .sort((a, b) => (numberOf(a) ?? 0) - (numberOf(b) ?? 0));
}

/** A chapter's title after its number. */
export function numbered(page: SitePage): string {
  const number = numberOf(page);
  return number === undefined ? page.title : `${number}. ${page.title}`;
}

/** The number of a chapter; undefined of the contents. */
function numberOf({ path }: SitePage): number | undefined {
  const number = /\/(\d+)-[^/]*$/.exec(path)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The ways from a chapter: to the one before, the contents, the next, and to its notebook. */
export function chapterBar(page: SitePage, course: readonly SitePage[], label: string): Html {
  const at = course.indexOf(page);
  const [contents, before, after] = [course[0]!, course[at - 1], course[at + 1]];
  const link = (to: SitePage, rel: string, title: string) =>
    html`<a rel="${rel}" href="${linkBetween(page.file, to.file)}">${title}</a>`;
  return html`
    <nav class="chapters" aria-label="${label}">
    ${before !== undefined && before !== contents && link(before, "prev", `← ${numbered(before)}`)}
    ${page !== contents && link(contents, "up", "Contents")}
    ${page.notebook !== undefined && html`
      <a href="${basename(page.path, ".md")}.ipynb" download>Notebook</a>
    `}
    ${after !== undefined && link(after, "next", `${numbered(after)} →`)}
    </nav>
  `;
}

/** What the pages of the course load by name: the elements, their workers, and the modules that cells import. */
const LOADED = /^(?:book|\w+_worker|inkling\w*)\.ts$/;

/** The scripts of chapters, and what they share, by their paths in the site. */
export async function courseScripts(): Promise<Map<string, string>> {
  const folder = fromFileUrl(new URL("../elements", import.meta.url));
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  const scripts = await bundleScripts(folder, names.filter((name) => LOADED.test(name)).sort());
  return new Map([...scripts].map(([name, text]) => [`${BOOK}/${name}`, text]));
}

/**
 * The first images of MNIST with their labels, compressed, by their paths in the site.
 * @returns undefined if MNIST is not in the folder of data sets
 */
export async function courseData(data: string): Promise<Map<string, Uint8Array> | undefined> {
  const folder = join(data, mnist.name);
  if ((await missingFiles(mnist, folder)).length > 0) return undefined;
  const files = new Map<string, Uint8Array>();
  for (const { name } of Object.values(mnist.files)) {
    const { type, shape: [all, ...size], data } = parseIdx(await Deno.readFile(join(folder, name)));
    const count = Math.min(all!, IMAGES[name.startsWith("train") ? "train" : "t10k"]);
    const bytes = size.reduce((product, length) => product * length, count);
    const first = formatIdx({ type, shape: [count, ...size], data: data.slice(0, bytes) });
    files.set(`data/mnist/${name}.gz`, gzipSync(first, { level: 9 }));
  }
  return files;
}
