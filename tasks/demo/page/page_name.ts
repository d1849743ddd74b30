/** The name of the network that predicts, in the page's title and its heading. @module */

import { element } from "./elements.ts";

/** Names the page after a run, a table, or a network that was trained on it. */
export function showName(name: string): void {
  document.title = `${name} – Inkling`;
  element("page-name", HTMLElement).textContent = `: ${name}`;
}
