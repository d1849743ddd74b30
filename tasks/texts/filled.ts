/** A text with its values. It imports no language, so that a page loads only what it uses. @module */

/** Replaces `{0}`, `{1}` … in a text by values. */
export function filled(text: string, values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d)\}/g, (_, k) => String(values[Number(k)] ?? ""));
}
