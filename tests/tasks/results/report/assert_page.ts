/** What every page of a report has to be. */

import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";

/** Elements without an end. */
const VOID = ["meta", "link", "img", "br", "wbr"];

/**
 * Checks that a page is well-formed, loads nothing, runs nothing, describes its pictures, and keeps each number with
 * its percent sign.
 *
 * @param linked where links may lead: to other reports, if left out
 */
export function assertSelfContained(page: string, linked = /^[^:]*\breport\.html$/): void {
  assertMatch(page.slice(0, 60), /^<!DOCTYPE html>\s*<html lang="en">/);
  assertNotMatch(page, /<script|<iframe|<object|<embed|javascript:|@import|\son\w+\s*=/i);
  const urls = [...page.matchAll(/(?:src|href)="([^"]*)"|url\(([^)]*)\)/g)].map((m) =>
    m[1] ?? m[2]
  );
  assertEquals(urls.filter((url) => !/^(data:|#)/.test(url!) && !linked.test(url!)), []);
  assertNotMatch(page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, ""), /https?:\/\//);

  const markup = page.replace(/<style>[^]*?<\/style>/, "").replace("<!DOCTYPE html>", "");
  const ids: string[] = [];
  const open: string[] = [];
  for (const [tag, end, name, attributes, closed] of markup.matchAll(TAG)) {
    if (end === "/") {
      assertEquals(open.pop(), name!, `closed by ${tag}`);
      continue;
    }
    const given = [...attributes!.matchAll(/([\w:-]+)="[^"]*"/g)].map(([, key]) => key!);
    assertEquals(new Set(given).size, given.length, `twice the same attribute: ${tag}`);
    assertEquals(attributes!.replaceAll(/\s*[\w:-]+="[^"<>]*"/g, "").trim(), "", tag);
    if (name === "img") assertMatch(attributes!, / alt="[^"]+"/);
    if (name === "th") assertMatch(attributes!, /scope="(col|row)"/);
    if (name === "svg") {
      assertMatch(attributes!, /role="img"\s+aria-label="[^"]+"|aria-hidden="true"/);
    }
    const id = / id="([^"]*)"/.exec(attributes!)?.[1];
    if (id !== undefined) ids.push(id);
    if (closed !== "/" && !VOID.includes(name!)) open.push(name!);
  }
  assertEquals(open, []);
  assertNotMatch(markup.replaceAll(TAG, ""), TORN_PERCENT);
  assertEquals(new Set(ids).size, ids.length, "every id is given once");
  for (const [, target] of markup.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)) {
    assert(ids.includes(target!), `there is no #${target}`);
  }
  assertNotMatch(
    markup.replaceAll(TAG, ""),
    /[<>]|&(?!(amp|lt|gt|quot|#\d+);)|undefined|NaN|\[object/,
  );
}

/** A number that a line may end after, and its sign on the next one. */
export const TORN_PERCENT = /\d %/;

const TAG = /<(\/?)([a-zA-Z]\w*)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g;
