/** The pieces of summaries in Markdown. @module */

import { markdownTable } from "../cli/table.ts";

/** A table of which all columns but the first hold numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([head, ...rows], { numbers: true, padded: false });
}

/** Details that are folded away at first. */
export function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** Text without meaning to Markdown, HTML or a table. */
export function escape(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}]/gu, " ")
    .replaceAll(/[\\`*_{}[\]<>#|~&@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text as code, without meaning to Markdown, HTML or a table. */
export function code(text: string): string {
  const entities = text.replaceAll(/[^\P{Cc}]/gu, " ").replaceAll(
    /[&<>|`@*_~[\]\\]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
  return `<code>${entities}</code>`;
}
