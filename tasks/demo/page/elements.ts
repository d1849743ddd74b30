/** The page's elements, found by their ids. @module */

import type { Html } from "../../charts/html.ts";
import { inkOf } from "../../charts/marks.ts";

/**
 * The element of an id.
 *
 * @throws {Error} if the page has none of that type: then the script and the page do not match
 */
export function element<E extends Element>(id: string, type: { new (): E; name: string }): E {
  const found = document.getElementById(id) as Element | null;
  if (found instanceof type) return found;
  throw new Error(`Cannot find a ${type.name} of the id ${id} in the page`);
}

/** Shows a text in an element instead of what was there. */
export function setText(id: string, text: string): void {
  element(id, HTMLElement).textContent = text;
}

/** Shows HTML in an element instead of what was there. */
export function setHtml(parent: Element, { text }: Html): void {
  parent.innerHTML = text;
}

/** Hides elements, or shows them. */
export function setHidden(hidden: boolean, ...ids: readonly string[]): void {
  for (const id of ids) element(id, HTMLElement).hidden = hidden;
}

/** Calls a function at every click on a button. */
export function onClick(id: string, action: () => void): void {
  element(id, HTMLButtonElement).addEventListener("click", action);
}

/** Names the page after a run, a table, or a network that was trained on it: in its title and its heading. */
export function showName(name: string): void {
  document.title = `${name} – Inkling`;
  setText("page-name", `: ${name}`);
}

/** A new element with its text. */
export function create<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text = "",
  className = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (text !== "") made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}

/** Draws an element, and what is in it, in a color of the style sheet, by its number; in the usual one if it is undefined. */
export function setColor({ style }: ElementCSSInlineStyle, color: number | undefined): void {
  if (color === undefined) style.removeProperty("--color");
  else style.setProperty("--color", inkOf(color).color);
}

/** The drawing context of a canvas. */
export function contextOf(
  canvas: HTMLCanvasElement,
  options?: CanvasRenderingContext2DSettings,
): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", options);
  if (context === null) throw new Error("Cannot draw: this browser has no canvas");
  return context;
}
