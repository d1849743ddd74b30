/** The page's service worker, which must know what it is to keep. @module */

import { createHash } from "node:crypto";

/**
 * The service worker's script after the files that it keeps, with their hashes.
 *
 * @param script as it is bundled
 * @param files by their paths in the site
 */
export function serviceWorkerFor(
  script: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  const kept = [...files].map(([path, content]) => [
    // As servers show it; some send a browser on that asks for index.html by its name.
    path === "index.html" ? "./" : path,
    `sha256-${createHash("sha256").update(content).digest("base64")}`,
  ]);
  const text = JSON.stringify(kept);
  const version = createHash("sha256").update(text).digest("hex");
  const head = new TextEncoder().encode(`const FILES=${text};const VERSION="${version}";\n`);
  return new Uint8Array([...head, ...script]);
}
