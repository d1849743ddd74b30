/** Paths and `file:` URLs alike. @module */

import { fromFileUrl } from "@std/path";

/** The path of a URL; a path as it is. */
export function toPath(pathOrUrl: string | URL): string {
  return pathOrUrl instanceof URL ? fromFileUrl(pathOrUrl) : pathOrUrl;
}
