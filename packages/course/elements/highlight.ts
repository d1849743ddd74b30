/** Light highlighting of code: comments, strings, words of the language, numbers; for pages and cells alike. @module */

import { type Html, html, tag } from "../../../lib/document/html.ts";

const STRING = /(?<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[^]|[^`\\])*`)/;
const NUMBER = /(?<number>(?<![\w$])\d[\w.]*)/;
const COMMENT = /(?<comment>\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))/;
const WORDS = (
  "abstract async await break case class const continue default do else export extends false for " +
  "from function get if implements import in interface keyof let new null of readonly return " +
  "satisfies static switch this throw true try type typeof undefined void while yield"
).split(" ");
const WORD = new RegExp(`(?<word>(?<![\\w$.])(?:${WORDS.join("|")})(?![\\w$]))`);

const patternOf = (...parts: readonly RegExp[]) =>
  new RegExp(parts.map(({ source }) => source).join("|"), "g");

const SCRIPT = patternOf(COMMENT, STRING, WORD, NUMBER);

/** By the language that a fence names; text of others stays plain. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  js: SCRIPT,
  ts: SCRIPT,
  json: patternOf(STRING, WORD, NUMBER),
  sh: patternOf(/(?<comment>(?<=^|\s)#[^\n]*)/, STRING),
};

/** The colors of the pieces, for pages and for the shadows of cells. */
export const CODE_STYLE = `
.code-comment { color: var(--muted, #5a6270); }
.code-string { color: var(--series-3, #12755b); }
.code-word { color: var(--series-4, #8a3ea8); }
.code-number { color: var(--series-2, #b3560b); }
`;

/** Code as HTML, with each marked piece in a `span` of the class `code-KIND`. */
export function highlighted(code: string, language: string): Html {
  const pattern = PATTERNS[language];
  if (pattern === undefined) return html`${code}`;
  const parts: (Html | string)[] = [];
  let at = 0;
  for (const { index, 0: text, groups } of code.matchAll(pattern)) {
    const [kind] = Object.entries(groups!).find(([, found]) => found !== undefined)!;
    parts.push(code.slice(at, index), tag("span", { class: `code-${kind}` }, text));
    at = index + text.length;
  }
  return html`${[...parts, code.slice(at)]}`;
}
