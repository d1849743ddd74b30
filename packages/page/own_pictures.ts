/** Pictures of the visitor's own to learn from: a folder that is dropped, or drawings. Loaded when there are some. @module */

import { create, download, element, onClick, setHidden } from "./elements.ts";
import { Drawing } from "./drawing.ts";
import { type PickedFolder, pickedFolder } from "./folder_files.ts";
import { messageOf, type PictureFile } from "./messages.ts";
import { PicturesKind } from "./pictures_kind.ts";
import { TrainPanel } from "./train_panel.ts";

const kind = new PicturesKind();
const panel = new TrainPanel(kind);

/** Shows the form of a folder, or why it cannot be used. */
function show(folder: PickedFolder): void {
  if (panel.isRunning) return panel.showState("Stop the run first, then choose other pictures.");
  panel.showError("");
  try {
    kind.choose(folder);
  } catch (why) {
    panel.showError(messageOf(why));
  }
}

/** Takes what was dropped or picked. */
export async function takePictures(given: readonly (FileSystemEntry | File)[]): Promise<void> {
  try {
    show(await pickedFolder(given));
  } catch (why) {
    panel.showError(messageOf(why));
  }
}

let drawings: Drawings | undefined;

/** Shows paper to draw examples on. */
export function drawPictures(): void {
  drawings ??= new Drawings();
  setHidden(false, "own-drawing");
}

/** The folder that drawings are downloaded as. */
const FOLDER = "drawings";

/** A class to draw examples of. */
interface DrawnClass {
  readonly radio: HTMLInputElement;
  readonly name: HTMLInputElement;
  readonly count: HTMLElement;
  readonly tiles: HTMLElement;
  readonly pictures: Blob[];
}

/** Drawings of classes, which become the files that a folder would have. */
class Drawings {
  readonly #paper = element("own-paper", HTMLCanvasElement);
  readonly #drawing = new Drawing(this.#paper);
  readonly #classes: DrawnClass[] = [];

  constructor() {
    this.#addClass("first");
    this.#addClass("second");
    onClick("own-add-class", () => this.#addClass(`class ${this.#classes.length + 1}`));
    onClick("own-clear", () => this.#drawing.clear());
    onClick("own-add", () => this.#add());
    onClick("own-save", () => this.#save());
  }

  #addClass(value: string): void {
    const number = this.#classes.length + 1;
    const radio = create("input", { type: "radio", ariaLabel: `Draw class ${number}` });
    radio.name = "own-class";
    const name = create("input", { value, ariaLabel: `Name of class ${number}`, maxLength: 60 });
    name.autocomplete = "off";
    name.addEventListener("input", () => this.#show());
    const remove = create("button", { type: "button", className: "small" }, "Remove last");
    const made: DrawnClass = {
      radio,
      name,
      count: create("span", { className: "note" }, "0"),
      tiles: create("div", { className: "own-tiles" }),
      pictures: [],
    };
    remove.addEventListener("click", () => {
      made.pictures.pop();
      made.tiles.lastChild?.remove();
      this.#show();
    });
    const row = create("div", { className: "own-class" }, radio, name, made.count, remove);
    element("own-classes", HTMLElement).append(row, made.tiles);
    this.#classes.push(made);
    radio.checked = this.#classes.length === 1 || this.#classes.length > 2;
  }

  /** Adds the drawing to the class that is chosen. */
  async #add(): Promise<void> {
    if (this.#drawing.strokes.length === 0) return panel.showError("Draw something first.");
    const chosen = this.#classes.find(({ radio }) => radio.checked)!;
    const picture = await new Promise<Blob | null>((resolve) => this.#paper.toBlob(resolve));
    if (picture === null) return panel.showError("Cannot keep the drawing in this browser.");
    const tile = create("canvas", { className: "paper", width: 40, height: 40 });
    tile.getContext("2d")?.drawImage(this.#paper, 0, 0, 40, 40);
    chosen.tiles.append(tile);
    chosen.pictures.push(picture);
    this.#drawing.clear();
    this.#show();
  }

  /** The drawings as the files of a folder. */
  get #files(): PictureFile[] {
    return this.#classes.flatMap(({ name, pictures }) =>
      pictures.map((picture, k) => {
        const file = `${String(k + 1).padStart(3, "0")}.png`;
        return {
          path: `${folderName(name.value)}/${file}`,
          file: new File([picture], file, { type: "image/png" }),
        };
      })
    );
  }

  /** Shows how many drawings there are, and the form once two classes have some. */
  #show(): void {
    for (const { count, pictures } of this.#classes) count.textContent = String(pictures.length);
    const files = this.#files;
    element("own-save", HTMLButtonElement).disabled = files.length === 0;
    const drawn = this.#classes.filter(({ pictures }) => pictures.length > 0);
    const names = drawn.map(({ name }) => folderName(name.value));
    if (new Set(names).size < names.length) {
      return panel.showError("Two classes have the same name: give each its own.");
    }
    if (drawn.length > 1) show({ name: FOLDER, files });
  }

  async #save(): Promise<void> {
    const { formatZip } = await import("../../lib/formats/zip.ts");
    const files = await Promise.all(
      this.#files.map(async ({ path, file }): Promise<[string, Uint8Array]> => [
        `${FOLDER}/${path}`,
        new Uint8Array(await file.arrayBuffer()),
      ]),
    );
    download(`${FOLDER}.zip`, formatZip(files));
  }
}

/** A class's name as every system takes it for a folder. */
function folderName(name: string): string {
  return name.normalize("NFC").replaceAll(/[\p{Cc}/\\:*?"<>|]/gu, "_").replaceAll(
    /^[.\s]+|[.\s]+$/g,
    "",
  ) ||
    "unnamed";
}
