/** The language of the page: English, or German, of which nothing is loaded unless it is used. @module */

import { languageOf } from "./chosen_language.ts";
import { element } from "./elements.ts";
import { useTexts } from "./page_texts.ts";
import { fetchBytes } from "./site.ts";

/** Where the browser keeps what the reader chose. */
const STORED = "inkling language";

/** What the reader chose before; nothing where the browser keeps nothing. */
function storedLanguage(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

/** Shows the page in the reader's language, and keeps another that is chosen. */
export async function showLanguage(): Promise<void> {
  if (languageOf(location.search, storedLanguage(), navigator.languages) === "de") {
    document.documentElement.lang = "de";
    const [{ german }, page] = await Promise.all([import("./german.ts"), fetchHtml("index")]);
    useTexts(german);
    document.title = page.title;
    document.body.replaceWith(page.body);
  }
  const link = element("language", HTMLAnchorElement);
  link.addEventListener("click", () => {
    try {
      localStorage.setItem(STORED, link.hreflang);
    } catch { // the address has it
    }
  });
}

/** The language that the page is in. */
export function language(): string {
  return document.documentElement.lang;
}

/** Fetches a file of HTML in the language of the page. */
export async function fetchHtml(name: string): Promise<Document> {
  const file = `${name}${language() === "en" ? "" : `_${language()}`}.html`;
  const text = new TextDecoder().decode(await fetchBytes(file));
  return new DOMParser().parseFromString(text, "text/html");
}
