/** The lower half of the page: from the settings in the form to trained weights. @module */

import { hasSha256 } from "../../../lib/formats/mod.ts";
import { percent } from "../../cli/format.ts";
import { create, element, onClick, setHidden, setText } from "./elements.ts";
import type { DataSource, EpochReport, Failure, Report, Request } from "./messages.ts";
import { ACCURACY, RunView } from "./run_view.ts";
import { commandLine, fileName, type Settings } from "./settings.ts";
import { prepareForm, readForm } from "./settings_form.ts";
import type { Site } from "./site.ts";
import { UnitsView } from "./units_view.ts";

/** Shown beside the data where browsers have no SHA-256: on a page by plain http from another machine. */
const UNCHECKED = "; its SHA-256 is not checked, which takes https";

/** The least time between two announced epochs, in milliseconds: a screen reader needs time to read each. */
const NEWS_INTERVAL_MS = 5000;

/** Called with a network's file and its name, to draw with it. */
type OnUse = (file: Uint8Array, name: string) => void;

/** The form, the worker and what it reports. */
export class TrainPanel {
  readonly #run: RunView<Request, Report>;
  readonly #units = new UnitsView();
  readonly #served: Site["data"];
  readonly #onUse: OnUse;
  /** The settings that the run was started with; those in the form may have changed since. */
  #settings: Settings | undefined;
  /** The last whole epoch. */
  #epoch: EpochReport | undefined;
  /** When an epoch was announced last, in milliseconds. */
  #announced = 0;
  /** Whether each epoch's network is drawn with as soon as it is there. */
  #follows: boolean;

  constructor(served: Site["data"], hasNetwork: boolean, onUse: OnUse) {
    this.#served = served;
    this.#onUse = onUse;
    this.#follows = !hasNetwork;
    prepareForm();
    this.#run = new RunView(
      "",
      "training_worker.js",
      () => this.#start(),
      (report) => this.#receive(report),
    );
    this.#showData();
    element("files", HTMLInputElement).addEventListener("change", () => this.#showData());
    onClick("use", () => {
      this.#follows = true;
      this.#use();
      element("draw", HTMLElement).scrollIntoView();
    });
  }

  /** Where the data would come from now. */
  get #source(): DataSource | undefined {
    const files = [...element("files", HTMLInputElement).files ?? []];
    return files.length > 0 ? { files } : this.#served ?? undefined;
  }

  #showData(): void {
    const source = this.#source;
    const state = source === undefined
      ? "pick its files"
      : "files" in source
      ? `${source.files.length} files picked`
      : "from this page’s server";
    const unchecked = source === undefined || hasSha256() ? "" : UNCHECKED;
    setText("data-state", `The data: ${state}${unchecked}`);
    if (source === undefined) this.#openData();
  }

  #openData(): void {
    element("data-details", HTMLDetailsElement).open = true;
  }

  #start(): void {
    const source = this.#source;
    if (source === undefined) {
      return this.#run.showError("Cannot train without data: pick MNIST’s four files.");
    }
    const settings = readForm();
    if (settings === undefined) return this.#run.showError("");
    [this.#settings, this.#epoch] = [settings, undefined];
    setHidden(true, "coming");
    this.#units.clear();
    element("epochs-table", HTMLTableElement).tBodies[0]!.replaceChildren();
    this.#run.begin({ kind: "train", settings, source }, "Starting…");
  }

  #receive(report: Report | Failure): void {
    switch (report.kind) {
      case "loading":
        return this.#run.showState(`Loading ${report.file}…`);
      case "begun": {
        const { sizes, epochs } = this.#settings!;
        this.#run.begun(`Training a ${sizes.join("-")} network…`, ACCURACY, epochs);
        this.#run.showError(report.warnings.map((warning) => `${warning}.`).join(" "));
        return this.#units.show(report.pictures);
      }
      case "progress":
        if (report.pictures !== undefined) this.#units.show(report.pictures);
        return this.#showProgress(report.epoch, report.done / report.total);
      case "epoch":
        this.#units.show(report.pictures);
        return this.#add(report.epoch);
      case "ended":
        return this.#end(report.stopped ? "Stopped" : "Done");
      case "failed":
        this.#run.showError(report.message);
        if (report.data) this.#openData();
        return this.#end("Failed");
    }
  }

  /** @param share of the epoch that is done */
  #showProgress(number: number, share: number): void {
    const { epochs } = this.#settings!;
    const before = this.#epoch === undefined
      ? ""
      : `; ${percent(this.#epoch.validation)} of the validation images right`;
    const progress = this.#run.progress((number - 1 + share) / epochs);
    this.#run.showState(`Epoch ${number} of ${epochs}: ${progress}${before}`);
  }

  #add(epoch: EpochReport): void {
    this.#epoch = epoch;
    const { number, cost, validation, testCorrect, testSize, seconds, weightsSha256 } = epoch;
    const row = element("epochs-table", HTMLTableElement).tBodies[0]!.insertRow();
    const head = create("th", String(number));
    head.scope = "row";
    const cells = [
      cost.toFixed(4),
      percent(validation),
      `${testCorrect} / ${testSize}`,
      seconds.toFixed(2),
    ];
    row.append(head, ...cells.map((cell) => create("td", cell)));
    this.#run.add(epoch);
    const settings = this.#settings!;
    this.#run.offer({
      file: epoch.file,
      fileName: fileName(settings, number),
      weightsSha256,
      // The learning rate is constant: the weights after an epoch do not depend on how many epochs were planned.
      command: commandLine({ ...settings, epochs: number }),
    });
    if (performance.now() - this.#announced > NEWS_INTERVAL_MS) {
      this.#announced = performance.now();
      setText("news", `Epoch ${number}: validation ${percent(validation)}`);
    }
    if (this.#follows) this.#use();
  }

  #end(how: string): void {
    this.#run.end();
    if (this.#epoch === undefined) {
      return this.#run.announce(`${how} before the first epoch was done: there are no weights.`);
    }
    const { number, test, testCorrect, testSize } = this.#epoch;
    this.#run.announce(
      `${how}: epoch ${number} reads ${testCorrect} of ${testSize} test images right, ${
        percent(test)
      }.`,
    );
  }

  #use(): void {
    const { file, number } = this.#epoch!;
    this.#onUse(file, `your ${this.#settings!.sizes.join("-")}, epoch ${number}`);
  }
}
