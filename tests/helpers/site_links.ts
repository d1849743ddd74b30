/** Whether the links of a folder of HTML lead to its files. @module */

import { exists, walk } from "@std/fs";
import { dirname, join, relative } from "@std/path";

/** The links and sources of a page, and the anchors that others may lead to. */
interface PageOfSite {
  readonly links: readonly string[];
  readonly anchors: ReadonlySet<string>;
}

/**
 * The links within a folder of HTML that lead nowhere, each as `FILE → LINK`.
 *
 * @param folder what a web server would serve
 * @param withAnchors whether anchors of a file are looked for
 */
export async function brokenLinks(
  folder: string,
  withAnchors: (file: string) => boolean,
): Promise<string[]> {
  const pages = new Map<string, PageOfSite>();
  for await (const { path } of walk(folder, { exts: ["html"], includeDirs: false })) {
    pages.set(path, read(await Deno.readTextFile(path)));
  }
  const broken: string[] = [];
  for (const [path, { links }] of pages) {
    for (const link of links) {
      if (/^([a-z]+:|\/\/)/i.test(link)) continue;
      const [address = "", anchor = ""] = link.split("#");
      const linked = address.split("?")[0]!;
      const target = linked === "" ? path : join(dirname(path), decodeURI(linked));
      const file = target.endsWith("/") ? join(target, "index.html") : target;
      const anchors = withAnchors(path) ? pages.get(file)?.anchors : undefined;
      const isThere = await exists(file, { isFile: true }) &&
        (anchor === "" || anchors === undefined || anchors.has(decodeURIComponent(anchor)));
      if (!isThere) broken.push(`${relative(folder, path)} → ${link}`);
    }
  }
  return broken;
}

function read(html: string): PageOfSite {
  const attribute = (name: string) =>
    [...html.matchAll(new RegExp(`<[a-z][^>]*?\\s(?:${name})="([^"]*)"`, "g"))]
      .map(([, value]) => unescaped(value!));
  return { links: attribute("href|src"), anchors: new Set(attribute("id|name")) };
}

/** Text of an attribute: numbers stand for characters, and `&amp;` for what could begin another of them. */
function unescaped(text: string): string {
  return text
    .replaceAll(/&#x([\da-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
