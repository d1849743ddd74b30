/** Training on pictures of classes: the folder, the settings, the network that they train. @module */

import { count, percent } from "../../tasks/cli/format.ts";
import { create, download, element, onClick, setHidden, setText, showName } from "./elements.ts";
import { folderOf, type PickedFolder } from "./folder_files.ts";
import { addFields, checkFields, fieldOf, prepareErrors } from "./form.ts";
import type {
  Begun,
  PicturesSettings,
  PicturesVerdict,
  Report,
  TrainedNetwork,
} from "./messages.ts";
import { openNetwork } from "./open_network.ts";
import { picturesCommand, USUAL_SIDE } from "./pictures_command.ts";
import { type Fields, SEEDS } from "./settings.ts";
import * as texts from "./texts.ts";
import { ACCURACY, type End, type TrainingKind } from "./train_panel.ts";

const FORM = "own-settings";

/** The fields of a run on pictures. */
export const PICTURE_FIELDS = {
  side: { min: 8, max: 128 },
  color: ["gray", "colors"],
  seed: SEEDS,
} satisfies Fields<keyof typeof texts.pictures>;

export class PicturesKind implements TrainingKind {
  readonly prefix = "own-";
  #folder: PickedFolder | undefined;
  /** What the run learns from, and how; another folder may have been picked since. */
  #settings!: PicturesSettings;
  #network!: TrainedNetwork;
  /** The section that shows what a network predicts, as it is before one does. */
  readonly #predicting = element("pictures", HTMLElement).cloneNode(true);

  constructor() {
    addFields("own-fields", PICTURE_FIELDS, texts.pictures, this.prefix);
    fieldOf("own-seed").value = "1";
    fieldOf("own-side").value = String(USUAL_SIDE);
    prepareErrors(FORM);
    onClick("own-module", async () => {
      const { pictureModuleOf } = await import("./picture_module.ts");
      const { file, weightsSha256 } = this.#network;
      const name = `${this.#settings.folder}.mjs`;
      download(name, await pictureModuleOf(file, weightsSha256, name));
    });
  }

  /**
   * Takes a folder to learn from.
   * @throws {Error} if it has no folder of pictures for each class
   */
  choose(folder: PickedFolder): void {
    setHidden(true, FORM);
    const { classNames, files } = folderOf(folder.name, folder.files);
    const pictures = Object.values(files).flat().length;
    this.#folder = folder;
    setText(
      "own-name",
      `${folder.name}: ${count(pictures)} files, ${classNames.length} classes (${
        classNames.join(", ")
      })`,
    );
    setHidden(false, FORM);
  }

  ask(): ReturnType<TrainingKind["ask"]> {
    if (!checkFields(FORM)) return "";
    const { name, files } = this.#folder!;
    const valueOf = (field: string) => fieldOf(field, this.prefix).value;
    this.#settings = {
      folder: name,
      side: Number(valueOf("side")),
      color: valueOf("color") === "colors",
      seed: Number(valueOf("seed")),
    };
    setHidden(true, "own-notes", "own-verdict", "pictures");
    return {
      request: { kind: "pictures", settings: this.#settings, files },
      state: `Reading ${name}…`,
    };
  }

  begun({ sizes, examples }: Begun): ReturnType<TrainingKind["begun"]> {
    const state = `Training a ${sizes.join("-")} network on ${count(examples)} pictures…`;
    return { state, score: ACCURACY };
  }

  state(progress: string, epoch: number, planned: number): string {
    return `Epoch ${epoch} of at most ${planned}: ${progress}`;
  }

  show(report: Report): void {
    if (report.kind === "failed") setHidden(true, "own-run");
    if (report.kind === "begun") {
      const notes = report.notes.map((note) => create("li", {}, `${note}.`));
      element("own-notes", HTMLElement).replaceChildren(...notes);
      setHidden(notes.length === 0, "own-notes");
    }
    if (report.kind !== "ended" || report.network === undefined) return;
    if (report.picturesVerdict !== undefined) showVerdict(report.picturesVerdict);
    this.#predict(report.network);
  }

  /** Shows what the network predicts for another picture. */
  async #predict({ file, result }: TrainedNetwork): Promise<void> {
    const { PicturePart } = await import("./picture_part.ts");
    const { folder, side, color } = this.#settings;
    element("pictures", HTMLElement).replaceWith(this.#predicting.cloneNode(true));
    element("own", HTMLElement).after(element("pictures", HTMLElement));
    const shape = color ? [side, side, 3] : [side, side];
    const opened = openNetwork(file);
    const name = `Predicted by your ${
      opened.network.sizes.join("-")
    } network, trained on ${folder}`;
    new PicturePart(opened, { shape, lightInk: false, classes: null }, `${name}: ${result}.`);
    showName(folder);
  }

  take(network: TrainedNetwork, stopped: boolean): ReturnType<TrainingKind["take"]> {
    this.#network = network;
    return {
      fileName: `${this.#settings.folder}.safetensors`,
      command: picturesCommand(this.#settings, stopped ? network.epochs : undefined),
    };
  }

  sentence(end: End, network: TrainedNetwork | undefined, planned: number): string {
    if (end === "Failed") return ""; // the error is at the folder
    if (network === undefined) {
      return "Stopped before the first epoch ended, so there is no network.";
    }
    const { epochs, kept, result } = network;
    const how = end === "Done" && epochs < planned ? "Ended early" : end;
    return `${how} after ${epochs} epochs, epoch ${kept} kept: ${result}.`;
  }
}

function showVerdict({ sentence, models, notes }: PicturesVerdict): void {
  const cells = (tag: "th" | "td", texts: readonly string[]) =>
    texts.map((text) => create(tag, {}, text));
  const head = cells("th", ["Held-back pictures", "Right", "Accuracy", "95 % interval"]);
  const rows = models.map(({ name, right, value, low, high }) =>
    create(
      "tr",
      {},
      create("th", { scope: "row" }, name),
      ...cells("td", [String(right), percent(value), `${percent(low, 0)} to ${percent(high, 0)}`]),
    )
  );
  const table = create(
    "table",
    {},
    create("thead", {}, create("tr", {}, ...head)),
    create("tbody", {}, ...rows),
  );
  element("own-verdict", HTMLElement).replaceChildren(
    create("p", {}, create("strong", {}, sentence)),
    create("div", { className: "scroll" }, table),
    ...notes.map((note) => create("p", { className: "note" }, note)),
  );
  setHidden(false, "own-verdict");
}
