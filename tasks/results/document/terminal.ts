/** Prints blocks of documents as text for a terminal. @module */

import { lineWidth } from "../../cli/print.ts";
import { table } from "../../cli/table.ts";
import {
  type Blocks,
  flat,
  type Inline,
  type Matrix,
  type Section,
  withoutEmptyColumns,
} from "../../../lib/document/blocks.ts";

/** Sections as paragraphs, each with its title. */
export function sectionTexts(sections: readonly (Section | undefined)[]): string[] {
  return sections.flatMap((section) => {
    if (section === undefined || section.only?.includes("terminal") === false) return [];
    const { title, hint, content } = section;
    const explained = text(hint);
    return [explained === "" ? title : `${title}\n${explained}`, ...blockTexts(content)];
  });
}

/** Blocks as paragraphs. */
export function blockTexts(content: Blocks): string[] {
  return flat(content, "terminal").flatMap(block);
}

function block(one: ReturnType<typeof flat>[number]): string[] {
  switch (one.kind) {
    case "paragraph":
    case "hint":
    case "heading":
      return [text(one.text)];
    case "list":
      return [one.items.map(text).join("\n")];
    case "table":
      return [table(withoutEmptyColumns([one.head, ...one.rows].map((row) => row.map(text))))];
    case "matrix":
      return [table(matrixRows(one))];
    case "keyNumbers":
      return [table(one.numbers.map(({ value, label }) => [value, text(label)]))];
    case "copied":
      return [one.text];
    case "columns":
      return blockTexts(one.columns);
    case "details": {
      const title = one.title[0]!.toLowerCase() + one.title.slice(1);
      return [`(not shown: ${title})`];
    }
    case "chart":
    case "markup":
    case "pictures":
      return [];
  }
}

/** The least and the most characters of a column's name that are shown. */
const [MIN_NAME, MAX_NAME] = [7, 20];

/** The names of the columns are cut where they would be too wide. */
function matrixRows({ names, counts }: Matrix): string[][] {
  const first = Math.max(...names.map(({ length }) => length));
  const room = Math.floor((lineWidth() - first) / names.length) - 2; // two spaces part columns
  const longest = Math.min(MAX_NAME, Math.max(MIN_NAME, room));
  const short = names.map((name) =>
    name.length > longest ? `${name.slice(0, longest - 1)}…` : name
  );
  return [
    ["", ...short],
    ...counts.map((row, k) => [names[k]!, ...row.map((n) => n === 0 ? "·" : String(n))]),
  ];
}

/** A text with its parts, without what other printings show. */
function text(part: Inline): string {
  if (part === undefined || part === false) return "";
  if (typeof part !== "object") return String(part).replaceAll("\u00a0", " ");
  if (!("kind" in part)) return part.map(text).join("");
  switch (part.kind) {
    case "unseen":
    case "swatch":
    case "bar":
      return "";
    case "only":
      return part.printings.includes("terminal") ? text(part.content) : "";
    default:
      return text(part.text);
  }
}
