/** Paths of the site for files and folders of the checkout, and links between its pages. @module */

import { dirname, join, relative } from "@std/path";

export type Kind = "guide" | "image" | "file" | "folder";

/** The file of the site that shows something of the checkout; both paths are written with slashes. */
export function siteFile(path: string, kind: Kind): string {
  const visible = path.replaceAll(/(^|\/)\./g, "$1"); // some hosts leave hidden files out
  switch (kind) {
    case "guide":
      return path === "README.md" ? "index.html" : path.replace(/\.md$/, ".html");
    case "image":
      return path;
    case "file":
      return `source/${visible}.html`;
    case "folder":
      return `source/${visible}/index.html`.replaceAll("//", "/");
  }
}

export function linkBetween(from: string, to: string): string {
  return slashed(relative(dirname(from), to));
}

/** The path that a link leads to: from the folder that a file is in, or from the folder itself. */
export function targetOf(from: string, kind: Kind, link: string): string {
  return slashed(join(kind === "folder" ? from : dirname(from), link)).replace(/\/$/, "");
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
