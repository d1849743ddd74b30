/** Paths and `file:` URLs alike. @module */

import { fromFileUrl } from "@std/path";

export function toPath(pathOrUrl: string | URL): string {
  return pathOrUrl instanceof URL ? fromFileUrl(pathOrUrl) : pathOrUrl;
}
