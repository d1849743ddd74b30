/**
 * What the site shows of the checkout: guides, chapters of the course, and all that they link to, pictures, files and
 * folders, which get pages of their own. So the site is whole wherever it is hosted. @module
 */

import { exists, walk } from "@std/fs";
import { basename, dirname, join, relative } from "@std/path";
import { type Html, html } from "../../charts/html.ts";
import type { RenderMarkdown } from "./markdown.ts";
import type { Equations } from "./math.ts";

/** What becomes a page of its own kind; a picture is copied. */
export type Kind = "guide" | "chapter" | "image" | "file" | "folder";

/** A page of the site before it gets its frame. */
export interface SitePage {
  /** What it shows, in the checkout. */
  readonly path: string;
  readonly kind: Kind;
  /** Where it is, in the site. */
  readonly file: string;
  readonly title: string;
  readonly content: Html;
  /** A chapter's notebook. */
  readonly notebook?: string;
}

/** What makes pages of texts, and notebooks of chapters. */
export interface Renderers {
  readonly render: RenderMarkdown;
  readonly equations: Equations;
  /** The notebook of a chapter, by its text, the name of its file without an ending, and its links. */
  readonly notebookOf: (
    markdown: string,
    name: string,
    linkTo: (link: string) => string,
  ) => string;
}

/** The folder of the course. */
export const BOOK = "docs/book";

/** The guides that are not in `docs/`. */
const OTHER_GUIDES = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"];

/**
 * Makes the pages of guides and chapters, and of what they link to.
 * @returns the pages, and the bytes of pictures by their paths
 * @throws {Error} if a link leads nowhere
 */
export async function pagesOf(
  root: string,
  { render, equations, notebookOf }: Renderers,
): Promise<{ pages: SitePage[]; images: Map<string, Uint8Array> }> {
  const queue = [
    ...OTHER_GUIDES,
    ...await markdownIn(root, "docs"),
    ...await markdownIn(root, BOOK),
  ];
  const kinds = new Map<string, Kind>(queue.map((path) => [path, textKind(path)]));
  const pages: SitePage[] = [];
  const images = new Map<string, Uint8Array>();

  /** The address of what a link leads to, which becomes a page too. */
  function linkFrom(path: string, link: string): string {
    if (/^([a-z]+:|#)/i.test(link)) return link;
    const [linked = "", anchor] = link.split("#");
    const from = kinds.get(path)!;
    const target = targetOf(path, from, linked);
    let kind = kinds.get(target);
    if (kind === undefined) {
      kind = fileKind(join(root, target));
      if (kind === undefined || target.startsWith("..")) {
        throw new Error(`Cannot link ${path} to ${target}: it is not there`);
      }
      kinds.set(target, kind);
      queue.push(target);
    }
    const to = linkBetween(siteFile(path, from), siteFile(target, kind));
    return anchor === undefined ? to : `${to}#${anchor}`;
  }

  for (const path of queue) { // which grows meanwhile
    const kind = kinds.get(path)!;
    const file = siteFile(path, kind);
    const link = (to: string) => linkFrom(path, to);
    const equation = (tex: string, isBlock: boolean) => equations.mathml(tex, isBlock, path);
    if (kind === "image") {
      images.set(file, await Deno.readFile(join(root, path)));
    } else if (kind === "guide" || kind === "chapter") {
      const markdown = await Deno.readTextFile(join(root, path));
      const content = render(markdown, link, kind === "chapter" ? equation : undefined);
      const page = { path, kind, file, title: titleOf(markdown), content };
      const name = basename(path, ".md");
      if (kind === "guide" || name === "README") pages.push(page);
      else {
        const besides = (to: string) => to === `${name}.html` ? to : link(to);
        pages.push({ ...page, notebook: notebookOf(markdown, name, besides) });
      }
    } else {
      const content = html`<h1>${path}</h1>${
        kind === "file"
          ? html`<pre tabindex="0"><code>${await Deno.readTextFile(join(root, path))}</code></pre>`
          : await listOf(join(root, path), link)
      }`;
      pages.push({ path, kind, file, title: path, content });
    }
  }
  return { pages, images };
}

/** The paths of the texts in a folder, sorted; none if it is not there. */
async function markdownIn(root: string, folder: string): Promise<string[]> {
  if (!await exists(join(root, folder))) return [];
  const files = walk(join(root, folder), { maxDepth: 1, includeDirs: false, exts: [".md"] });
  return (await Array.fromAsync(files, ({ name }) => `${folder}/${name}`)).sort();
}

function textKind(path: string): Kind {
  return path.startsWith(`${BOOK}/`) ? "chapter" : "guide";
}

/** The first heading of a text, without marks of Markdown. */
function titleOf(text: string): string {
  return (/^# (.+)$/m.exec(text)?.[1] ?? "Inkling").replaceAll(/[`*_]/g, "");
}

function fileKind(path: string): Kind | undefined {
  try {
    if (Deno.statSync(path).isDirectory) return "folder";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  return /\.(png|jpe?g|svg|gif|webp)$/i.test(path) ? "image" : "file";
}

async function listOf(folder: string, linkTo: (name: string) => string): Promise<Html> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const names = entries.filter(({ name }) => !name.startsWith("."))
    .map(({ name, isDirectory }) => isDirectory ? `${name}/` : name).sort();
  return html`<ul>${
    names.map((name) => html`<li><a href="${linkTo(name)}">${name}</a></li>`)
  }</ul>`;
}

/** The file of the site that shows something of the checkout; both paths are written with slashes. */
export function siteFile(path: string, kind: Kind): string {
  const visible = path.replaceAll(/(^|\/)\./g, "$1"); // some hosts leave hidden files out
  switch (kind) {
    case "guide":
      return path === "README.md" ? "readme.html" : path.replace(/\.md$/, ".html");
    case "chapter":
      return path.replace(/README\.md$/, "index.md").replace(/\.md$/, ".html");
    case "image":
      return path;
    case "file":
      return `source/${visible}.html`;
    case "folder":
      return `source/${visible}/index.html`.replaceAll("//", "/");
  }
}

export function linkBetween(from: string, to: string): string {
  return slashed(relative(dirname(from), to));
}

/** The path that a link leads to: from the folder that a file is in, or from the folder itself. */
export function targetOf(from: string, kind: Kind, link: string): string {
  return slashed(join(kind === "folder" ? from : dirname(from), link)).replace(/\/$/, "");
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
