/** Training on MNIST: where the data is, pictures of the first layer, a table of epochs. @module */

import { hasSha256 } from "../../lib/formats/sha256.ts";
import type { Network } from "../../mod.ts";
import { percent } from "../../tasks/cli/format.ts";
import { pageSource } from "./data_source.ts";
import { create, element, onClick, setHidden, setText } from "./elements.ts";
import type { Begun, DataSource, EpochScores, Report, TrainedNetwork } from "./messages.ts";
import type { NetworkView } from "./network_view.ts";
import { openNetwork } from "./open_network.ts";
import { commandLine, fileName, PRESETS, type Settings } from "./settings.ts";
import { prepareForm, readForm } from "./settings_form.ts";
import type { Site } from "../../tasks/demo/site.ts";
import * as texts from "./texts.ts";
import { ACCURACY, type End, type Ghost, type TrainingKind } from "./train_panel.ts";

/** Called with a network's file and its name, to draw with it. */
type OnUse = (file: Uint8Array, name: string) => void;

export class DigitsKind implements TrainingKind {
  readonly prefix = "";
  readonly #served: Site["data"];
  readonly #onUse: OnUse;
  /** The settings that the run was started with; those in the form may have changed since. */
  #settings!: Settings;
  /** The preset that was chosen last. */
  #preset: keyof typeof PRESETS = "tutorialPreset";
  /** What the run has come to so far. */
  #network: TrainedNetwork | undefined;
  readonly #inside: Promise<NetworkView>;
  /** A row for each epoch. */
  #rows!: HTMLTableSectionElement;
  /** Whether each epoch's network is drawn with as soon as it is there. */
  #follows: boolean;

  /** @param inside shows the network that learns */
  constructor(
    { data, network }: Site,
    inside: Promise<NetworkView>,
    onUse: OnUse,
  ) {
    [this.#served, this.#follows, this.#onUse] = [data, network === null, onUse];
    this.#inside = inside;
    prepareForm();
    this.#showData();
    element("files", HTMLInputElement).addEventListener("change", () => this.#showData());
    onClick("use", () => {
      this.#follows = true;
      this.#use();
      element("draw", HTMLElement).scrollIntoView();
    });
  }

  get #source(): DataSource | undefined {
    const files = [...element("files", HTMLInputElement).files ?? []];
    return files.length > 0 ? { files } : this.#served ?? undefined;
  }

  #showData(): void {
    const source = this.#source;
    const state = source === undefined ? "pick MNIST’s four files" : pageSource(source).state;
    const data = `Data: ${state}`;
    // A page by plain http from another machine has no SHA-256.
    const isChecked = source === undefined || hasSha256();
    setText(
      "data-state",
      isChecked ? data : `${data}; its SHA-256 can be checked only over https`,
    );
    if (source === undefined) this.#openData();
  }

  #openData(): void {
    element("data-details", HTMLDetailsElement).open = true;
  }

  ask(): ReturnType<TrainingKind["ask"]> {
    const source = this.#source;
    if (source === undefined) return "Cannot train without data: pick MNIST’s four files.";
    const settings = readForm();
    if (settings === undefined) return "";
    [this.#settings, this.#network] = [settings, undefined];
    setHidden(true, "training-units");
    const heads = ["Epoch", "Cost", "Validation", "Test", "Seconds"]
      .map((name) => create("th", { scope: "col" }, name));
    const head = create("thead", {}, create("tr", {}, ...heads));
    element("epochs-table", HTMLTableElement).replaceChildren(head, this.#rows = create("tbody"));
    return {
      request: { kind: "digits", settings, source },
      state: "Starting…",
    };
  }

  begun({ sizes, epochs }: Begun): ReturnType<TrainingKind["begun"]> {
    const state = `Training a ${sizes.join("-")} network…`;
    return { state, score: ACCURACY, room: epochs };
  }

  async ghost(): Promise<readonly Ghost[]> {
    const { value } = element("preset", HTMLSelectElement);
    if (value in PRESETS) this.#preset = value as keyof typeof PRESETS;
    const { default: ghosts } = await import("./ghosts.json", { with: { type: "json" } });
    const { validation: scores, cost } = ghosts[this.#preset];
    const end = `${percent(scores.at(-1)!)} on validation after ${scores.length} epochs`;
    setText("ghost", `Gray: an earlier run of “${texts.settings[this.#preset]}”, ${end}.`);
    return scores.map((validation, k) => ({ number: k + 1, validation, cost: cost[k]! }));
  }

  state(progress: string, epoch: number, planned: number, last: EpochScores | undefined): string {
    return last === undefined
      ? `Epoch ${epoch} of ${planned}: ${progress}`
      : `Epoch ${epoch} of ${planned}: ${progress}; ${
        percent(last.validation)
      } right on validation`;
  }

  show(report: Report): void {
    this.#showInside(report);
    if (report.kind === "begun") {
      setText("error", report.notes.map((warning) => `${warning}.`).join(" "));
    }
    if (report.kind === "failed" && report.data) this.#openData();
    if (report.kind !== "epoch") return;
    const { number, cost, validation, testCorrect, testSize, seconds } = report.epoch;
    const head = create("th", { scope: "row" }, String(number));
    const tests = `${testCorrect} / ${testSize}`;
    const cells = [cost.toFixed(4), percent(validation), tests, seconds.toFixed(2)];
    this.#rows.append(create("tr", {}, head, ...cells.map((cell) => create("td", {}, cell))));
  }

  /** Shows the network that learns. */
  async #showInside(report: Report): Promise<void> {
    const { sizes, epochs } = this.#settings;
    const name = `In training: ${sizes.join("-")}, epoch`;
    const inside = await this.#inside;
    if (report.kind === "ended" && this.#network !== undefined) {
      inside.use(openNetwork(this.#network.file).network as Network, this.#name);
    }
    if (report.kind === "begun") inside.begin(this.#settings, `${name} 1 of ${epochs}`);
    if (!("parameters" in report) || report.parameters === undefined) return;
    const epoch = report.kind === "epoch" ? report.epoch.number : report.epoch;
    inside.update(report.parameters, `${name} ${epoch} of ${epochs}`);
  }

  take(network: TrainedNetwork): ReturnType<TrainingKind["take"]> {
    this.#network = network;
    if (this.#follows) this.#use();
    const epochs = network.kept!; // of one network
    return {
      fileName: fileName(this.#settings, epochs),
      // The learning rate is constant: the weights after an epoch do not depend on how many epochs were planned.
      command: commandLine({ ...this.#settings, epochs }),
    };
  }

  sentence(end: End, network: TrainedNetwork | undefined): string {
    return network === undefined
      ? `${end} before the first epoch ended, so there are no weights.`
      : `${end}: epoch ${network.kept!} ${network.result}.`;
  }

  get #name(): string {
    return `your ${this.#settings.sizes.join("-")}, epoch ${this.#network!.kept!}`;
  }

  #use(): void {
    this.#onUse(this.#network!.file, this.#name);
  }
}
