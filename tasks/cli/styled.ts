/** Text for a terminal: strings, which it only shows, and our escape sequences, such as colors. @module */

import { printable } from "../system/printable.ts";

/** Text with our escape sequences. Only {@linkcode styled} makes it, and cleans everything that is put into it. */
class StyledText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type { StyledText };

/** What can be printed. A string may be from outside: it is cleaned. */
export type Text = string | StyledText;

/** Text with escape sequences in the template's own words: `` styled`\x1b[1m${name}\x1b[0m` ``. */
export function styled(
  words: TemplateStringsArray,
  ...values: readonly (Text | number)[]
): StyledText {
  const texts = values.map((value) =>
    typeof value === "number" ? String(value) : terminalText(value)
  );
  return new StyledText(String.raw({ raw: words }, ...texts));
}

export function joined(texts: readonly Text[], separator: string): StyledText {
  return new StyledText(texts.map(terminalText).join(printable(separator)));
}

/** The text that a terminal gets: strings are cleaned. */
export function terminalText(text: Text): string {
  return text instanceof StyledText ? text.toString() : printable(text);
}

/** Goes to the beginning of the line, and empties it. */
export const CLEAR_LINE: StyledText = styled`\r\x1b[K`;
