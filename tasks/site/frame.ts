/** The frame of every page of the site: its head, and the links to all guides. @module */

import { type Html, html } from "../report/html.ts";
import { linkBetween } from "./paths.ts";

/** A link of the bar at the top. */
export interface Entry {
  readonly title: string;
  /** The file of the site. */
  readonly file: string;
}

/** Guides run no scripts, and load nothing but their style and their pictures. */
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:";

/** A whole page at `file` of the site. */
export function sitePage(
  file: string,
  title: string,
  entries: readonly Entry[],
  content: Html,
): string {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="${POLICY}">
        <meta name="generator" content="Inkling">
        <title>${title === "Inkling" ? title : `${title} · Inkling`}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="${linkBetween(file, "style.css")}">
      </head>
      <body>
        <nav class="site" aria-label="Site">${entries.map((entry) =>
          html`
            <a href="${linkBetween(file, entry.file)}" ${entry.file === file && html`
              aria-current="page"
            `}>${entry.title}</a>
          `
        )}</nav>
        <main class="page">
    ${content}
        </main>
      </body>
    </html>
  `.text.trim() + "\n";
}
