/** The page: a network predicts what a visitor draws, enters or drops, and one learns. @module */

import { Dataset } from "../../mod.ts";
import { parseIdx } from "../../lib/formats/mod.ts";
import { withArticle } from "./confidence.ts";
import { DigitPart } from "./digit_part.ts";
import { DigitsKind } from "./digits_kind.ts";
import { create, element, onClick, setHidden, setText, showName, takeFiles } from "./elements.ts";
import { messageOf } from "./messages.ts";
import { openNetwork } from "./open_network.ts";
import type { Site, SiteNetwork } from "../../tasks/demo/site.ts";
import { fetchBytes, fetchSite } from "./site.ts";
import { paintInk } from "./paint.ts";
import { TrainPanel } from "./train_panel.ts";

function addStyle(file: string): Promise<void> {
  const link = document.createElement("link");
  [link.rel, link.href] = ["stylesheet", file];
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener(
      "error",
      () => reject(new Error(`Cannot load ${file}`)),
    );
    document.head.append(link);
  });
}

/** Adds the elements for tables and pictures, each instead of the empty one of its id, and their style. */
async function addElements(): Promise<void> {
  await addStyle("predict.css");
  const html = new TextDecoder().decode(await fetchBytes("predict.html"));
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const made of [...body.children]) element(made.id, HTMLElement).replaceWith(made);
}

/** The side of a test image, in pixels. */
const SIDE = 28;

/** Called with an image: its ink [28 × 28], its label and the picture of it. */
type OnChoose = (ink: Float32Array, label: number, picture: HTMLCanvasElement) => void;

/** Fetches the examples and shows the first of each digit. */
async function showExamples(
  { images, labels }: NonNullable<Site["examples"]>,
  onChoose: OnChoose,
): Promise<void> {
  const files = await Promise.all([fetchBytes(images), fetchBytes(labels)]);
  const [pixels, digits] = files.map((file) => parseIdx(file));
  const examples = Dataset.fromIdx(pixels!, digits!);
  let turn = 0;
  const show = () => {
    const tiles = Array.from({ length: examples.classes }, (_, digit) => {
      const found = [...examples.labels.keys()].filter((k) => examples.labels[k] === digit);
      const start = found[turn % found.length]! * examples.features;
      const bytes = examples.inputs.subarray(start, start + examples.features);
      return tileOf(Float32Array.from(bytes, (byte) => byte / 255), digit, onChoose);
    });
    element("examples", HTMLElement).replaceChildren(...tiles);
    turn++;
  };
  onClick("more-examples", show);
  show();
}

function tileOf(ink: Float32Array, digit: number, onChoose: OnChoose): HTMLElement {
  const picture = create("canvas", { className: "paper", width: SIDE, height: SIDE });
  paintInk(picture, ink);
  const ariaLabel = `Test image of ${withArticle(digit)}`;
  const button = create("button", { type: "button", ariaLabel }, picture);
  button.addEventListener("click", () => onChoose(ink, digit, picture));
  return button;
}

let elements: Promise<void> | undefined;

/** What the page has for tables. */
async function tables(): Promise<typeof import("./tables.ts")> {
  await (elements ??= addElements());
  return await import("./tables.ts");
}

/** What is known of a run, after its name: `: 95.42 % right on test images, stopped after 15 of 25 epochs`. */
function factsOf({ result, cut }: SiteNetwork, tested: string): string {
  const facts = [result && `${result} on test ${tested}`, cut].filter((fact) => fact !== null);
  return facts.length === 0 ? "" : `: ${facts.join(", ")}`;
}

/** Shows the paper with the network, if there is one, and the form to train another. */
async function showDigits({ network, data, examples }: Site): Promise<void> {
  setHidden(false, "draw", "train");
  const part = new DigitPart();
  const kind = new DigitsKind(data, network !== null, (file, name) => {
    part.use(openNetwork(file), name);
    showName(name);
  });
  new TrainPanel(kind).showState("Not started.");
  if (network === null) {
    setText("draw-network", "There is no network yet: train one below.");
  } else {
    const { file, name, confidence } = network;
    const opened = openNetwork(await fetchBytes(file));
    const run = `the run ${name}, ${opened.network.sizes.join("-")}`;
    part.use(opened, run + factsOf(network, "images"), confidence);
  }
  if (examples !== null) {
    await showExamples(examples, (ink, label, picture) => part.choose(ink, label, picture));
  }
}

/** Shows what there is for a kind of network. What a page of digits does not need is loaded only where it is needed. */
async function show(site: Site): Promise<void> {
  const { network } = site;
  if (network !== null) showName(network.name);
  if (network === null || network.kind === "digits") return await showDigits(site);
  const { kind, name, pictures } = network;
  const file = await fetchBytes(network.file);
  const by = `Predicted by the run ${name}${factsOf(network, "data")}`;
  if (kind === "table") return (await tables()).showTable(file, by);
  await (elements ??= addElements());
  const { PicturePart } = await import("./picture_part.ts");
  new PicturePart(openNetwork(file), pictures!, by);
}

try {
  await show(await fetchSite());
  setHidden(false, "table");
  takeFiles("table-drop", "table-file", async (file) => {
    try {
      await (await tables()).takeTable(file);
    } catch (error) { // what tables need could not be loaded
      setText("table-error", messageOf(error));
    }
  });
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a")) {
    link.hidden = element(link.hash.slice(1), HTMLElement).hidden;
  }
  setHidden(true, "loading");
  document.documentElement.dataset["ready"] = "";
  // Without it, as in some private windows, the page needs its server.
  navigator.serviceWorker?.register("service_worker.js").catch(() => {});
} catch (error) {
  const loading = element("loading", HTMLElement);
  loading.textContent = messageOf(error);
  loading.classList.add("error");
}
