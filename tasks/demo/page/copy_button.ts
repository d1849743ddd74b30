/** A button that copies a text of the page. @module */

import { element } from "./elements.ts";

/** How long the button says that it has copied, in milliseconds. */
const SHOWN = 2000;

/**
 * Makes a button copy.
 *
 * @param button its id
 * @param text the id of the element whose text it copies
 */
export function copiesText(button: string, text: string): void {
  const made = element(button, HTMLButtonElement);
  const name = made.textContent;
  made.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(element(text, HTMLElement).textContent!);
      made.textContent = "Copied";
    } catch { // the browser does not let the page: the text can be copied from the selection
      getSelection()?.selectAllChildren(element(text, HTMLElement));
      made.textContent = "Selected: copy it";
    }
    setTimeout(() => made.textContent = name, SHOWN);
  });
}
