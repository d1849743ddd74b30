/** What all pages of the site share: the policy, the head, the menu. @module */

import { createHash } from "node:crypto";
import { Html, html, type Part, tag, unescapeHtml } from "../../../lib/document/html.ts";
import { htmlFile } from "../../../lib/document/mod.ts";
import { linkBetween } from "./guides.ts";
import { type Group, menuBar } from "./menu.ts";

/** What a page may load: its style and pictures. */
const BASE = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; " +
  "form-action 'none'";

/**
 * The policies of pages: a guide has the site's scripts; a chapter also WebAssembly, and cells in workers of their own,
 * which in Firefox need `'self'` for the modules that they import.
 */
export const POLICIES = {
  guide: `${BASE}; script-src 'self'`,
  chapter: `${BASE}; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; ` +
    "connect-src 'self'",
  search: `${BASE}; script-src 'self'; connect-src 'self'`,
} as const;

/** How much of a page's first paragraph describes it, in characters: what search engines show. */
const DESCRIPTION_LENGTH = 155;

/** A page to frame. */
export interface Framed {
  readonly file: string;
  readonly title: string;
  /** What stands in its head for search engines: the first paragraph unless it is given. */
  readonly description?: string;
  readonly policy: keyof typeof POLICIES;
  /** The module that it runs, a file of the site, besides the one that copies code. */
  readonly script?: string;
  /** A statement that finds the root of its links, before anything is loaded. */
  readonly rooted?: string;
  /** The class of its main part. */
  readonly layout?: string;
  /** What stands before and after the content, such as the ways to a chapter's neighbors. */
  readonly before?: Part;
  readonly after?: Part;
  readonly content: Html;
}

/** A page as a file. */
export function framed(page: Framed, groups: readonly Group[]): string {
  const { file, title, policy, script, rooted, layout = "page", before, after, content } = page;
  const description = page.description ?? descriptionOf(content.text);
  return htmlFile({
    title: title === "Inkling" ? title : `${title} · Inkling`,
    policy: rooted === undefined ? POLICIES[policy] : rootedPolicy(rooted),
    head: [
      rooted !== undefined && [tag("script", {}, new Html(rooted)), "\n"],
      description !== "" && [tag("meta", { name: "description", content: description }), "\n"],
      tag("link", { rel: "stylesheet", href: linkBetween(file, "style.css") }),
      ["copy.js", ...script === undefined ? [] : [script]].map((path) => [
        "\n",
        tag("script", { type: "module", src: linkBetween(file, path) }),
      ]),
    ],
    body: html`
      <a class="skip" href="#content">Skip to the content</a>
      <header>
      ${menuBar(groups, file)}
      </header>
      <div class="beside-contents">
      ${contentsOf(content.text)}
      <main class="${layout}" id="content" tabindex="-1">
      ${before}
      ${content}
      ${after}
      </main>
      </div>
    `,
  });
}

function rootedPolicy(script: string): string {
  const hash = createHash("sha256").update(script).digest("base64");
  return `${POLICIES.guide.replace("base-uri 'none'", "base-uri 'self'")} 'sha256-${hash}'`;
}

/** From how many sections on a page has a list of them at its side. */
const LONG = 5;

/** The sections of a long page. */
function contentsOf(content: string): Html | false {
  const sections = [...content.matchAll(/<h2 id="([^"]*)">([^]*?)<\/h2>/g)];
  if (sections.length < LONG) return false;
  return html`
    <nav class="contents" aria-label="On this page">
      <p>On this page</p>
      <ul>${sections.map(([, id, text]) =>
        html`<li><a href="#${unescapeHtml(id!)}">${plainText(text!)}</a></li>\n`
      )}</ul>
    </nav>
  `;
}

/** The first paragraph of HTML as text, cut after a sentence or a word. */
export function descriptionOf(content: string): string {
  const [, paragraph = ""] = /<p>([^]*?)<\/p>/.exec(content) ?? [];
  const text = plainText(paragraph);
  if (text.length <= DESCRIPTION_LENGTH) return text;
  const cut = text.slice(0, DESCRIPTION_LENGTH + 1);
  const sentences = /^[^]*[.!?](?= )/.exec(cut)?.[0];
  return sentences ?? cut.replace(/\s+\S*$/, "…");
}

/** The text of HTML, in one line. */
export function plainText(content: string): string {
  return unescapeHtml(content.replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ").trim());
}
