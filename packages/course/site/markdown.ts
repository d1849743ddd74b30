/**
 * Guides and chapters in Markdown to HTML, by the library marked, with headings that can be linked to as on GitHub.
 *
 * What a guide holds of HTML stays as it is: guides are files of the checkout, and nobody else's. @module
 */

import { escapeHtml, Html, unescapeHtml } from "../../../lib/document/html.ts";
import { highlighted } from "../elements/highlight.ts";
import { importNpm } from "../../../tasks/system/import_npm.ts";

const MARKED_PACKAGE = "npm:marked@18.2.1";

/** What we use of marked, of which nothing stands in the graph of our modules. */
interface Marked {
  Marked: new (options: { renderer: Record<string, unknown>; extensions?: readonly unknown[] }) => {
    parse(text: string): string;
  };
}

interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly tokens: readonly unknown[];
}
interface Renderer {
  readonly parser: { parseInline(tokens: readonly unknown[]): string };
}
interface Code {
  readonly text: string;
  readonly lang?: string;
}
interface Equation {
  readonly type: string;
  readonly raw: string;
  readonly tex: string;
  /** Punctuation right behind an inline one, which stays on its line. */
  readonly after: string;
}

/** Makes HTML of an equation in LaTeX, which stands on lines of its own or in a line. */
type RenderEquation = (tex: string, isBlock: boolean) => string;

/**
 * Makes HTML of Markdown; `linkTo` gives the address of what a link or a picture leads to, and a link without one is its
 * text alone. With `equation` it is a chapter, which has equations and cells.
 */
export type RenderMarkdown = (
  text: string,
  linkTo: (link: string) => string | undefined,
  equation?: RenderEquation,
) => Html;

/**
 * Installs marked from npm, if it is not there.
 * @throws {Error} if it cannot be installed
 */
export async function installMarkdown(): Promise<RenderMarkdown> {
  const { Marked } = await importNpm<Marked>(MARKED_PACKAGE, { all: true });
  return (text, linkTo, equation) => {
    const nextId = anchors();
    const marked = new Marked({
      renderer: {
        heading(this: Renderer, { depth, text, tokens }: Heading): string {
          const content = this.parser.parseInline(tokens);
          return `<h${depth} id="${escapeHtml(nextId(text))}">${content}</h${depth}>\n`;
        },
        code: (code: Code) => codeOf(code, equation !== undefined),
      },
      extensions: equation === undefined ? [] : equationExtensions(equation),
    });
    return new Html(
      parsed(marked, text)
        .replaceAll(
          "<table>",
          '<div class="scroll" role="group" tabindex="0" aria-label="Table"><table class="left">',
        )
        .replaceAll("</table>", "</table></div>")
        .replaceAll(PRINTED, "\n<p>It prints:</p>\n$1</ink-cell>")
        .replaceAll(/(<img\s[^>]*?src=")([^"]*)"/g, (_, before, link) => {
          return `${before}${escapeHtml(linkTo(unescapeHtml(link)) ?? link)}"`;
        })
        .replaceAll(/(<a\s[^>]*?href=")([^"]*)("[^>]*>)([^]*?)<\/a>/g, (...found: string[]) => {
          const [, before, link, after, text] = found;
          const to = linkTo(unescapeHtml(link!));
          return to === undefined ? text! : `${before}${escapeHtml(to)}${after}${text}</a>`;
        })
        .replaceAll(
          /(<h([2-6]) id="([^"]*)">[^]*?)(<\/h\2>)/g,
          '$1<a class="anchor" href="#$3" aria-label="Link to this section"></a>$4',
        ),
    );
  };
}

/** The HTML of a text; of an error, which may be ours, without what marked asks to do about its own. */
function parsed(marked: InstanceType<Marked["Marked"]>, text: string): string {
  try {
    return marked.parse(text);
  } catch (error) {
    if (error instanceof Error) {
      error.message = error.message.replace(/\nPlease report this to [^\n]*marked[^\n]*$/, "");
    }
    throw error;
  }
}

/** A cell's end, and what it prints behind it, which becomes a part of the cell. */
const PRINTED = /<\/ink-cell>\n(<pre[^>]*><code class="language-text">[^<]*<\/code><\/pre>)/g;

/** Code; in a chapter a fence `js cell` is an element that runs it, `js cell continued` after the one before. */
function codeOf({ text, lang = "" }: Code, isChapter: boolean): string {
  const language = /^\w*/.exec(lang)![0];
  const code = `<code class="language-${language || "text"}">${
    highlighted(text, language).text
  }\n</code>`;
  const [fence, continued = ""] = /^js cell( continued)?$/.exec(lang) ?? [];
  const pre = `<pre tabindex="0">${code}</pre>`;
  if (isChapter && fence !== undefined) return `<ink-cell${continued}>${pre}</ink-cell>\n`;
  return language === "" || language === "text" ? `${pre}\n` : `<div class="code">${pre}</div>\n`;
}

/** Extensions of marked: equations between `$` in a line, and between `$$` on lines of their own, as on GitHub. */
function equationExtensions(equation: RenderEquation): readonly unknown[] {
  const kinds = [
    { name: "equation", level: "block", start: "$$", pattern: /^\$\$([^$]+)\$\$[ \t]*(?:\n|$)/ },
    {
      name: "inlineEquation",
      level: "inline",
      start: "$",
      pattern: /^\$(?!\s)((?:\\[^]|[^$\\])+?)(?<!\s)\$(?!\d)([.,:;?!)”]*)/,
    },
  ];
  return kinds.map(({ name, level, start, pattern }) => ({
    name,
    level,
    start: (text: string) => text.includes(start) ? text.indexOf(start) : undefined,
    tokenizer(text: string): Equation | undefined {
      const [raw, tex, after = ""] = pattern.exec(text) ?? [];
      return raw === undefined ? undefined : { type: name, raw, tex: tex!, after };
    },
    renderer({ tex, after }: Equation): string {
      const mathml = equation(tex, level === "block");
      if (after) return `<span class="unbroken">${mathml}${after}</span>`;
      return level === "inline"
        ? mathml
        : `<div class="equation" role="group" tabindex="0" aria-label="Equation">${mathml}</div>\n`;
    },
  }));
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
