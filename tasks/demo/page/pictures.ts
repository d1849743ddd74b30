/** The page of a network that learned from pictures: drop one, or draw one, and see what it is. @module */

import type { Network } from "../../../mod.ts";
import { doubtsOf, type NoveltyDetector } from "../../../lib/evaluate/mod.ts";
import { pictureInput } from "../../../lib/pictures/mod.ts";
import { type OutputFacts, type Problem, problemOfOutputs } from "../../../lib/problem/mod.ts";
import { pictureInputOf } from "../../images/decode_picture.ts";
import { numbered } from "../../problem/numbered.ts";
import { pictureTexts } from "../../problem/picture_texts.ts";
import { parseQuantities } from "../../datasets/quantities.ts";
import { parseLabels } from "../../run/labels.ts";
import { Bars, DIVERGED, largest } from "./bars.ts";
import { Drawing } from "./drawing.ts";
import { takeFiles } from "./drop_zone.ts";
import { element, onClick, setHidden, setText } from "./elements.ts";
import { messageOf } from "./messages.ts";
import { type OpenNetwork, openNetwork } from "./open_network.ts";
import { paint } from "./paint.ts";
import type { SitePictures } from "./site.ts";

/** The longer side of the paper, in pixels of its canvas. */
const PAPER_PIXELS = 280;

/** The largest file that is read, in bytes. */
const MAX_FILE_BYTES = 100_000_000;

/** Shows the zone to drop pictures on, and paper to draw on where they have no colors. */
export function showPictures(
  file: Uint8Array,
  pictures: SitePictures,
  name: string,
): void {
  setHidden(false, "pictures");
  setText("pictures-network", name);
  new PicturePanel(openNetwork(file), pictures);
}

/** A picture with the network's answer. */
class PicturePanel {
  readonly #network: Network;
  readonly #detector: NoveltyDetector | undefined;
  readonly #size: readonly [height: number, width: number];
  readonly #color: boolean;
  readonly #bars = new Bars("picture-bars");
  readonly #drawing: Drawing;
  readonly #facts: OutputFacts;
  readonly #problem: Problem;
  readonly #names: readonly string[];
  /** What the network sees, before light and dark are exchanged, if they are: [height, width] or [height, width, 3]. */
  #pixels: Uint8Array | undefined;
  #what = "";
  /** The file that was dropped last, until something else is drawn or all is cleared. */
  #file: File | undefined;
  readonly #lightInk: boolean;

  constructor(opened: OpenNetwork, { shape, lightInk, classes }: SitePictures) {
    const [height = 1, width = 1, channels = 1] = shape;
    const { network } = opened;
    [this.#network, this.#detector] = [network, opened.detector];
    this.#lightInk = lightInk;
    this.#size = [height, width];
    this.#color = channels === 3;
    const { intervals, metadata: { labels: labelsText, quantities: quantitiesText } } = opened;
    const labels = labelsText === undefined ? undefined : parseLabels(labelsText, network);
    const quantities = quantitiesText === undefined
      ? undefined
      : parseQuantities(quantitiesText, network.sizes.at(-1)!);
    const { predictsClasses: areProbabilities, classNames = classes ?? undefined } = network;
    this.#facts = { areProbabilities, quantities, intervals, labels, classNames };
    this.#problem = problemOfOutputs(this.#facts);
    this.#names = labels ?? classNames ?? numbered(this.#problem, network.sizes.at(-1)!);
    this.#bars.prepare(this.#names, network.outputActivation.name);
    const paper = element("picture-paper", HTMLCanvasElement);
    const scale = PAPER_PIXELS / Math.max(height, width);
    [paper.width, paper.height] = [Math.round(scale * width), Math.round(scale * height)];
    this.#drawing = new Drawing(paper);
    this.#drawing.onDraw = this.#drawing.onLift = () => this.#drawn();
    setHidden(this.#color, "picture-draw");
    const seen = element("picture-seen", HTMLCanvasElement);
    [seen.width, seen.height] = [width, height];
    setText("picture-size", `${width} × ${height} pixels${this.#color ? "" : ", in gray"}`);
    takeFiles("picture-drop", "picture-file", (file) => this.#take(file));
    element("picture-invert", HTMLInputElement).addEventListener("change", () => this.#show());
    onClick("picture-clear", () => {
      this.#forgetFile();
      this.#drawing.clear();
      this.#clear("No picture yet.");
    });
  }

  async #take(file: File): Promise<void> {
    setText("picture-error", "");
    this.#file = file;
    this.#drawing.clear();
    this.#clear(`Reading ${file.name}…`);
    try {
      await new Promise(requestAnimationFrame); // a large picture takes seconds to decode: first show that
      if (file.size > MAX_FILE_BYTES) throw new RangeError("it is larger than 100 MB");
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (this.#file !== file) return;
      const pixels = await pictureInputOf(bytes, { size: this.#size, color: this.#color });
      [this.#pixels, this.#what] = [pixels, file.name];
      this.#show();
    } catch (why) {
      if (this.#file !== file) return;
      this.#clear("No picture yet.");
      setText("picture-error", `Cannot read ${file.name}: ${messageOf(why)}`);
    }
  }

  #drawn(): void {
    this.#forgetFile();
    const pixels = pictureInput(this.#drawing.sheet, { size: this.#size }); // black ink on white
    this.#pixels = this.#lightInk ? pixels.map((value) => 255 - value) : pixels;
    this.#what = "your drawing";
    this.#show();
  }

  /** Shows no more which file was picked, or what was wrong with it. */
  #forgetFile(): void {
    this.#file = undefined;
    element("picture-file", HTMLInputElement).value = "";
    setText("picture-error", "");
  }

  /** Takes the answer back, and shows why there is none. */
  #clear(why: string): void {
    this.#pixels = undefined;
    this.#bars.clear();
    setHidden(true, "picture-view");
    this.#showAnswer("–", why);
  }

  #show(): void {
    if (this.#pixels === undefined) return;
    const inverted = element("picture-invert", HTMLInputElement).checked;
    const pixels = inverted ? this.#pixels.map((value) => 255 - value) : this.#pixels;
    this.#paint(pixels);
    const { outputs } = this.#network.predict({ pixels })[0]!;
    if (outputs.some(Number.isNaN)) {
      this.#bars.clear();
      return this.#showAnswer("–", DIVERGED);
    }
    const { chosen, values, probabilities } = this.#problem.answer(outputs, this.#facts);
    const input = Float32Array.from(pixels, (byte) => byte / 255);
    const { answer, sentence, winner } = pictureTexts[this.#problem.name]({
      ...{ chosen, values, names: this.#names, what: this.#what },
      ...doubtsOf(probabilities, input, this.#detector),
      largest: largest(values, 2).map((k) =>
        `${this.#names[k]} ${this.#bars.textOfOutput(values[k]!)}`
      ),
    });
    this.#bars.show(values, winner);
    this.#showAnswer(answer, sentence);
  }

  #paint(pixels: Uint8Array): void {
    const [height, width] = this.#size;
    setHidden(false, "picture-view");
    const seen = element("picture-seen", HTMLCanvasElement);
    const channels = this.#color ? 3 : 1;
    paint(seen, (k) => {
      const [red = 0, green = red, blue = red] = pixels.subarray(k * channels, (k + 1) * channels);
      return [red, green, blue, 255];
    });
    seen.setAttribute("aria-label", `What the network sees: ${this.#what} in ${width} × ${height}`);
  }

  #showAnswer(answer: string, sentence: string): void {
    setText("picture-answer", answer);
    setText("picture-sentence", sentence);
    setText("picture-news", `${answer}. ${sentence}`);
  }
}
