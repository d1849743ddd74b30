/**
 * The guides as pages, with all that they link to: other guides, pictures, and files and folders of the checkout, which
 * get pages of their own. So the site is whole wherever it is hosted. @module
 */

import { walk } from "@std/fs";
import { dirname, join, relative } from "@std/path";
import { type Html, html } from "../../charts/html.ts";
import { htmlFile } from "../../document/html.ts";
import type { RenderMarkdown } from "./markdown.ts";

interface Entry {
  readonly title: string;
  readonly file: string;
}

/** The first guides of the bar, in this order; the others of `docs/` follow. */
const FIRST_GUIDES = [
  "README.md",
  "docs/commands.md",
  "docs/runs.md",
  "docs/predictions.md",
  "docs/config.md",
  "docs/data.md",
  "docs/library.md",
];

const OTHER_GUIDES = ["CHANGELOG.md", "CONTRIBUTING.md"];

/** Entries of the bar that are no guides: the page and the reference. */
const OTHER_ENTRIES: readonly Entry[] = [
  { title: "Draw a digit", file: "page/index.html" },
  { title: "Reference", file: "reference/index.html" },
];

/**
 * Makes the pages of the guides, and of what they link to.
 * @returns texts and bytes by their paths in the site
 * @throws {Error} if a link leads nowhere
 */
export async function guidePages(
  root: string,
  render: RenderMarkdown,
): Promise<Map<string, string | Uint8Array>> {
  const guides = await guidesIn(root);
  const kinds = new Map<string, Kind>(guides.map((path) => [path, "guide"]));
  const queue = [...guides];
  const texts = new Map<string, string>();
  for (const path of guides) texts.set(path, await Deno.readTextFile(join(root, path)));
  const entries = [...barOf(guides, texts), ...OTHER_ENTRIES];
  const files = new Map<string, string | Uint8Array>();

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
    if (kind === "image") {
      files.set(file, await Deno.readFile(join(root, path)));
      continue;
    }
    const content = kind === "guide"
      ? render(texts.get(path)!, (link) => linkFrom(path, link))
      : html`<h1>${path}</h1>${
        kind === "file"
          ? html`<pre tabindex="0"><code>${await Deno.readTextFile(join(root, path))}</code></pre>`
          : await listOf(join(root, path), (name) => linkFrom(path, name))
      }`;
    const title = kind === "guide" ? titleOf(texts.get(path)!) : path;
    files.set(file, sitePage(file, title, entries, content));
  }
  return files;
}

async function guidesIn(root: string): Promise<string[]> {
  const docs = walk(join(root, "docs"), { maxDepth: 1, includeDirs: false, exts: [".md"] });
  const names = await Array.fromAsync(docs, ({ name }) => `docs/${name}`);
  const others = names.filter((path) => !FIRST_GUIDES.includes(path)).sort();
  return [...FIRST_GUIDES, ...others, ...OTHER_GUIDES];
}

/** The entries of the guides, but for those beside `docs/`, to which other guides link. */
function barOf(guides: readonly string[], texts: ReadonlyMap<string, string>): Entry[] {
  return guides.filter((path) => !OTHER_GUIDES.includes(path)).map((path) => ({
    title: titleOf(texts.get(path)!),
    file: siteFile(path, "guide"),
  }));
}

/** The first heading of a guide, without marks of Markdown. */
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

/** What is in a folder, but for hidden files. */
async function listOf(folder: string, linkTo: (name: string) => string): Promise<Html> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const names = entries.filter(({ name }) => !name.startsWith("."))
    .map(({ name, isDirectory }) => isDirectory ? `${name}/` : name).sort();
  return html`<ul>${
    names.map((name) => html`<li><a href="${linkTo(name)}">${name}</a></li>`)
  }</ul>`;
}

/** The content security policy of guides: no scripts, only their style and pictures. */
const CONTENT_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

function sitePage(
  file: string,
  title: string,
  entries: readonly Entry[],
  content: Html,
): string {
  const link = (entry: Entry) => {
    const current = entry.file === file && html`
      aria-current="page"
    `;
    return html`
      <a href="${linkBetween(file, entry.file)}" ${current}>${entry.title}</a>
    `;
  };
  return htmlFile({
    title: title === "Inkling" ? title : `${title} · Inkling`,
    policy: CONTENT_POLICY,
    head: html`<link rel="stylesheet" href="${linkBetween(file, "style.css")}">`,
    body: html`
      <nav class="site" aria-label="Site">${entries.map(link)}</nav>
      <main class="page">
      ${content}
      </main>
    `,
  });
}

type Kind = "guide" | "image" | "file" | "folder";

/** The file of the site that shows something of the checkout; both paths are written with slashes. */
export function siteFile(path: string, kind: Kind): string {
  const visible = path.replaceAll(/(^|\/)\./g, "$1"); // some hosts leave hidden files out
  switch (kind) {
    case "guide":
      return path === "README.md" ? "index.html" : path.replace(/\.md$/, ".html");
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
