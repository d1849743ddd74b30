/** The page: a network predicts what a visitor draws, enters or drops, and one learns. @module */

import { Dataset } from "../../lib/dataset.ts";
import { parseIdx } from "../../lib/formats/idx.ts";
import type { Network } from "../../mod.ts";
import { withArticle } from "./confidence.ts";
import { DigitPart, type Example } from "./digit_part.ts";
import { DigitsKind } from "./digits_kind.ts";
import {
  create,
  element,
  onClick,
  setHidden,
  setText,
  showName,
  takeFiles,
  takeFolder,
} from "./elements.ts";
import { messageOf } from "./messages.ts";
import { type OpenNetwork, openNetwork } from "./open_network.ts";
import { readForm } from "./settings_form.ts";
import type { Site, SiteConfidence, SiteNetwork } from "../../tasks/demo/site.ts";
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

/** The digit that is on the paper at first. */
const FIRST_DIGIT = 7;

/**
 * Fetches the examples and shows the first of each digit.
 * @returns all of them
 */
async function showExamples(
  { images, labels }: NonNullable<Site["examples"]>,
  onChoose: (example: Example) => void,
): Promise<Example[]> {
  const files = await Promise.all([fetchBytes(images), fetchBytes(labels)]);
  const [pixels, digits] = files.map((file) => parseIdx(file));
  const { inputs, features, labels: all } = Dataset.fromIdx(pixels!, digits!);
  const examples = [...all].map((label, index): Example => {
    const bytes = inputs.subarray(index * features, (index + 1) * features);
    const ink = Float32Array.from(bytes, (byte) => byte / 255);
    const picture = create("canvas", { className: "paper", width: SIDE, height: SIDE });
    paintInk(picture, ink);
    return { index, ink, label, picture };
  });
  const byDigit = [...Map.groupBy(examples, ({ label }) => label).values()];
  let turn = 0;
  const show = () => {
    const tiles = byDigit.map((some) => tileOf(some[turn % some.length]!, onChoose));
    element("examples", HTMLElement).replaceChildren(...tiles);
    turn++;
  };
  onClick("more-examples", show);
  show();
  return examples;
}

function tileOf(example: Example, onChoose: (example: Example) => void): HTMLElement {
  const ariaLabel = `Test image of ${withArticle(example.label)}`;
  const button = create("button", { type: "button", ariaLabel }, example.picture);
  button.addEventListener("click", () => onChoose(example));
  return button;
}

let elements: Promise<void> | undefined;

/** What the page has for tables. */
async function tables(): Promise<typeof import("./tables.ts")> {
  await (elements ??= addElements());
  return await import("./tables.ts");
}

/** What is known of a run, after its name: `: 95.42 % right on test images, stopped after 15 of 25 epochs`. */
function factsOf({ result, isOutOfFold, cut }: SiteNetwork, tested: string): string {
  const where = isOutOfFold ? "out of fold" : `on test ${tested}`;
  const facts = [result && `${result} ${where}`, cut].filter((fact) => fact !== null);
  return facts.length === 0 ? "" : `: ${facts.join(", ")}`;
}

/** Shows the paper with the network, if there is one, its inside, and the form to train another. */
async function showDigits(site: Site): Promise<void> {
  const { network } = site;
  setHidden(false, "draw", "inside", "train");
  const inside = import("./network_view.ts").then(({ NetworkView }) => new NetworkView());
  const part = new DigitPart(async (inputs) => (await inside).read(inputs));
  const use = (opened: OpenNetwork, name: string, confidence?: SiteConfidence | null) => {
    part.use(opened, name, confidence);
    inside.then((view) => view.use(opened.network as Network, name));
  };
  const kind = new DigitsKind(site, inside, (file, name) => {
    use(openNetwork(file), name);
    showName(name);
  });
  const panel = new TrainPanel(kind);
  panel.showState("Not started.");
  if (network !== null) {
    const { file, name, confidence } = network;
    const opened = openNetwork(await fetchBytes(file));
    const run = `the run ${name}, ${opened.network.sizes.join("-")}`;
    use(opened, run + factsOf(network, "images"), confidence);
  }
  const examples = site.examples && await showExamples(site.examples, (one) => part.choose(one));
  const first = examples?.find(({ label }) => label === FIRST_DIGIT);
  const links = () => import("./link.ts");
  const openLink = async () =>
    location.hash.includes("=") && (await links()).openLink(part, examples ?? []);
  if (!await openLink() && first !== undefined) part.choose(first);
  addEventListener("hashchange", async () => {
    await openLink();
    await panel.draw();
  });
  onClick("link", async () => (await links()).copyLink(part));
  if (network !== null) return;
  setText("draw-network", "There is no network yet: train one below.");
  const settings = readForm()!;
  (await inside).begin(settings, `Before training: ${settings.sizes.join("-")}`);
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
  setHidden(false, "table", "own");
  const own = async (take: (own: typeof import("./own_pictures.ts")) => unknown) => {
    try {
      await (elements ??= addElements());
      await take(await import("./own_pictures.ts"));
    } catch (error) { // what pictures need could not be loaded
      setText("own-error", messageOf(error));
    }
  };
  takeFolder("own-drop", "own-folder", (folder) => own(({ takePictures }) => takePictures(folder)));
  onClick("own-draw", () => own(({ drawPictures }) => drawPictures()));
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
