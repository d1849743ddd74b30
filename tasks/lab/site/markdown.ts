/**
 * Guides in Markdown to HTML, by the library marked, with headings that can be linked to as on GitHub.
 *
 * What a guide holds of HTML stays as it is: guides are files of the checkout, and nobody else's. @module
 */

import { escapeHtml, Html } from "../../charts/html.ts";
import { importNpm } from "../../system/import_npm.ts";

const MARKED_PACKAGE = "npm:marked@18.2.1";

/** What we use of marked, of which nothing stands in the graph of our modules. */
interface Marked {
  Marked: new (options: { renderer: Record<string, unknown> }) => { parse(text: string): string };
}

interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly tokens: readonly unknown[];
}
interface Renderer {
  readonly parser: { parseInline(tokens: readonly unknown[]): string };
}

/** Makes HTML of Markdown; `linkTo` gives the address of what a link or a picture leads to. */
export type RenderMarkdown = (text: string, linkTo: (link: string) => string) => Html;

/**
 * Installs marked from npm, if it is not there.
 * @throws {Error} if it cannot be installed
 */
export async function installMarkdown(): Promise<RenderMarkdown> {
  const { Marked } = await importNpm<Marked>(MARKED_PACKAGE, { all: true });
  return (text, linkTo) => {
    const nextId = anchors();
    const marked = new Marked({
      renderer: {
        heading(this: Renderer, { depth, text, tokens }: Heading): string {
          const content = this.parser.parseInline(tokens);
          return `<h${depth} id="${escapeHtml(nextId(text))}">${content}</h${depth}>\n`;
        },
      },
    });
    return new Html(
      marked.parse(text)
        .replaceAll(
          "<table>",
          '<div class="scroll" role="group" tabindex="0" aria-label="Table"><table class="left">',
        )
        .replaceAll("</table>", "</table></div>")
        .replaceAll("<pre>", '<pre tabindex="0">')
        .replaceAll(
          /(<(?:a|img)\s[^>]*?(?:href|src)=")([^"]*)"/g,
          (_, before, link) => `${before}${escapeHtml(linkTo(unescaped(link)))}"`,
        ),
    );
  };
}

/** The anchor of each heading of a page in turn, as GitHub makes them: a second one of the same text gets a number. */
export function anchors(): (heading: string) => string {
  const seen = new Set<string>();
  return (heading) => {
    const slug = heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    let anchor = slug;
    for (let k = 1; seen.has(anchor); k++) anchor = `${slug}-${k}`;
    seen.add(anchor);
    return anchor;
  };
}

function unescaped(link: string): string {
  return link.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", '"');
}
