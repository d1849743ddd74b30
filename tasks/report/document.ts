/** The frame of every HTML file. @module */

import { type Html, html } from "../charts/html.ts";

/**
 * A whole file.
 * @param policy the Content-Security-Policy: what the browser may load and run
 * @param style the style sheet, or a link to it
 */
export function htmlFile(
  { title, policy, style, body }: { title: string; policy: string; style: Html; body: Html },
): string {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="generator" content="Inkling">
        <title>${title}</title>
        <link rel="icon" href="data:,">
        ${style}
      </head>
      <body>
    ${body}
      </body>
    </html>
  `.text.trim() + "\n";
}
