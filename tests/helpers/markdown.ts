/** What tests look for in pages of Markdown: blocks of code, headings, links. */

import { dirname, join } from "@std/path";
import { anchors } from "../../packages/course/site/markdown.ts";
import { ROOT } from "./run_task.ts";

/** A page. */
export interface Page {
  /** Its path from the checkout. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface Block {
  /** `PATH:LINE`, to go to it. */
  readonly position: string;
  /** What stands behind the fence, such as `ts ignore`. */
  readonly info: string;
  readonly code: string;
}

/** The pages outside of the folders of documents. */
const OTHERS = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "data/README.md",
  "packages/course/notebooks.md",
  "packages/course/teach.md",
  "packages/page/README.md",
];

/** The README, the guides, the lab's pages, and those beside them. */
export async function pages(): Promise<Page[]> {
  const paths = [...OTHERS];
  for (const folder of ["docs", "docs/lab"]) {
    for await (const { name } of Deno.readDir(join(ROOT, folder))) {
      if (name.endsWith(".md")) paths.push(`${folder}/${name}`);
    }
  }
  return await Promise.all(
    paths.sort().map(async (path) => ({ path, text: await Deno.readTextFile(join(ROOT, path)) })),
  );
}

/** The blocks of code of a page; those within a list are set back to the margin. */
export function blocksOf({ path, text }: Page): Block[] {
  return [...text.matchAll(/^( *)```(.*)\n([^]*?)^ *```$/gm)].map((match) => {
    const [, indent = "", info = "", code = ""] = match;
    const line = text.slice(0, match.index).split("\n").length;
    return {
      position: `${path}:${line}`,
      info: info.trim(),
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    };
  });
}

/** The blocks of all pages that are in one of these languages. */
export async function blocksIn(...languages: string[]): Promise<Block[]> {
  const blocks = (await pages()).flatMap(blocksOf);
  return blocks.filter(({ info }) => languages.includes(info.split(" ")[0]!));
}

/** The text without blocks and spans of code. */
export function prose(text: string): string {
  return text.replaceAll(/^ *```[^]*?^ *```$/gm, "").replaceAll(/`[^`\n]*`/g, "");
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf({ text }: Page): Set<string> {
  const headings = text.replaceAll(/^ *```[^]*?^ *```$/gm, "").matchAll(/^#+ (.+)$/gm);
  const next = anchors();
  return new Set([...headings].map(([, heading]) => next(heading!)));
}

/** Where the links and pictures of a page lead. */
export function linksOf({ text }: Page): string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
    .map(([, markdown, html]) => (markdown ?? html)!);
}

/**
 * What is wrong with a link of a page; undefined if nothing is. A link to another site only has to be a URL.
 *
 * @param all every page, for their anchors
 */
export async function linkProblem(
  link: string,
  page: Page,
  all: readonly Page[],
): Promise<string | undefined> {
  if (/^[a-z]+:/.test(link)) return URL.canParse(link) ? undefined : "it is not a URL";
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page.path : join(dirname(page.path), path).replaceAll("\\", "/");
  try {
    await Deno.stat(join(ROOT, target));
  } catch {
    return `there is no ${target}`;
  }
  if (anchor === undefined) return undefined;
  const there = all.find(({ path }) => path === target);
  if (there === undefined) return `${target} is not a page with headings`;
  return anchorsOf(there).has(anchor) ? undefined : `${target} has no heading #${anchor}`;
}
