/** Prints documents as pages: by default one file that loads nothing and runs no script. @module */

import { Html, html, type Part, tag, unescapeHtml } from "./html.ts";
import {
  type Bars,
  type Blocks,
  type Chart,
  type Document,
  flat,
  type Inline,
  type InlinePart,
  type KeyNumber,
  type LegendEntry,
  type Matrix,
  type Picture,
  type Section,
  type Table,
  unbroken,
  withoutEmptyColumns,
} from "./blocks.ts";
import { count } from "../numerics/number_text.ts";
import { SCOPED_STYLE, STYLE } from "./style.ts";

/** The policy of a page: it loads nothing and runs no script. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** How the last lines of a page begin, by which a file is recognized. */
export const FOOTER = "<footer>Made by Inkling";

/** A document as a page, a whole file. */
export function pageOf(document: Document): string {
  const { title, facts = {}, origin } = document;
  return htmlFile({
    title: unbroken(title),
    policy: POLICY,
    head: [
      Object.entries(facts).map(([name, content]) => [tag("meta", { name, content }), "\n"]),
      tag("style", {}, new Html(STYLE)),
    ],
    body: bodyOf(document, [
      new Html(FOOTER),
      origin !== undefined && ` ${origin}`,
      ". Everything is in this file: it can be mailed, archived and printed.",
      new Html("</footer>"),
    ]),
  });
}

/** Blocks with their style, for a part of a page that is not ours, such as the output of a notebook's cell. */
export function fragmentOf(content: Blocks): string {
  return tag("div", { class: "drawn" }, tag("style", {}, new Html(SCOPED_STYLE)), blocks(content))
    .text;
}

/** What a page shows: a document and a footer. */
export function bodyOf(
  { kind, heading, lead, header, sections }: Document,
  footer: Part,
): Html {
  const shown = sections.filter((one) => one !== undefined)
    .filter(({ only = ["page"] }) => only.includes("page"));
  const links = shown.map(({ id, title }) => tag("li", {}, tag("a", { href: `#${id}` }, title)));
  return tag(
    "div",
    { class: "page" },
    tag(
      "header",
      {},
      ["\n", tag("p", { class: "eyebrow" }, kind)],
      ["\n", tag("h1", {}, inline(heading))],
      ["\n", tag("p", { class: "lead" }, inline(lead)), "\n", blocks(header)],
    ),
    ["\n", tag("nav", { "aria-label": "Sections" }, tag("ul", {}, links))],
    ["\n", tag("main", {}, shown.map((one) => ["\n", section(one)])), "\n"],
    footer,
  );
}

/** A fact of a page, by its name; `undefined` if it has none. */
export function factOf(page: string, name: string): string | undefined {
  const found = new RegExp(`<meta name="${name}" content="([^"]*)"/>`).exec(page)?.[1];
  return found && unescapeHtml(found);
}

/**
 * A whole file.
 * @param policy the Content-Security-Policy: what the browser may load and run
 * @param head the style sheet, or a link to it
 */
export function htmlFile(
  { title, policy, head, body }: { title: string; policy: string; head: Part; body: Part },
): string {
  const lines = [
    tag("meta", { charset: "utf-8" }),
    tag("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    tag("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    tag("meta", { name: "generator", content: "Inkling" }),
    tag("title", {}, title),
    tag("link", { rel: "icon", href: "data:," }),
    head,
  ];
  const content = [
    ["\n", tag("head", {}, lines.map((line) => ["\n", line]), "\n")],
    ["\n", tag("body", {}, "\n", body, "\n"), "\n"],
  ];
  return `<!DOCTYPE html>\n${tag("html", { lang: "en" }, content).text}\n`;
}

/** A section; a link into its folded content unfolds it. */
function section({ id, title, hint, content, folded = false }: Section): Html {
  const heading = tag("h2", { id: `${id}-title` }, title);
  const body = [
    "\n",
    hint !== undefined && [tag("p", { class: "hint" }, inline(hint)), "\n"],
    blocks(content),
  ];
  const labelled = { "aria-labelledby": `${id}-title` };
  if (!folded) return tag("section", { id, ...labelled }, heading, body);
  return tag(
    "section",
    { class: "folded", ...labelled },
    tag("details", {}, tag("summary", {}, heading), tag("div", { id }, body)),
  );
}

/** Blocks as HTML. */
export function blocks(content: Blocks): Part {
  return flat(content, "page").map((one) => [block(one), "\n"]);
}

function block(one: ReturnType<typeof flat>[number]): Html {
  switch (one.kind) {
    case "paragraph":
      return tag("p", {}, inline(one.text));
    case "hint":
      return tag("p", { class: "hint" }, inline(one.text));
    case "heading":
      return tag("h3", { class: "above" }, inline(one.text));
    case "list":
      return tag("ul", {}, one.items.map((item) => tag("li", {}, inline(item))));
    case "table":
      return table(one);
    case "matrix":
      return matrix(one);
    case "keyNumbers":
      return tag("dl", { class: "key-numbers" }, one.numbers.map(keyNumber));
    case "chart":
      return chart(one);
    case "pictures":
      return tag("ul", { class: one.layout }, one.pictures.map(picture));
    case "copied":
      return tag("pre", { class: "copy", ...focusable(one.label) }, one.text);
    case "details":
      return tag("details", {}, tag("summary", {}, one.title), blocks(one.content));
    case "markup":
      return one.html;
    case "columns": {
      const isAlone = (column: Blocks) =>
        one.layout === "beside" || flat(column, "page").every(({ kind }) => kind === "chart");
      const columns = one.columns.map((column) =>
        isAlone(column) ? blocks(column) : tag("div", {}, blocks(column))
      );
      return tag("div", { class: one.layout }, columns);
    }
  }
}

/** What is scrolled or selected by itself can be reached by keys. */
function focusable(label: string) {
  return { tabindex: 0, role: "group", "aria-label": label } as const;
}

/** A table. It scrolls by itself where it is too wide. */
function table({ label, head, rows, layout }: Table): Html {
  const printed = [head, ...rows].map((row) => row.map((cell) => html`${inline(cell)}`.text));
  const [top, ...body] = withoutEmptyColumns(printed)
    .map((row) => row.map((cell) => new Html(cell)));
  return scrolled(
    label,
    layout,
    top!.map((cell) => tag("th", { scope: "col" }, cell)),
    body.map(([first, ...cells]) => [
      tag("th", { scope: "row" }, first),
      cells.map((cell) => tag("td", {}, cell)),
    ]),
  );
}

function scrolled(
  label: string,
  layout: string | undefined,
  head: Part,
  rows: readonly Part[],
): Html {
  const content = [
    tag("thead", {}, tag("tr", {}, head)),
    tag("tbody", {}, rows.map((row) => ["\n", tag("tr", {}, row)])),
  ];
  return tag(
    "div",
    { class: "scroll", ...focusable(label) },
    tag("table", { class: layout }, content),
  );
}

/** The share of red behind the largest count off the diagonal, in percent; more would hide it. */
export const MAX_HEAT_PERCENT = 50;

/** The longest name of a column of a matrix that does not stand upright, in characters. */
const MAX_LYING_NAME = 3;

function matrix({ label, axes: [rows, across], names, counts }: Matrix): Html {
  const most = Math.max(0, ...counts.flatMap((row, k) => row.filter((_, j) => j !== k)));
  const cell = (n: number, row: number, column: number) => {
    if (row === column) return tag("td", { class: "right" }, count(n));
    if (n === 0) return tag("td", { class: "none" }, 0);
    return tag("td", { style: `--heat:${heatOf(n / most)}%` }, count(n));
  };
  const isNamed = names.some(({ length }) => length > MAX_LYING_NAME);
  return tag(
    "div",
    { class: "matrix" },
    tag("span", { class: "above" }, across),
    tag("span", { class: "side" }, rows),
    scrolled(
      label,
      isNamed ? "confusion named" : "confusion",
      [tag("td", { class: "corner" }), names.map((name) => tag("th", { scope: "col" }, name))],
      counts.map((row, k) => [
        tag("th", { scope: "row" }, names[k]),
        row.map((n, j) => cell(n, k, j)),
      ]),
    ),
  );
}

function heatOf(share: number): number {
  return Math.floor(MAX_HEAT_PERCENT * Math.sqrt(share) + 0.5);
}

function keyNumber({ value, label }: KeyNumber, k: number): Part {
  const pair = [tag("dt", {}, inline(label)), tag("dd", {}, inline(value))];
  return [tag("div", { class: k === 0 && "big" }, pair), "\n"];
}

/** A chart with its heading, its legend, and how to read it. */
function chart({ title, hint, legend = [], svg, isWide = false }: Chart): Html {
  if (isWide) return tag("div", { class: "wide", ...focusable(title) }, svg);
  const caption = [
    tag("h3", {}, title),
    hint !== undefined && tag("p", { class: "hint" }, inline(hint)),
    legend.length > 0 && tag("ul", { class: "legend" }, legend.map(legendEntry)),
  ];
  return tag("figure", {}, tag("figcaption", {}, caption), svg);
}

function legendEntry({ name, ink: { color, dash }, upright, dot = false }: LegendEntry): Html {
  const [width, height, d, thick] = upright ? [8, 16, "M4 0V16", 1.5] : [26, 8, "M0 4H26", 2.5];
  const dashes = dash.length > 0 && dash.join(" ");
  const line = { d, stroke: color, "stroke-width": thick, "stroke-dasharray": dashes };
  const mark = dot
    ? tag(
      "svg",
      { width: 10, height: 10, "aria-hidden": "true" },
      tag("circle", { cx: 5, cy: 5, r: 4, fill: color }),
    )
    : tag("svg", { width, height, "aria-hidden": "true" }, tag("path", line));
  return tag("li", {}, mark, name);
}

function picture({ uri: src, width, height, alt, isInk, title, lines, bars }: Picture): Part {
  const text = [
    title !== undefined && tag("strong", {}, inline(title)),
    tag("span", {}, lines.map((line, k) => [k > 0 && tag("br", {}), inline(line)])),
  ];
  const image = tag("img", { class: isInk && "ink", width, height, src, alt });
  return [tag("li", {}, image, tag("p", {}, text), bars && barsOf(bars)), "\n"];
}

function barsOf({ label, areUpright, bars }: Bars): Html {
  const side = areUpright ? "height" : "width";
  const all = bars.map(({ name, length, color }) =>
    tag(
      "span",
      {},
      tag("i", { style: `${side}:${length}%;background:var(--${color})` }),
      tag("b", {}, name),
    )
  );
  const attributes = { class: areUpright ? "bars" : "rows", role: "img", "aria-label": label };
  return tag("div", attributes, all);
}

/** A text with its parts as HTML. */
export function inline(text: Inline): Part {
  if (typeof text === "string") return unbroken(text);
  if (typeof text !== "object") return text;
  return "kind" in text ? inlinePart(text) : text.map(inline);
}

function inlinePart(part: InlinePart): Part {
  switch (part.kind) {
    case "strong":
      return tag("strong", {}, inline(part.text));
    case "best":
      return tag("strong", { class: "best" }, inline(part.text));
    case "whole":
    case "unseen":
      return tag("span", { class: part.kind }, inline(part.text));
    case "code":
      return tag("code", {}, part.text);
    case "name":
      return part.text.split(/(?<=_|\.(?=\p{L}))/u)
        .map((piece, k) => [k > 0 && tag("wbr", {}), piece]);
    case "link":
      return tag("a", { href: part.href }, inline(part.text));
    case "swatch":
      return tag("span", { class: "swatch", style: `background:${part.color}` });
    case "bar":
      return tag("span", {
        class: "share",
        style: `width:${(100 * part.fraction).toFixed(1)}%`,
      });
    case "only":
      return part.printings.includes("page") && inline(part.content);
  }
}
