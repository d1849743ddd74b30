/** The lower half of the page: from the settings in the form to trained weights. @module */

import { hasSha256 } from "../../../lib/formats/sha256.ts";
import { percent } from "../../cli/format.ts";
import { copiesText } from "./copy_button.ts";
import { saveFile } from "./download.ts";
import { element } from "./elements.ts";
import { LiveView } from "./live_view.ts";
import type { DataSource, EpochReport, Report, Request } from "./messages.ts";
import { commandLine, fileName, type Settings } from "./settings.ts";
import { complain, lockForm, prepareForm, readForm } from "./settings_form.ts";
import type { Site } from "./site.ts";
import { progressText } from "./status.ts";
import { warnBeforeLoss } from "./unload.ts";

/** What is said of data where browsers have no SHA-256: a page by plain http from another machine. */
const UNCHECKED = "; its SHA-256 is not checked, which takes https";

/** Called with a network's file and its name, to draw with it. */
export type OnUse = (file: Uint8Array, name: string) => void;

/** The form, the worker and what it reports. */
export class TrainPanel {
  readonly #view = new LiveView();
  readonly #worker = new Worker("training_worker.js", { type: "module" });
  readonly #served: Site["data"];
  readonly #onUse: OnUse;
  /** The settings that the run was started with; those in the form may have changed since. */
  #settings: Settings | undefined;
  /** The last whole epoch. */
  #epoch: EpochReport | undefined;
  #running = false;
  /** Whether the last whole epoch was downloaded. */
  #saved = true;
  /** When training began, once the data was there, in milliseconds. */
  #began: number | undefined;
  /** Whether each epoch's network is drawn with as soon as it is there. */
  #follows = false;

  constructor(served: Site["data"], hasNetwork: boolean, onUse: OnUse) {
    this.#served = served;
    this.#onUse = onUse;
    this.#follows = !hasNetwork;
    prepareForm();
    this.#sayData();
    this.#worker.addEventListener(
      "message",
      ({ data }: MessageEvent<Report>) => this.#receive(data),
    );
    this.#worker.addEventListener("error", ({ message }) => {
      this.#receive({ kind: "failed", message: message || "The worker failed", data: false });
    });
    element("settings", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#start();
    });
    element("stop", HTMLButtonElement).addEventListener("click", () => this.#ask({ kind: "stop" }));
    element("files", HTMLInputElement).addEventListener("change", () => this.#sayData());
    element("use", HTMLButtonElement).addEventListener("click", () => {
      this.#follows = true;
      this.#use();
      element("draw", HTMLElement).scrollIntoView();
    });
    element("download", HTMLButtonElement).addEventListener("click", () => this.#download());
    copiesText("copy", "command-line");
    warnBeforeLoss(() => this.#running || !this.#saved);
  }

  /** Where the data would come from now. */
  get #source(): DataSource | undefined {
    const files = [...element("files", HTMLInputElement).files ?? []];
    return files.length > 0 ? { files } : this.#served ?? undefined;
  }

  #sayData(): void {
    const source = this.#source;
    const state = element("data-state", HTMLElement);
    state.textContent = source === undefined
      ? "The data: pick its files"
      : "files" in source
      ? `The data: ${source.files.length} files picked`
      : "The data: from this page’s server";
    if (source !== undefined && !hasSha256()) state.textContent += UNCHECKED;
    if (source === undefined) element("data-details", HTMLDetailsElement).open = true;
  }

  /**
   * The command that trains the last whole epoch's weights at a terminal. The learning rate is constant, so the weights
   * after an epoch do not depend on how many epochs were planned.
   */
  get #command(): string {
    return commandLine({ ...this.#settings!, epochs: this.#epoch!.number });
  }

  #ask(request: Request): void {
    this.#worker.postMessage(request);
  }

  #start(): void {
    const source = this.#source;
    complain(source === undefined ? "Cannot train without data: pick MNIST’s four files." : "");
    if (source === undefined) return;
    const settings = readForm();
    if (settings === undefined) return;
    this.#settings = settings;
    this.#epoch = undefined;
    [this.#running, this.#saved, this.#began] = [true, true, undefined];
    this.#enable();
    this.#view.begin(settings.epochs);
    this.#view.announce("Starting…");
    lockForm(true);
    element("stop", HTMLButtonElement).focus(); // the button that had the focus is disabled
    this.#ask({ kind: "train", settings, source });
  }

  #receive(report: Report): void {
    switch (report.kind) {
      case "loading":
        return this.#view.say(`Loading ${report.file}…`);
      case "begun":
        this.#began = performance.now();
        this.#view.announce(`Training a ${this.#settings!.sizes.join("-")} network…`);
        complain(report.warnings.map((warning) => `${warning}.`).join(" "));
        return this.#view.showUnits(report.pictures);
      case "progress":
        this.#view.progress(report.epoch, report.done, report.total);
        if (report.pictures !== undefined) this.#view.showUnits(report.pictures);
        return this.#sayEpoch(report.epoch, report.done / report.total);
      case "epoch":
        [this.#epoch, this.#saved] = [report.epoch, false];
        this.#view.add(report.epoch, this.#command);
        this.#view.showUnits(report.pictures);
        this.#enable();
        if (this.#follows) this.#use();
        return;
      case "ended":
        return this.#end(report.stopped ? "Stopped" : "Done");
      case "failed":
        complain(report.message);
        if (report.data) element("data-details", HTMLDetailsElement).open = true;
        return this.#end("Failed");
    }
  }

  /** @param share of the epoch that is done */
  #sayEpoch(number: number, share: number): void {
    const { epochs } = this.#settings!;
    const before = this.#epoch === undefined
      ? ""
      : `; ${percent(this.#epoch.validation)} of the validation images right`;
    const done = (number - 1 + share) / epochs;
    const seconds = (performance.now() - this.#began!) / 1000;
    this.#view.say(`Epoch ${number} of ${epochs}: ${progressText(done, seconds)}${before}`);
  }

  #end(how: string): void {
    this.#running = false;
    const { number, test, testCorrect, testSize } = this.#epoch ?? { number: 0 };
    this.#view.announce(
      number === 0
        ? `${how} before the first epoch was done: there are no weights.`
        : `${how}: epoch ${number} reads ${testCorrect} of ${testSize} test images right, ${
          percent(test!)
        }.`,
    );
    const held = document.activeElement === element("stop", HTMLButtonElement);
    lockForm(false);
    if (held) element("start", HTMLButtonElement).focus();
  }

  #enable(): void {
    for (const id of ["use", "download"]) {
      element(id, HTMLButtonElement).disabled = this.#epoch === undefined;
    }
  }

  #use(): void {
    const { file, number } = this.#epoch!;
    this.#onUse(file, `your ${this.#settings!.sizes.join("-")}, epoch ${number}`);
  }

  #download(): void {
    const { file, number } = this.#epoch!;
    saveFile(file, fileName(this.#settings!, number));
    this.#saved = true;
  }
}
