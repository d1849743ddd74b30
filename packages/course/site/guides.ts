/** What the site shows of the checkout: guides, chapters of the course, and their pictures. @module */

import { exists, walk } from "@std/fs";
import { basename, dirname, join, relative } from "@std/path";
import type { Html } from "../../../lib/document/html.ts";
import type { RenderMarkdown } from "./markdown.ts";
import type { Equations } from "./math.ts";
import { withReferences } from "./references.ts";

/** What becomes a page of its own kind; a picture is copied. */
export type Kind = "guide" | "chapter" | "reference" | "image";

/** A page of the site before it gets its frame. */
export interface SitePage {
  /** What it shows, in the checkout. */
  readonly path: string;
  readonly kind: Exclude<Kind, "image">;
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
    linkTo: (link: string) => string | undefined,
  ) => string;
  /** The address of the repository, for links to its other files; without it these are names alone. */
  readonly repository: string | undefined;
  /** Pages of the reference in Markdown, by their names. */
  readonly reference: ReadonlyMap<string, string>;
}

/** The folder of the course. */
export const BOOK = "docs/book";

/** The guides that are not in `docs/`. */
const OTHER_GUIDES = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"];

/**
 * Makes the pages of guides and chapters.
 * @returns the pages, and the bytes of pictures by their paths
 * @throws {Error} if a link leads nowhere
 */
export async function pagesOf(
  root: string,
  { render, equations, notebookOf, repository, reference }: Renderers,
): Promise<{ pages: SitePage[]; images: Map<string, Uint8Array> }> {
  const queue = [
    ...OTHER_GUIDES,
    ...await markdownIn(root, "docs"),
    ...await markdownIn(root, "docs/lab"),
    ...(await markdownIn(root, "packages/course")).filter((path) => !path.endsWith("README.md")),
    ...await markdownIn(root, "packages/page"),
    ...await markdownIn(root, BOOK),
  ];
  const kinds = new Map<string, Kind>(queue.map((path) => [path, textKind(path)]));
  const made = new Map([...reference].map(([name, text]) => [`reference/${name}`, text]));
  for (const path of made.keys()) kinds.set(path, "reference");
  queue.push(...made.keys());
  const pages: SitePage[] = [];
  const images = new Map<string, Uint8Array>();

  /** The address of what a link leads to; undefined for a file without an address. */
  function linkFrom(path: string, link: string): string | undefined {
    if (/^([a-z]+:|#)/i.test(link)) return link;
    const [linked = "", anchor] = link.split("#");
    const target = slashed(join(dirname(path), linked)).replace(/\/$/, "");
    let kind = kinds.get(target);
    if (kind === undefined) {
      const view = target.startsWith("..") ? undefined : viewOf(join(root, target));
      if (view === undefined) throw new Error(`Cannot link ${path} to ${target}: it is not there`);
      if (!/\.(png|jpe?g|svg|gif|webp)$/i.test(target)) {
        return repository && `${repository}/${view}/HEAD/${target}`;
      }
      kinds.set(target, kind = "image");
      queue.push(target);
    }
    const to = linkBetween(siteFile(path, kinds.get(path)!), siteFile(target, kind));
    return anchor === undefined ? to : `${to}#${anchor}`;
  }

  for (const path of queue) { // which grows meanwhile
    const kind = kinds.get(path)!;
    const file = siteFile(path, kind);
    const link = (to: string) => linkFrom(path, to);
    const equation = (tex: string, isBlock: boolean) => equations.mathml(tex, isBlock, path);
    if (kind === "image") {
      images.set(file, await Deno.readFile(join(root, path)));
      continue;
    }
    const text = made.get(path) ?? await Deno.readTextFile(join(root, path));
    const markdown = withReferences(text);
    const content = render(markdown, link, kind === "chapter" ? equation : undefined);
    const page = { path, kind, file, title: titleOf(markdown), content };
    const name = basename(path, ".md");
    if (kind !== "chapter" || name === "README") pages.push(page);
    else {
      const besides = (to: string) => to === `${name}.html` ? to : link(to);
      pages.push({ ...page, notebook: notebookOf(markdown, name, besides) });
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

/** What a repository's address has before the path of a file or a folder; undefined if it is not there. */
function viewOf(path: string): "blob" | "tree" | undefined {
  try {
    return Deno.statSync(path).isDirectory ? "tree" : "blob";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The file of the site that shows something of the checkout; both paths are written with slashes. */
export function siteFile(path: string, kind: Kind): string {
  switch (kind) {
    case "guide":
      return path === "README.md" ? "readme.html" : path.replace(/\.md$/, ".html");
    case "chapter":
      return path.replace(/README\.md$/, "index.md").replace(/\.md$/, ".html");
    case "reference":
      return path.replace(/\.md$/, ".html");
    case "image":
      return path;
  }
}

export function linkBetween(from: string, to: string): string {
  return slashed(relative(dirname(from), to));
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
