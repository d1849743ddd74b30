/** The page: a network predicts what a visitor draws, enters or drops, and one learns. @module */

import { showDigits } from "./digits.ts";
import { takeFiles } from "./drop_zone.ts";
import { element, messageOf } from "./elements.ts";
import { showName } from "./page_name.ts";
import { fetchBytes, fetchSite, type Site } from "./site.ts";

/** Has the browser load a style sheet. */
function addStyle(file: string): Promise<void> {
  const link = document.createElement("link");
  [link.rel, link.href] = ["stylesheet", file];
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error(`Cannot load ${file}`)));
    document.head.append(link);
  });
}

/** Brings the elements for tables and pictures, each in place of the empty one of its id, and their style. */
async function addElements(): Promise<void> {
  await addStyle("predict.css");
  const text = new TextDecoder().decode(await fetchBytes("predict.html"));
  const { body } = new DOMParser().parseFromString(text, "text/html");
  for (const made of [...body.children]) element(made.id, HTMLElement).replaceWith(made);
}

let elements: Promise<void> | undefined;

/** What the page has for tables. */
async function tables(): Promise<typeof import("./tables.ts")> {
  await (elements ??= addElements());
  return await import("./tables.ts");
}

/** Shows what there is for a kind of network. What a page of digits does not need is loaded only where it is needed. */
async function show(site: Site): Promise<void> {
  const { network } = site;
  if (network !== null) showName(network.name);
  if (network === null || network.kind === "digits") return await showDigits(site);
  const { kind, name, result, pictures } = network;
  const file = await fetchBytes(network.file);
  const by = `Predicted by the run ${name}${result === null ? "" : `: ${result} on test data`}`;
  if (kind === "table") return (await tables()).showTable(file, by);
  await (elements ??= addElements());
  (await import("./pictures.ts")).showPictures(file, pictures!, by);
}

const loading = element("loading", HTMLElement);
try {
  await show(await fetchSite());
  element("table", HTMLElement).hidden = false;
  takeFiles("table-drop", "table-file", async (file) => {
    try {
      await (await tables()).takeTable(file);
    } catch (error) { // what tables need could not be loaded
      element("table-error", HTMLElement).textContent = messageOf(error);
    }
  });
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a")) {
    link.hidden = element(link.hash.slice(1), HTMLElement).hidden;
  }
  loading.hidden = true;
  document.documentElement.dataset["ready"] = "";
  // Without it, as in some private windows, the page needs its server.
  navigator.serviceWorker?.register("service_worker.js").catch(() => {});
} catch (error) {
  loading.textContent = messageOf(error);
  loading.classList.add("error");
}
