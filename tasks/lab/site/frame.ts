/** The frame of every page of the site: its head, and the links to all guides. @module */

import { htmlFile } from "../../document/html.ts";
import { type Html, html } from "../../charts/html.ts";
import { linkBetween } from "./paths.ts";

/** A link of the bar at the top. */
export interface Entry {
  readonly title: string;
  /** The file of the site. */
  readonly file: string;
}

/** The content security policy of guides: no scripts, only their style and pictures. */
const CONTENT_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/** A whole page at `file` of the site. */
export function sitePage(
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
