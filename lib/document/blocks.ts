/**
 * What a document is made of: blocks, and the inline parts of their texts. `page.ts` prints it as a page; commands print it
 * as Markdown and in a terminal, too. @module
 */

import type { Html } from "./html.ts";

/** The printings of a document: a page, a summary in Markdown, text in a terminal. */
export type Printing = "page" | "summary" | "terminal";

/** Content that the other printings leave out. */
export interface Only<Content> {
  readonly kind: "only";
  readonly printings: readonly Printing[];
  readonly content: Content;
}

export function only<Content>(printings: readonly Printing[], content: Content): Only<Content> {
  return { kind: "only", printings, content };
}

export const pageOnly = <Content>(content: Content) => only(["page"], content);
export const summaryOnly = <Content>(content: Content) => only(["summary"], content);
export const terminalOnly = <Content>(content: Content) => only(["terminal"], content);

/** The printings that stand in a file, with room to explain. */
export const IN_FILES: readonly Printing[] = ["page", "summary"];

/** Content that a terminal leaves out. */
export const inFiles = <Content>(content: Content) => only(IN_FILES, content);

/** A text with its parts; nothing for `undefined` and `false`. */
export type Inline = string | number | undefined | false | InlinePart | readonly Inline[];

export type InlinePart =
  | { readonly kind: "strong" | "best" | "whole" | "unseen"; readonly text: Inline }
  | { readonly kind: "code" | "name"; readonly text: string }
  | { readonly kind: "link"; readonly href: string; readonly text: Inline }
  | { readonly kind: "swatch"; readonly color: string }
  | { readonly kind: "bar"; readonly fraction: number }
  | Only<Inline>;

/** A text of a template; parts of it may be inline parts. */
export function prose(strings: TemplateStringsArray, ...parts: readonly Inline[]): Inline {
  return strings.flatMap((string, k): Inline[] => k === 0 ? [string] : [parts[k - 1], string]);
}

/** Text of which no line ends between a number and its unit. */
export function unbroken(text: string): string {
  return text.replaceAll(/(?<=\d) (?=(?:%|s|min|h|points)(?!\p{L}))/gu, "\u00a0");
}

export const strong = (text: Inline): InlinePart => ({ kind: "strong", text });

/** A text of our own whose parts between `**` are strong. */
export function emphasized(text: string): Inline {
  return text.split("**").map((part, k) => k % 2 === 0 ? part : strong(part));
}

/** The best value of a row or column. */
export const best = (text: Inline): InlinePart => ({ kind: "best", text });

/** Text that no line ends within. */
export const whole = (text: Inline): InlinePart => ({ kind: "whole", text });

/** Text for those who cannot see the page. */
export const unseen = (text: Inline): InlinePart => ({ kind: "unseen", text });

export const code = (text: string): InlinePart => ({ kind: "code", text });

/** A long name: a line may end after an underscore, and after a point before a letter. */
export const breakable = (text: string): InlinePart => ({ kind: "name", text });

/** A link, which the summary prints as its text. */
export const link = (href: string, text: Inline): InlinePart => ({ kind: "link", href, text });

/** A small square of a color, such as `#2675d9` or `var(--accent)`, on the page. */
export const swatch = (color: string): InlinePart => ({ kind: "swatch", color });

/** A bar, on the page. */
export const bar = (fraction: number): InlinePart => ({ kind: "bar", fraction });

/** Blocks one below the other; nothing for `undefined` and `false`. */
export type Blocks = Block | undefined | false | readonly Blocks[];

export type Block =
  | { readonly kind: "paragraph" | "hint" | "heading"; readonly text: Inline }
  | { readonly kind: "list"; readonly items: readonly Inline[] }
  | { readonly kind: "keyNumbers"; readonly numbers: readonly KeyNumber[] }
  | Table
  | Matrix
  | Chart
  | Pictures
  | { readonly kind: "copied"; readonly label: string; readonly text: string; language: string }
  | { readonly kind: "details"; readonly title: string; readonly content: Blocks }
  | { readonly kind: "markup"; readonly html: Html }
  | Columns
  | Only<Blocks>;

/** Blocks in a row, printed at once. */
export function flat(content: Blocks, printing: Printing): Exclude<Block, Only<Blocks>>[] {
  if (content === undefined || content === false) return [];
  if (!("kind" in content)) return content.flatMap((one) => flat(one, printing));
  if (content.kind !== "only") return [content];
  return content.printings.includes(printing) ? flat(content.content, printing) : [];
}

export const paragraph = (text: Inline): Block => ({ kind: "paragraph", text });

/** How to read what is around it, in a fainter color. */
export const hint = (text: Inline): Block => ({ kind: "hint", text });

/** A heading within a section. */
export const heading = (text: Inline): Block => ({ kind: "heading", text });

export const list = (items: readonly Inline[]): Block => ({ kind: "list", items });

/** A number in large letters, with its label. */
export interface KeyNumber {
  readonly value: string;
  readonly label: Inline;
}

/** The essentials in large letters; the first is the largest. */
export const keyNumbers = (numbers: readonly KeyNumber[]): Block => ({
  kind: "keyNumbers",
  numbers,
});

export interface Table {
  readonly kind: "table";
  /** Its name, for those who cannot see it. */
  readonly label: string;
  readonly head: readonly Inline[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly Inline[])[];
  /** Texts to the left, keys and values, or close columns. Default: numbers to the right */
  readonly layout?: "left" | "left pairs" | "classes" | "results" | "trials" | "shares";
  /** The most rows in the summary. */
  readonly summaryRows?: number;
}

export const table = (of: Omit<Table, "kind">): Table => ({ kind: "table", ...of });

/** A column of a table: its head and its cells, and the index of the best one. */
export interface Column {
  readonly head: Inline;
  readonly cells: readonly Inline[];
  readonly best?: number | undefined;
}

/** A table by its columns; the first has the headings of the rows. */
export function columnTable(
  label: string,
  columns: readonly Column[],
  layout?: Table["layout"],
): Table {
  const row = (k: number) =>
    columns.map(({ cells, best: first }) => k === first ? best(cells[k]) : cells[k]);
  const head = columns.map(({ head }) => head);
  return table({
    label,
    head,
    rows: columns[0]!.cells.map((_, k) => row(k)),
    ...layout && { layout },
  });
}

/** Evenly spaced items of a list that is too long, with the first and the last. */
export function thinned<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from(
    { length: most },
    (_, k) => list[Math.floor(k * (list.length - 1) / (most - 1) + 0.5)]!,
  );
}

/** Rows of printed cells without the columns that are empty in this printing. */
export function withoutEmptyColumns(rows: readonly (readonly string[])[]): string[][] {
  const used = rows[0]!.map((_, c) => rows.some((row) => row[c] !== ""));
  return rows.map((row) => row.filter((_, c) => used[c]));
}

/** A table of keys and values. */
export function pairs(
  label: string,
  rows: readonly (readonly [key: Inline, value: string | number])[],
): Table {
  const cells = rows.map(([key, value]) => [key, code(String(value))]);
  return table({ label, layout: "left pairs", head: ["what", "value"], rows: cells });
}

/** Counts by row and column, of which the diagonal is right. */
export interface Matrix {
  readonly kind: "matrix";
  readonly label: string;
  /** What the rows and the columns are. */
  readonly axes: readonly [rows: string, columns: string];
  readonly names: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

export const matrix = (of: Omit<Matrix, "kind">): Matrix => ({ kind: "matrix", ...of });

/** How a line looks: its color is a variable of the page, its dashes tell it from others in print. */
export interface Ink {
  readonly color: string;
  /** The lengths of dashes and of the spaces between, in pixels; none for a whole line. */
  readonly dash: readonly number[];
}

/** What a line or a mark of a chart is. */
export interface LegendEntry {
  readonly name: string;
  readonly ink: Ink;
  /** Whether it stands upright, as the mark of an epoch does. */
  readonly upright: boolean;
  /** Whether it is a point. Default: false */
  readonly dot?: boolean;
}

/** A chart, on the page. */
export interface Chart {
  readonly kind: "chart";
  readonly title: string;
  /** How to read it. */
  readonly hint?: Inline;
  readonly legend?: readonly LegendEntry[];
  readonly svg: Html;
  /** Whether it is as wide as the page, without its title, and scrolls where there is less room. */
  readonly isWide?: boolean;
}

export const chart = (of: Omit<Chart, "kind">): Chart => ({ kind: "chart", ...of });

/** A picture with its caption. */
export interface Picture {
  /** As a data URI. */
  readonly uri: string;
  readonly width: number;
  readonly height: number;
  /** The picture in words. */
  readonly alt: string;
  /** Whether its dark ink is light on a dark page. Default: false */
  readonly isInk?: boolean;
  readonly title?: string;
  /** The lines below it. */
  readonly lines: readonly Inline[];
  /** Bars below that. */
  readonly bars?: Bars;
}

export interface Bars {
  /** The bars in a sentence. */
  readonly label: string;
  /** Whether they stand side by side; otherwise they lie one below the other. */
  readonly areUpright: boolean;
  /** Each with its length in percent, and the name of a color of the page. */
  readonly bars: readonly { readonly name: string; length: string; color: string }[];
}

/** Pictures, on the page: as cards, or close to each other. */
export interface Pictures {
  readonly kind: "pictures";
  readonly layout: "cards" | "close";
  readonly pictures: readonly Picture[];
}

export function pictures(layout: Pictures["layout"], all: readonly Picture[]): Pictures {
  return { kind: "pictures", layout, pictures: all };
}

/** Text to copy; a click selects it. */
export function copied(label: string, text: string, language = "text"): Block {
  return { kind: "copied", label, text, language };
}

/** Details that are folded away at first. */
export function details(title: string, content: Blocks): Block {
  return { kind: "details", title, content };
}

/** HTML that no other block makes, such as a form, on the page. */
export const markup = (html: Html): Block => ({ kind: "markup", html });

/** Blocks side by side where there is room. */
export interface Columns {
  readonly kind: "columns";
  /** Two or three of equal width, or as wide as what is in them. */
  readonly layout: "grid" | "grid three" | "beside";
  readonly columns: readonly Blocks[];
}

export function columns(columns: readonly Blocks[], layout: Columns["layout"] = "grid"): Columns {
  return { kind: "columns", layout, columns };
}

export interface Section {
  readonly id: string;
  readonly title: string;
  /** How to read the content. */
  readonly hint?: Inline;
  readonly content?: Blocks;
  /** Whether only the heading shows at first. Default: false */
  readonly folded?: boolean;
  /** The printings that have it. Default: all */
  readonly only?: readonly Printing[];
}

export interface Document {
  /** The title of the file. */
  readonly title: string;
  /** What kind of document it is, above the heading of the page. */
  readonly kind: string;
  readonly heading: Inline;
  /** The heading of the summary, where it is another. */
  readonly summaryHeading?: Inline;
  readonly lead: Inline;
  /** What follows the lead, before the sections. */
  readonly header: Blocks;
  /** A section that does not exist is `undefined`. */
  readonly sections: readonly (Section | undefined)[];
  /** What made it, and from what, after `Made by Inkling`. */
  readonly origin?: string;
  /** Facts that a program reads from the page, by their names. */
  readonly facts?: { readonly [name: string]: string };
}
