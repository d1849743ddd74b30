/** The page of digits: a network reads what is drawn, and one learns from MNIST. @module */

import { DrawPanel } from "./draw_panel.ts";
import { element } from "./elements.ts";
import { showExamples } from "./examples.ts";
import { openNetwork } from "./open_network.ts";
import { showName } from "./page_name.ts";
import { fetchBytes, type Site } from "./site.ts";
import { TrainPanel } from "./train_panel.ts";

/** Shows the paper with the network, if there is one, and the form to train another. */
export async function showDigits({ network, data, examples }: Site): Promise<void> {
  for (const id of ["draw", "train"]) element(id, HTMLElement).hidden = false;
  const panel = new DrawPanel();
  new TrainPanel(data, network !== null, (file, name) => {
    panel.use(openNetwork(file), name);
    showName(name);
  });
  if (network === null) {
    element("network-name", HTMLElement).textContent = "There is no network yet: train one below.";
  } else {
    const { file, name, result, certainty } = network;
    const opened = openNetwork(await fetchBytes(file));
    const right = result === null ? "" : `: ${result} on test images`;
    panel.use(opened, `the run ${name}, ${opened.network.sizes.join("-")}${right}`, certainty);
  }
  if (examples !== null) {
    await showExamples(examples, (ink, label, picture) => panel.choose(ink, label, picture));
  }
}
