/** HTML as a type of its own, so that text from a file is never taken for HTML. @module */

export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: HTML as it is, text and numbers escaped, nothing for `undefined` and `false`. */
export type Part = Html | string | number | undefined | false | readonly Part[];

/** HTML of a template; what is put in is escaped unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, k) => text + textOf(parts[k - 1]) + string));
}

const EMPTY = ["br", "circle", "img", "link", "meta", "path", "wbr"];

/** Attributes by name; those that are `undefined` or `false` are left out. */
type Attributes = { readonly [name: string]: string | number | undefined | false };

/** An element of HTML or SVG. */
export function tag(name: string, attributes: Attributes, ...content: readonly Part[]): Html {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => ` ${key}="${escapeHtml(String(value))}"`).join("");
  return new Html(
    EMPTY.includes(name) ? `<${name}${given}/>` : `<${name}${given}>${textOf(content)}</${name}>`,
  );
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  return typeof part === "object" ? part.map(textOf).join("") : escapeHtml(String(part));
}

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that may stand between tags and in quoted attributes; control characters, which XML forbids, are replaced. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
    .replaceAll(/[^\P{Cc}\n\t]|\p{Cs}/gu, "\ufffd");
}

/** The text of which `escapeHtml` made this. */
export function unescapeHtml(text: string): string {
  const characters = Object.entries(ENTITIES).reverse(); // `&amp;` last
  return characters.reduce((rest, [one, entity]) => rest.replaceAll(entity, one), text);
}
