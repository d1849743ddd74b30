/** The files of the site that are made of texts of the checkout: pages, their scripts and style, the search. @module */

import { fromFileUrl } from "@std/path";
import { bundleScripts } from "../../../tasks/system/browser_code.ts";
import { notebookOf } from "./notebook.ts";
import { STYLE } from "../../../lib/document/mod.ts";
import { CODE_STYLE } from "../elements/highlight.ts";
import { chapterBar, courseOf, courseScripts, numbered } from "./course.ts";
import { framed } from "./frame.ts";
import { frontPage, MISSING_PAGE } from "./front.ts";
import { BOOK, pagesOf, type SitePage } from "./guides.ts";
import { installMarkdown } from "./markdown.ts";
import { installMath } from "./math.ts";
import { type Group, menuOf } from "./menu.ts";
import { SEARCH_PAGE, searchFiles, sectionsOf } from "./search_files.ts";

/**
 * Makes the files, by their paths in the site.
 * @param root the folder with the texts: the checkout
 * @param reference its pages in Markdown, by their names
 * @param repository its address, for links to files that are no page
 * @throws {Error} if a link leads nowhere, or an equation cannot be read
 */
export async function siteTexts(
  root: string,
  reference: ReadonlyMap<string, string>,
  repository?: string,
): Promise<Map<string, string | Uint8Array>> {
  const [render, equations] = [await installMarkdown(), await installMath()];
  const made = { render, equations, notebookOf, repository, reference };
  const { pages, images } = await pagesOf(root, made);
  const course = courseOf(pages);
  const guides = pages.filter(({ kind }) => kind === "guide");
  const groups = menuOf(
    course.map((page) => ({ ...page, title: numbered(page) })),
    guides,
    pages.filter(({ kind }) => kind === "reference"),
  );
  const parts = pages.flatMap(sectionsOf).map((part, id) => ({ id, ...part }));
  const files = new Map<string, string | Uint8Array>([
    ...images,
    ...await courseScripts(),
    ...await bundleScripts(fromFileUrl(new URL(".", import.meta.url)), ["copy.ts"]),
    ...await searchFiles(parts),
  ]);
  const front = frontPage(course[0]?.file);
  for (const page of [front, SEARCH_PAGE, MISSING_PAGE]) files.set(page.file, framed(page, groups));
  for (const page of pages) {
    const isChapter = page.kind === "chapter";
    files.set(
      page.file,
      isChapter ? chapter(page, course, groups) : framed({ ...page, policy: "guide" }, groups),
    );
    if (page.notebook !== undefined) {
      files.set(page.file.replace(/\.html$/, ".ipynb"), page.notebook);
    }
  }
  const own = await Deno.readTextFile(new URL("style.css", import.meta.url));
  return files.set("style.css", STYLE + CODE_STYLE + own + equations.style());
}

/** A chapter between the ways to its neighbors. */
function chapter(page: SitePage, course: readonly SitePage[], groups: readonly Group[]): string {
  return framed({
    ...page,
    policy: "chapter",
    script: `${BOOK}/book.js`,
    before: chapterBar(page, course, "Chapters"),
    after: chapterBar(page, course, "Chapters, again"),
  }, groups);
}
