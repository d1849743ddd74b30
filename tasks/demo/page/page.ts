/** The page: a network reads what is drawn, and one learns. @module */

import { createEngine, Network } from "../../../mod.ts";
import { percent } from "../../cli/format.ts";
import { DrawPanel } from "./draw_panel.ts";
import { element, messageOf } from "./elements.ts";
import { showExamples } from "./examples.ts";
import { fetchBytes, fetchSite } from "./site.ts";
import { TrainPanel } from "./train_panel.ts";

/** Opens a file of weights for single images: plain loops are fast enough for one, and their memory is collected. */
function openNetwork(file: Uint8Array): Network {
  return Network.fromSafetensors(file, { engine: createEngine("reference") });
}

const name = element("network-name", HTMLElement);
try {
  const { network, data, examples } = await fetchSite();
  const panel = new DrawPanel();
  new TrainPanel(data, network !== null, (file, name) => panel.use(openNetwork(file), name));
  if (network === null) name.textContent = "There is no network yet: train one below.";
  else {
    const opened = openNetwork(await fetchBytes(network.file));
    const { sizes } = opened;
    const right = network.accuracy === null
      ? ""
      : `, which reads ${percent(network.accuracy)} of the test images right`;
    panel.use(opened, `the run ${network.name}, ${sizes.join("-")}${right}`);
  }
  if (examples !== null) {
    await showExamples(examples, (ink, label, picture) => panel.choose(ink, label, picture));
  }
  document.documentElement.dataset["ready"] = "";
} catch (error) {
  name.textContent = messageOf(error);
  name.classList.add("error");
}
