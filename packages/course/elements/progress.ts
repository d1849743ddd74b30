/** What a reader has done, kept in the browser: right answers, and how many of each chapter. @module */

import { create } from "../../page/elements.ts";

/** What is kept under a key; undefined also where the browser keeps nothing, as of some pages that are files. */
export function stored(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text, where the browser keeps something. */
export function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // What was done was done all the same.
  }
}

const keyOf = (path: string) => `inkling progress ${path}`;

/** Keeps how many exercises of this chapter are right. */
export function keepProgress(right: number, all: number): void {
  store(keyOf(location.pathname), `${right} of ${all}`);
  showProgress();
}

/** Shows beside the links of lists and bars to chapters how many exercises of each are right. */
export function showProgress(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("td a, .chapters a")) {
    const done = stored(keyOf(new URL(link.href).pathname));
    link.parentElement!.querySelector(`.progress[data-of="${link.pathname}"]`)?.remove();
    if (done === undefined) continue;
    const [right, all] = done.split(" of ");
    const note = create("span", { className: "progress" }, ` ${right === all ? "✓ " : ""}${done}`);
    note.title = "exercises that you have right";
    note.dataset.of = link.pathname;
    link.after(note);
  }
}
