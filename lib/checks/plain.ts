/** Texts from outside, for a terminal. @module */

/** The most characters of a name, unless the caller sets another limit. */
const MAX_NAME = 40;

/** A text from outside without what a terminal would obey, such as escape sequences; of a long one the beginning. */
export function plain(text: string, most = MAX_NAME): string {
  const seen = text.length > most ? `${text.slice(0, most)}…` : text;
  return seen.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
