/** What all pages of the site share: the policy, the head, the menu. @module */

import { type Html, html, type Part, tag, unescapeHtml } from "../../../lib/document/html.ts";
import { htmlFile } from "../../../lib/document/mod.ts";
import { linkBetween } from "./guides.ts";
import { type Group, menuBar } from "./menu.ts";

/** What a page may load and run, each but what it names: guides only their style and pictures. */
const BASE = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; " +
  "form-action 'none'";

/**
 * The policies of pages: by default no scripts; of a chapter its elements, WebAssembly, and cells in workers of their own,
 * which in Firefox need `'self'` for the modules that they import.
 */
export const POLICIES = {
  guide: BASE,
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
  /** The module that it runs, a file of the site. */
  readonly script?: string;
  /** The class of its main part. */
  readonly layout?: string;
  /** What stands before and after the content, such as the ways to a chapter's neighbors. */
  readonly before?: Part;
  readonly after?: Part;
  readonly content: Html;
}

/** A page as a file. */
export function framed(page: Framed, groups: readonly Group[]): string {
  const { file, title, policy, script, layout = "page", before, after, content } = page;
  const description = page.description ?? descriptionOf(content.text);
  return htmlFile({
    title: title === "Inkling" ? title : `${title} · Inkling`,
    policy: POLICIES[policy],
    head: [
      description !== "" && [tag("meta", { name: "description", content: description }), "\n"],
      tag("link", { rel: "stylesheet", href: linkBetween(file, "style.css") }),
      script !== undefined && [
        "\n",
        tag("script", { type: "module", src: linkBetween(file, script) }),
      ],
    ],
    body: html`
      <header>
      ${menuBar(groups, file)}
      </header>
      <main class="${layout}">
      ${before}
      ${content}
      ${after}
      </main>
    `,
  });
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
