/** Drawings of notebooks, and a table for them. */

import { Dataset } from "@inkling/inkling";
import { show } from "@inkling/inkling/notebook";
import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";

/** A name that would be markup. */
export const EVIL = '<script>"&\u0000\ud800';

/** The drawing of values, which is whole, escaped, bounded, and asks for no style and no script. */
export function drawn(...values: unknown[]): string {
  const { display } = show(...values);
  const svg = display["image/svg+xml"]!;
  assertLess(svg.length, 100_000);
  const open: string[] = [];
  for (const [tag, closing, name, closed] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
    assert(!/ (?:style|on\w+)=|NaN|undefined|Infinity/.test(tag), tag);
    assert(!["script", "style", "foreignObject"].includes(name!), tag);
    if (closing) assertEquals(open.pop(), name);
    else if (!closed) open.push(name!);
  }
  assertEquals(open, []);
  assertEquals(svg.replaceAll(/<\/?[a-z]+[^<>]*>/g, "").match(/[<>]/g), null);
  assertMatch(
    svg,
    /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+" viewBox=/,
  );
  assertMatch(svg, /<rect [^>]*fill="#ffffff"/); // a ground of its own, for dark notebooks
  return svg;
}

/** The letters of a drawing. */
export function letters(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}

const NUMBERS = Array.from({ length: 30 }, (_, k) => [k, k % 3, -k]);
/** Thirty rows of three columns, in two classes. */
export const table = Dataset.from({
  inputs: NUMBERS,
  labels: NUMBERS.map(([k]) => k! % 3 === 0 ? EVIL : "tame"),
  featureNames: [EVIL, "width", "height"],
});
