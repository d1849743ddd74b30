/**
 * Text in the width of a terminal. Lines break between words, and what follows is set in below them. What people copy stays
 * in one piece: a command, a quoted name, a path, JSON. A piece wider than the terminal stands alone on its line. @module
 */

/** The width where there is no terminal to ask, in characters. */
export const USUAL_COLUMNS = 80;

/** How far a line's continuation is set in. */
const HANG = 2;

/** Whoever may read the environment, such as our tests, gives the width there; terminals are asked otherwise. */
const COLUMNS = { name: "env", variable: "COLUMNS" } as const;

/** How many characters a line of a stream has room for. */
export function columnsOf(stream: { isTerminal(): boolean }): number {
  const asked = Deno.permissions.querySync(COLUMNS).state === "granted"
    ? Number(Deno.env.get(COLUMNS.variable))
    : 0;
  if (asked > 0) return asked;
  return stream.isTerminal() ? Deno.consoleSize().columns || USUAL_COLUMNS : USUAL_COLUMNS;
}

// deno-lint-ignore no-control-regex
const ESCAPES = /\x1b\[[\d;]*[A-Za-z]/g;
const NARROW = /^[\x20-\x7e]*$/;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
const COMBINING = /[\p{M}\u200b-\u200d]/u;

/** How many columns a terminal shows a text in, without its escape sequences. */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const character of text.replaceAll(ESCAPES, "")) {
    width += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** The text, each of its lines in at most so many columns. */
export function laidOut(text: string, columns: number, hang: number = HANG): string {
  return text.split("\n").map((line) => inColumns(line, columns, hang)).join("\n");
}

function inColumns(line: string, columns: number, hang: number): string {
  if (widthOf(line) <= columns || line.includes("\x1b")) return line;
  const [, start, indent] = /^(( *)(?:\S+ {2,})?)/.exec(line) as unknown as [
    string,
    string,
    string,
  ];
  const key = widthOf(start);
  const below = start !== indent && key <= columns / 2 ? key : indent.length + hang;
  return hanging(start, line.slice(start.length), columns, below);
}

/**
 * A text behind its start, such as an option's name; all lines but the first are set in.
 * @param start what the first line begins with, which has its room
 * @param below how far the other lines are set in
 */
export function hanging(start: string, text: string, columns: number, below: number): string {
  const lines: string[] = [];
  let line = start;
  let isEmpty = true;
  for (const { gap, piece } of piecesOf(text)) {
    const longer = `${line}${isEmpty ? "" : gap}${piece}`;
    const begins = isEmpty && widthOf(line) <= below; // a line of its own has no more room
    if (begins || widthOf(longer) <= columns) line = longer;
    else {
      lines.push(line.trimEnd());
      line = " ".repeat(below) + piece;
    }
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}

/** What stays in one piece, besides words: see {@linkcode PIECE}. */
const WHOLE = [
  String.raw`(?<![\w-])--[a-z][\w-]* (?!--)[^\s"]+`,
  String.raw`± \S+`,
  "`[^`]*`",
  String.raw`"(?:[^"]{0,40}|[^" ]*[/\\][^"]*)"`,
  "“[^”]{0,40}”",
  String.raw`(?<![\p{L}\d])'[^'=]{1,40}=[^']*'`,
];

/**
 * A gap and a piece: JSON at the end of a line, a command behind "next:", an option with its value, or a word with the quoted
 * names and commands in it; and the unit of a number.
 */
const PIECE = new RegExp(
  String.raw`( *)((?:` +
    String.raw`\{".*\}$|` +
    String.raw`(?<=^|(?:[Nn]ext|Usage): )(?:deno task|npx inkling|npm run|curl) [^;]*|` +
    String.raw`(?:${WHOLE.join("|")}|\S)+)` +
    String.raw`(?:\u00a0\S+|(?<=\d)(?: %\S*| ± \S+| (?:ms|s|min|h|kB|MB|GB)(?![\p{L}\d])\S*))*)`,
  "gu",
);

/** The pieces of a line between which it may break, each with the gap before it. */
function piecesOf(text: string): { readonly gap: string; readonly piece: string }[] {
  return Array.from(text.matchAll(PIECE), ([, gap, piece]) => ({ gap: gap!, piece: piece! }));
}

/** The columns of the widest piece of a text, which has no less room. */
export function leastWidth(text: string): number {
  return Math.max(0, ...piecesOf(text).map(({ piece }) => widthOf(piece)));
}
