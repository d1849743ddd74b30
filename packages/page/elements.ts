/** The page's elements, found by their ids. @module */

import type { Html } from "../../lib/document/html.ts";

/** The element of an id. Throws if the page has none of that type: it does not match the script. */
export function element<E extends Element>(id: string, type: { new (): E; name: string }): E {
  const found = document.getElementById(id) as Element | null;
  if (found instanceof type) return found;
  throw new Error(`Cannot find a ${type.name} of the id ${id} in the page`);
}

export function setText(id: string, text: string): void {
  element(id, HTMLElement).textContent = text;
}

export function setHtml(parent: Element, { text }: Html): void {
  parent.innerHTML = text;
}

/** Fills an element from a template: ids get a prefix, slots the element's children for them. */
export function fillIn(template: string, id: string, prefix: string): void {
  const parent = element(id, HTMLElement);
  const made = document.importNode(element(template, HTMLTemplateElement).content, true);
  for (const part of made.querySelectorAll("[id]")) part.id = prefix + part.id;
  for (const slot of made.querySelectorAll("slot")) {
    slot.replaceWith(...parent.querySelectorAll(`[slot=${slot.name}]`));
  }
  parent.append(made);
}

export function setHidden(hidden: boolean, ...ids: readonly string[]): void {
  for (const id of ids) element(id, HTMLElement).hidden = hidden;
}

export function onClick(id: string, action: () => void): void {
  element(id, HTMLButtonElement).addEventListener("click", action);
}

/** Names the page after a run, a table, or a network that was trained on it: in its title and its heading. */
export function showName(name: string): void {
  document.title = `${name} – Inkling`;
  setText("page-name", `: ${name}`);
}

/** A new element with its properties, and what is in it. */
export function create<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** How long the address of a download has to last, in milliseconds. */
const DOWNLOAD_MS = 60_000;

/** Has the browser save a file. */
export function download(name: string, content: BlobPart): void {
  const href = URL.createObjectURL(new Blob([content]));
  create("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), DOWNLOAD_MS);
}

export function contextOf(
  canvas: HTMLCanvasElement,
  options?: CanvasRenderingContext2DSettings,
): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", options);
  if (context === null) throw new Error("Cannot draw: this browser has no canvas");
  return context;
}

/** How long a button shows what became of copying, in milliseconds. */
const COPIED_MS = 2000;

/**
 * Copies a text, and shows on the button, by its id, for a while whether it is done.
 * @param instead called if the browser does not allow it; returns what the visitor can do
 */
export async function copyText(id: string, text: string, instead: () => string): Promise<void> {
  const button = element(id, HTMLElement);
  const label = button.dataset["label"] ??= button.textContent!;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch { // the browser does not allow it, or has none by plain http
    button.textContent = instead();
  }
  setTimeout(() => button.textContent = label, COPIED_MS);
}

/** Takes files that are dropped on an element or picked in its field, both by their ids. */
export function takeFiles(zone: string, field: string, take: (file: File) => void): void {
  const input = element(field, HTMLInputElement);
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file !== undefined) take(file);
  });
  input.addEventListener("click", () => input.value = ""); // the same file can be picked again after it has changed
  onDrop(zone, ({ files }) => {
    if (files[0] === undefined) return;
    input.files = files; // so that the field shows the file's name
    take(files[0]);
  });
}

/** Takes what is dropped on an element, or the files of a folder that is picked in its field, both by their ids. */
export function takeFolder(
  zone: string,
  field: string,
  take: (dropped: readonly (FileSystemEntry | File)[]) => void,
): void {
  const input = element(field, HTMLInputElement);
  input.addEventListener("change", () => {
    if (input.files?.length) take([...input.files]);
  });
  input.addEventListener("click", () => input.value = "");
  onDrop(zone, ({ items }) => { // which are there during the event alone
    const entries = [...items].map((item) => item.webkitGetAsEntry());
    take(entries.filter((entry) => entry !== null));
  });
}

function onDrop(zone: string, take: (dropped: DataTransfer) => void): void {
  const area = element(zone, HTMLElement);
  const over = (event: DragEvent, is: boolean) => {
    event.preventDefault(); // or the browser leaves the page to show the file
    area.classList.toggle("over", is);
  };
  area.addEventListener("dragover", (event) => over(event, true));
  area.addEventListener("dragleave", (event) => over(event, false));
  area.addEventListener("drop", (event) => {
    over(event, false);
    if (event.dataTransfer !== null) take(event.dataTransfer);
  });
}
