/** The page that searches the site: it loads minisearch and the index once somebody searches. @module */

import { excerptOf } from "./excerpt.ts";
import { OPTIONS, type Part } from "./options.ts";

/** What we use of minisearch. */
interface MiniSearch {
  search(query: string): readonly (Part & { readonly terms: readonly string[] })[];
}
interface MiniSearchClass {
  loadJSON(text: string, options: typeof OPTIONS): MiniSearch;
}

/** The most results that are shown. */
const MAX_RESULTS = 30;

const input = document.querySelector("input")!;
const status = document.querySelector<HTMLElement>("#status")!;
const list = document.querySelector<HTMLOListElement>("#results")!;
let index: Promise<MiniSearch> | undefined;

async function load(): Promise<MiniSearch> {
  const script = new URL("minisearch.js", import.meta.url).href;
  const [module, answer] = await Promise.all([import(script), fetch("search.json")]);
  if (!answer.ok) throw new Error(`Cannot load search.json: ${answer.status}`);
  return (module.default as MiniSearchClass).loadJSON(await answer.text(), OPTIONS);
}

/** Shows what is found; the address keeps the question, so that one comes back to it and hands it on. */
async function search(): Promise<void> {
  const query = input.value.trim();
  history.replaceState(null, "", query === "" ? "search.html" : `?q=${encodeURIComponent(query)}`);
  if (query === "") return show("", []);
  try {
    index ??= load();
    const loaded = await index;
    if (query !== input.value.trim()) return; // somebody went on typing
    const found = loaded.search(query);
    const count = found.length === 1 ? "1 result" : `${found.length} results`;
    const more = found.length > MAX_RESULTS ? `, the first ${MAX_RESULTS} of them here` : "";
    show(
      found.length === 0 ? `Nothing found for “${query}”` : count + more,
      found.slice(0, MAX_RESULTS).map(itemOf),
    );
  } catch (error) {
    index = undefined;
    show(error instanceof Error ? error.message : String(error), []);
  }
}

function show(text: string, items: readonly HTMLElement[]): void {
  status.textContent = text;
  list.replaceChildren(...items);
}

function itemOf(
  { file, heading, page, kind, text, terms }: Part & { terms: readonly string[] },
): HTMLElement {
  const link = create("a", heading);
  link.href = file;
  const excerpt = create("p", ...marked(text, terms));
  const from = create("p", kind === "Reference" ? `Reference: ${page}` : `${kind}: ${page}`);
  from.className = "from";
  return create("li", link, from, excerpt);
}

function marked(text: string, terms: readonly string[]): (string | HTMLElement)[] {
  return excerptOf(text, terms).map((piece) =>
    piece.isFound ? create("mark", piece.text) : piece.text
  );
}

function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  ...content: readonly (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.append(...content);
  return element;
}

/** The arrows go from the field to the results and among them; Enter in the field opens the first. */
function onKey(event: KeyboardEvent): void {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (event.key === "Enter" && document.activeElement === input) {
    event.preventDefault();
    links[0]?.click();
  } else if (event.key === "ArrowDown" && at < links.length - 1) {
    event.preventDefault();
    links[at + 1]!.focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (at === 0 ? input : links[at - 1]!).focus();
  }
}

document.querySelector<HTMLElement>("#search")!.hidden = false;
document.querySelector<HTMLElement>("#without")!.hidden = true;
document.querySelector("#search")!.addEventListener(
  "keydown",
  (event) => onKey(event as KeyboardEvent),
);
input.addEventListener("input", search);
input.value = new URLSearchParams(location.search).get("q") ?? "";
input.focus();
await search();
document.documentElement.dataset.ready = "";
