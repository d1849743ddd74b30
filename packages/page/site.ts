/** What the page fetches from its server: `site.json` and files. @module */

import type { Site } from "../../tasks/demo/site.ts";

export async function fetchBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`Cannot fetch ${path}: the server answers ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

export async function fetchSite(): Promise<Site> {
  return JSON.parse(new TextDecoder().decode(await fetchBytes("site.json")));
}
