/** Training on MNIST: where the data is, pictures of the first layer, a table of epochs. @module */

import { hasSha256 } from "../../lib/formats/mod.ts";
import { percent } from "../../tasks/cli/format.ts";
import { pageSource } from "./data_source.ts";
import { create, element, onClick, setHidden, setText } from "./elements.ts";
import type {
  Begun,
  DataSource,
  EpochScores,
  Report,
  TrainedNetwork,
  UnitPictures,
} from "./messages.ts";
import { commandLine, fileName, type Settings } from "./settings.ts";
import { prepareForm, readForm } from "./settings_form.ts";
import type { Site } from "../../tasks/demo/site.ts";
import { ACCURACY, type End, type TrainingKind } from "./train_panel.ts";
import { paintWeights } from "./paint.ts";

/** Called with a network's file and its name, to draw with it. */
type OnUse = (file: Uint8Array, name: string) => void;

export class DigitsKind implements TrainingKind {
  readonly prefix = "";
  readonly #units = new UnitsView();
  readonly #served: Site["data"];
  readonly #onUse: OnUse;
  /** The settings that the run was started with; those in the form may have changed since. */
  #settings!: Settings;
  #network!: TrainedNetwork;
  /** A row for each epoch. */
  #rows!: HTMLTableSectionElement;
  /** Whether each epoch's network is drawn with as soon as it is there. */
  #follows: boolean;

  constructor(served: Site["data"], hasNetwork: boolean, onUse: OnUse) {
    [this.#served, this.#follows, this.#onUse] = [served, !hasNetwork, onUse];
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
    const state = source === undefined ? "pick its files" : pageSource(source).state;
    const data = `The data: ${state}`;
    // A page by plain http from another machine has no SHA-256.
    const isChecked = source === undefined || hasSha256();
    setText(
      "data-state",
      isChecked ? data : `${data}; its SHA-256 is not checked, which takes https`,
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
    this.#settings = settings;
    setHidden(true, "coming");
    this.#units.clear();
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

  state(progress: string, epoch: number, planned: number, last: EpochScores | undefined): string {
    return last === undefined
      ? `Epoch ${epoch} of ${planned}: ${progress}`
      : `Epoch ${epoch} of ${planned}: ${progress}; ${
        percent(last.validation)
      } of the validation images right`;
  }

  show(report: Report): void {
    if ("pictures" in report && report.pictures) this.#units.show(report.pictures);
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
      ? `${end} before the first epoch was done: there are no weights.`
      : `${end}: epoch ${network.kept!} ${network.result}.`;
  }

  #use(): void {
    const { file, kept } = this.#network;
    this.#onUse(file, `your ${this.#settings.sizes.join("-")}, epoch ${kept!}`);
  }
}

/** The side of a unit's picture and the space between two, in pixels. */
const [SIDE, SPACE] = [28, 1];

/** How many pictures stand side by side: where there are few, where there are many, and on a narrow screen. */
const PER_ROW = { few: 10, many: 20, narrow: 6 };

/** From this number on, pictures count as many. */
const MIN_MANY = 40;

/** A canvas of at least this width is not narrow, in pixels. */
const MIN_WIDE = 480;

/** The canvas of the pictures; it fits them to its width again when the window changes. */
export class UnitsView {
  #pictures: UnitPictures | undefined;

  constructor() {
    addEventListener("resize", () => {
      if (this.#pictures !== undefined) this.show(this.#pictures);
    });
  }

  clear(): void {
    this.#pictures = undefined;
    setHidden(true, "training-units");
  }

  /** Shows pictures instead of the last ones. */
  show(pictures: UnitPictures): void {
    this.#pictures = pictures;
    setHidden(false, "training-units");
    const { units, weights } = pictures;
    const canvas = element("units", HTMLCanvasElement);
    const pixels = SIDE * SIDE;
    const shown = weights.length / pixels;
    const narrow = canvas.clientWidth < MIN_WIDE;
    const most = narrow ? PER_ROW.narrow : shown < MIN_MANY ? PER_ROW.few : PER_ROW.many;
    const across = Math.min(shown, most);
    const [width, height] = [across, Math.ceil(shown / across)]
      .map((count) => count * (SIDE + SPACE) + SPACE) as [number, number];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    for (let unit = 0; unit < shown; unit++) {
      const picture = weights.subarray(unit * pixels, (unit + 1) * pixels);
      const [left, top] = [unit % across, Math.floor(unit / across)]
        .map((k) => SPACE + k * (SIDE + SPACE)) as [number, number];
      paintWeights(canvas, picture, SIDE, left, top);
    }
    const label = shown < units
      ? `First-layer weights of the first ${shown} of ${units} units, as pictures`
      : `First-layer weights of all ${units} units, as pictures`;
    canvas.setAttribute("aria-label", label);
  }
}
