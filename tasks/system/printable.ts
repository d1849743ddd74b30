/** Text from outside, such as names in a file, so that a terminal shows it and does not obey it. @module */

/**
 * Characters that a terminal obeys: the control characters of ASCII and Latin-1, such as the one that begins an escape
 * sequence, and those that turn the direction of writing (Boucher and Anderson 2021, “Trojan Source”). A line end of Windows
 * is one, not two.
 */
const CONTROL_CHARACTERS = /\r\n|[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text with our line ends, such as a table or an error; other control characters are written `\x1b` or `\u202e`. */
export function printable(text: string): string {
  return replaced(text, ["\n"], escaped);
}

/** Text that has to stay in its line, such as a name in a table or before a bar. */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/\s*[\r\n]\s*/g, " "));
}

/** Rows of a file: tabs and line ends of its kind stay. */
export function printableRows(text: string): string {
  return replaced(text, ["\n", "\r\n", "\t"], escaped);
}

/** JSON that a terminal may show: the same values, since strings of JSON may escape any character. */
export function printableJson(json: string): string {
  return replaced(json, ["\n"], unicode);
}

/** The text with all control characters but some written in another way. */
function replaced(
  text: string,
  kept: readonly string[],
  written: (character: string) => string,
): string {
  const shown = (part: string) => kept.includes(part) ? part : written(part);
  return text.replaceAll(
    CONTROL_CHARACTERS,
    (part) => kept.includes(part) ? part : Array.from(part, shown).join(""),
  );
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : unicode(character);
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
