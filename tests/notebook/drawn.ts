/** Drawings of notebooks, and a table for them. */

import { Dataset } from "@inkling/inkling";
import { show } from "@inkling/inkling/notebook";
import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";

/** A name that would be markup. */
export const EVIL = '<script>"&\u0000\ud800';

/** The drawing of values without its style, which is whole, escaped, bounded, and runs no script. */
export async function drawn(...values: unknown[]): Promise<string> {
  const html = (await show(...values).display)["text/html"]!;
  assertLess(html.length, 100_000);
  assertMatch(html, /^<div class="drawn"><style>@scope \(\.drawn\) \{[^<]*<\/style>/);
  const markup = html.replace(/<style>[^<]*<\/style>/, "");
  const open: string[] = [];
  for (const [tag, closing, name, closed] of markup.matchAll(/<(\/?)([a-z]+\d?)[^<>]*?(\/?)>/g)) {
    assert(!/ on\w+=|NaN|undefined|Infinity/.test(tag), tag);
    assert(!["script", "iframe", "foreignObject"].includes(name!), tag);
    if (closing) assertEquals(open.pop(), name);
    else if (!closed) open.push(name!);
  }
  assertEquals(open, []);
  assertEquals(markup.replaceAll(/<\/?[a-z]+[^<>]*>/g, "").match(/[<>]/g), null);
  return markup;
}

/** The texts of a drawing; the cells of a row are one. */
export function textsOf(html: string): string[] {
  const rows = html.replaceAll(/<\/t[dh]><t[dh][^<>]*>/g, " | ");
  return [...rows.matchAll(/>([^<>\n]+)</g)].map(([, text]) => text!);
}

const NUMBERS = Array.from({ length: 30 }, (_, k) => [k, k % 3, -k]);
/** Thirty rows of three columns, in two classes. */
export const table = Dataset.from({
  inputs: NUMBERS,
  labels: NUMBERS.map(([k]) => k! % 3 === 0 ? EVIL : "tame"),
  featureNames: [EVIL, "width", "height"],
});
