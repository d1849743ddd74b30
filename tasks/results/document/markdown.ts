/** Prints documents as summaries in Markdown, for the job summaries of GitHub Actions. @module */

import { count } from "../../cli/format.ts";
import { markdownTable } from "../../cli/table.ts";
import {
  type Blocks,
  type Document,
  flat,
  type Inline,
  type InlinePart,
  type Section,
  strong,
  type Table,
  unbroken,
  withoutEmptyColumns,
} from "../../../lib/document/blocks.ts";

/** The last line of a summary in a file, an invisible comment by which it is recognized. */
export const MARKDOWN_END = "<!-- Made by Inkling -->";

/** The largest summary that GitHub takes, in bytes. */
const MAX_BYTES = 1_048_576;

/** The most rows of a table; half as many, and so on, where the summary would be too large. */
const MAX_ROWS = 200;

/** A document as a summary of at most 1 MiB, without its last sections where they would be too much. */
export function summaryOf(document: Document): string {
  const { sections } = document;
  for (let rows = MAX_ROWS; rows > 0; rows = Math.floor(rows / 2)) {
    const text = documentText(document, rows);
    const fits = new TextEncoder().encode(text).length <= MAX_BYTES;
    if (fits || sections.length === 0) return text;
  }
  return summaryOf({ ...document, sections: sections.slice(0, -1) });
}

function documentText(
  { heading, summaryHeading = heading, lead, header, sections }: Document,
  rows: number,
): string {
  return joined([
    `## ${inline(summaryHeading)}`,
    inline(lead),
    ...blocks(header, rows),
    ...sections.flatMap((section) => section === undefined ? [] : sectionText(section, rows)),
  ]);
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("\n\n");
}

function sectionText({ title, hint, content, folded, only }: Section, rows: number): string[] {
  if (only?.includes("summary") === false) return [];
  const texts = [inline(hint), ...blocks(content, rows)];
  return folded ? [detailsText(title, texts)] : [`### ${escape(title)}`, ...texts];
}

function detailsText(title: string, texts: readonly string[]): string {
  return `<details><summary>${escape(title)}</summary>\n\n${joined(texts)}\n\n</details>`;
}

/** Blocks as paragraphs of Markdown. */
function blocks(content: Blocks, rows: number): string[] {
  return flat(content, "summary").flatMap((one) => block(one, rows));
}

function block(one: ReturnType<typeof flat>[number], rows: number): string[] {
  switch (one.kind) {
    case "paragraph":
    case "hint":
      return [inline(one.text)];
    case "heading":
      return [`#### ${inline(one.text)}`];
    case "list":
      return [one.items.map((item) => `- ${inline(item)}`).join("\n")];
    case "table":
      return tableText(one, rows);
    case "matrix":
      return [markdownTable([
        ["", ...one.names.map(escape)],
        ...one.counts.map((row, k) => [
          `**${escape(one.names[k]!)}**`,
          ...row.map((n, j) => j === k ? `**${count(n)}**` : n === 0 ? "·" : count(n)),
        ]),
      ], { numbers: true, padded: false })];
    case "keyNumbers": {
      const numbers = one.numbers.map((
        { value, label },
      ) => [inline(strong(value)), inline(label)]);
      return [markdownTable([["", ""], ...numbers], { padded: false })];
    }
    case "chart":
    case "markup":
    case "pictures":
      return [];
    case "copied": {
      const fence = fenceOf(one.text);
      return [`${fence}${one.language}\n${one.text}\n${fence}`];
    }
    case "details":
      return [detailsText(one.title, blocks(one.content, rows))];
    case "columns":
      return blocks(one.columns, rows);
  }
}

/** A table, and a sentence on the rows that it leaves out. */
function tableText(
  { head, rows, layout, summaryRows = Infinity }: Table,
  most: number,
): string[] {
  const shown = rows.slice(0, Math.min(summaryRows, most));
  const texts = withoutEmptyColumns([head, ...shown].map((row) => row.map(inline)));
  const more = rows.length - shown.length;
  return [
    markdownTable(texts, { numbers: !layout?.startsWith("left"), padded: false }),
    more > 0 ? `And ${count(more)} more.` : "",
  ];
}

/** A fence of more backticks than the text has in a row. */
function fenceOf(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}

/** A text with its parts as Markdown, without what only the page shows. */
export function inline(text: Inline): string {
  if (text === undefined || text === false) return "";
  if (typeof text !== "object") return escape(unbroken(String(text)));
  return "kind" in text ? inlinePart(text) : text.map(inline).join("");
}

function inlinePart(part: InlinePart): string {
  switch (part.kind) {
    case "strong":
    case "best":
      return `**${inline(part.text)}**`;
    case "whole":
    case "link":
    case "name":
      return inline(part.text);
    case "code":
      return `<code>${entities(part.text, /[&<>|`@*_~[\]\\]/g)}</code>`;
    case "unseen":
    case "swatch":
    case "bar":
      return "";
    case "only":
      return part.printings.includes("summary") ? inline(part.content) : "";
  }
}

/** Text without meaning to Markdown, HTML or a table. */
function escape(text: string): string {
  return entities(text, /[\\`*_{}[\]<>#|~&@]/g);
}

/** A text in a line, with these characters as entities. */
function entities(text: string, special: RegExp): string {
  return text.replaceAll(/[^\P{Cc}]/gu, " ")
    .replaceAll(special, (character) => `&#${character.charCodeAt(0)};`);
}
