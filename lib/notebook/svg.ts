/**
 * Drawings as text: SVG with presentation attributes only, so that it is shown where styles are not allowed, on a ground of
 * its own, so that it is readable on dark pages too. @module
 */

import { plain } from "../checks/texts.ts";

/** The colors of drawings; each pair differs in lightness too. */
export const COLORS = {
  ground: "#ffffff",
  ink: "#1a1d21",
  muted: "#5a6270",
  rule: "#d5d9df",
  positive: "#1d5fbf",
  negative: "#b3410e",
} as const;

/** The size of letters and the height of a line of text, in pixels. */
export const [LETTER_SIZE, LINE_HEIGHT] = [12, 17];

/** The width of a letter of code, in pixels. */
const CODE_WIDTH = 7.3;

/** The distance of a drawing from the ends of its ground, in pixels. */
const MARGIN = 12;

/** A picture, and the text that stands for it where there are no pictures. */
export interface Drawing {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** SVG elements. */
  readonly content: string;
  /** What it shows. */
  readonly text: string;
}

/** Attributes of an element; numbers are written to a hundredth. */
type Attributes = { readonly [name: string]: string | number | undefined };

/** Text in SVG: what would be read as markup is escaped, and what SVG may not hold replaced. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;").replaceAll(
      /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
      "\ufffd",
    );
}

/** An element, with other elements in it. */
export function element(name: string, attributes: Attributes, ...content: string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === "number" ? String(rounded(value)) : value;
    return text === undefined ? "" : ` ${key}="${escaped(text)}"`;
  }).join("");
  return content.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${content.join("")}</${name}>`;
}

/** A coordinate to a hundredth of a pixel. */
export function rounded(value: number): number {
  return Number(value.toFixed(2));
}

/** A line of text whose letters stand on y; of a long one the beginning. */
export function label(text: string, x: number, y: number, attributes: Attributes = {}): string {
  const shown = escaped(plain(text, 100));
  return element(
    "text",
    { x, y, "font-size": LETTER_SIZE, fill: COLORS.ink, ...attributes },
    shown,
  );
}

/** Lines of letters of one width, with their spaces. */
export function codeDrawing(text: string): Drawing {
  const lines = text.split("\n").slice(0, 60).map((line) => plain(line, 110));
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0) * CODE_WIDTH;
  const content = lines.map((line, k) =>
    label(line.replaceAll(" ", "\u00a0"), 0, LETTER_SIZE + k * LINE_HEIGHT, {
      "font-family": "monospace",
    })
  );
  return { width, height: lines.length * LINE_HEIGHT, content: content.join(""), text };
}

/** Drawings one below the other. */
export function below(drawings: readonly Drawing[], space = MARGIN): Drawing {
  let height = -space;
  const content = drawings.map((drawing) => {
    const y = height + space;
    height = y + drawing.height;
    return element("g", { transform: `translate(0 ${rounded(y)})` }, drawing.content);
  });
  const width = drawings.reduce((most, drawing) => Math.max(most, drawing.width), 0);
  const text = drawings.map(({ text }) => text).filter((text) => text !== "").join("\n");
  return { width, height, content: content.join(""), text };
}

/** Drawings side by side. */
export function beside(drawings: readonly Drawing[], space = MARGIN): Omit<Drawing, "text"> {
  let width = -space;
  const content = drawings.map((drawing) => {
    const x = width + space;
    width = x + drawing.width;
    return element("g", { transform: `translate(${rounded(x)} 0)` }, drawing.content);
  });
  const height = drawings.reduce((most, drawing) => Math.max(most, drawing.height), 0);
  return { width, height, content: content.join("") };
}

/** The file of a drawing. */
export function svgOf({ width, height, content, text }: Drawing): string {
  const [w, h] = [Math.ceil(width + 2 * MARGIN), Math.ceil(height + 2 * MARGIN)];
  const title = text.split("\n", 1)[0]!;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: w,
      height: h,
      viewBox: `${-MARGIN} ${-MARGIN} ${w} ${h}`,
      "font-family": "sans-serif",
      role: "img",
    },
    element("title", {}, escaped(plain(title, 200))),
    element("rect", { x: -MARGIN, y: -MARGIN, width: w, height: h, rx: 6, fill: COLORS.ground }),
    content,
  );
}
