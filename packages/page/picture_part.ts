/** A picture that a visitor drops, picks or draws. @module */

import { decideLabels, type Decision, parseDecision } from "../../lib/measure/decide/mod.ts";
import { type Doubts, doubtsOf } from "../../lib/evaluate/mod.ts";
import { pictureInput } from "../../lib/pictures/mod.ts";
import {
  type Answer,
  type OutputFacts,
  type Problem,
  type ProblemName,
  problemOfOutputs,
} from "../../lib/problem/mod.ts";
import { pictureInputOf } from "../../tasks/images/decode_picture.ts";
import { numbered } from "../../tasks/results/problem/numbered.ts";
import { parseQuantities } from "../../lib/problem/mod.ts";
import { parseLabels } from "../../tasks/run/labels.ts";
import { AnswerPanel, type InputPart, type Reading, type ShownAnswer } from "./answer_panel.ts";
import { largest } from "./bars.ts";
import { Drawing } from "./drawing.ts";
import { element, onClick, setHidden, setText, takeFiles } from "./elements.ts";
import { messageOf } from "./messages.ts";
import type { OpenNetwork } from "./open_network.ts";
import { paint } from "./paint.ts";
import type { SitePictures } from "../../tasks/demo/site.ts";

/** The longer side of the paper, in pixels of its canvas. */
const PAPER_PIXELS = 280;

/** The largest file that is read, in bytes. */
const MAX_FILE_BYTES = 100_000_000;

const NO_PICTURE = "No picture yet.";

/** The zone to drop pictures on, and paper to draw on where they have no colors. */
export class PicturePart implements InputPart {
  readonly prefix = "pictures-";
  readonly sentenceHasAnswer = false;
  readonly #panel = new AnswerPanel(this);
  readonly #size: readonly [height: number, width: number];
  readonly #color: boolean;
  readonly #lightInk: boolean;
  readonly #drawing: Drawing;
  readonly #facts: OutputFacts;
  readonly #problem: Problem;
  readonly #names: readonly string[];
  readonly #decision: Decision | undefined;
  /** What the network sees, before light and dark are exchanged, if they are: [height, width] or [height, width, 3]. */
  #pixels: Uint8Array | undefined;
  /** What the picture is, or why there is none. */
  #what = NO_PICTURE;
  /** The file that was dropped last, until something else is drawn or all is cleared. */
  #file: File | undefined;

  constructor(opened: OpenNetwork, { shape, lightInk, classes }: SitePictures, name: string) {
    const [height = 1, width = 1, channels = 1] = shape;
    [this.#lightInk, this.#size, this.#color] = [lightInk, [height, width], channels === 3];
    const { network, intervals, metadata: { labels: labelsText, quantities: texts } } = opened;
    const outputs = network.sizes.at(-1)!;
    const labels = labelsText === undefined ? undefined : parseLabels(labelsText, network);
    const quantities = texts === undefined ? undefined : parseQuantities(texts, outputs);
    const { predictsClasses: areProbabilities, classNames = classes ?? undefined } = network;
    this.#facts = { areProbabilities, quantities, intervals, labels, classNames };
    this.#problem = problemOfOutputs(this.#facts);
    this.#names = labels ?? classNames ?? numbered(this.#problem, outputs);
    this.#decision = parseDecision(opened.metadata["decision"], outputs);
    this.#panel.use(opened, name, this.#names);
    const paper = element("picture-paper", HTMLCanvasElement);
    const scale = PAPER_PIXELS / Math.max(height, width);
    [paper.width, paper.height] = [Math.round(scale * width), Math.round(scale * height)];
    this.#drawing = new Drawing(paper);
    this.#drawing.onDraw = this.#drawing.onLift = () => this.#drawn();
    setHidden(this.#color, "picture-draw");
    setHidden(false, "pictures");
    const seen = element("picture-seen", HTMLCanvasElement);
    [seen.width, seen.height] = [width, height];
    setText("picture-size", `${width} × ${height} pixels${this.#color ? "" : ", in gray"}`);
    takeFiles("picture-drop", "picture-file", (file) => this.#take(file));
    element("picture-invert", HTMLInputElement).addEventListener("change", () => {
      if (this.#pixels !== undefined) this.#panel.show(0);
    });
    onClick("picture-clear", () => {
      this.#forgetFile();
      this.#drawing.clear();
      this.#change(undefined, NO_PICTURE);
    });
  }

  async #take(file: File): Promise<void> {
    setText("picture-error", "");
    this.#file = file;
    this.#drawing.clear();
    this.#change(undefined, `Reading ${file.name}…`);
    try {
      await new Promise(requestAnimationFrame); // a large picture takes seconds to decode: first show that
      if (file.size > MAX_FILE_BYTES) throw new RangeError("it is larger than 100 MB");
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (this.#file !== file) return;
      const pixels = await pictureInputOf(bytes, { size: this.#size, color: this.#color });
      this.#change(pixels, file.name);
    } catch (why) {
      if (this.#file !== file) return;
      this.#change(undefined, NO_PICTURE);
      setText("picture-error", `Cannot read ${file.name}: ${messageOf(why)}`);
    }
  }

  #drawn(): void {
    this.#forgetFile();
    const pixels = pictureInput(this.#drawing.sheet, { size: this.#size }); // black ink on white
    this.#change(this.#lightInk ? pixels.map((value) => 255 - value) : pixels, "your drawing");
  }

  /** Shows no more which file was picked, or what was wrong with it. */
  #forgetFile(): void {
    this.#file = undefined;
    element("picture-file", HTMLInputElement).value = "";
    setText("picture-error", "");
  }

  #change(pixels: Uint8Array | undefined, what: string): void {
    [this.#pixels, this.#what] = [pixels, what];
    this.#panel.show(0);
  }

  read(): Float32Array | string {
    setHidden(this.#pixels === undefined, "picture-view");
    if (this.#pixels === undefined) return this.#what;
    const inverted = element("picture-invert", HTMLInputElement).checked;
    const pixels = inverted ? this.#pixels.map((value) => 255 - value) : this.#pixels;
    const [height, width] = this.#size;
    const seen = element("picture-seen", HTMLCanvasElement);
    const channels = this.#color ? 3 : 1;
    paint(seen, (k) => {
      const [red = 0, green = red, blue = red] = pixels.subarray(k * channels, (k + 1) * channels);
      return [red, green, blue, 255];
    });
    seen.setAttribute("aria-label", `What the network sees: ${this.#what} in ${width} × ${height}`);
    return Float32Array.from(pixels, (byte) => byte / 255);
  }

  answer({ detector, outputs, inputs, bars }: Reading): ShownAnswer {
    const answer = decideLabels(this.#problem.answer(outputs, this.#facts), this.#decision);
    const { chosen, values, probabilities } = answer;
    const texts = pictureTexts[this.#problem.name]({
      chosen,
      values,
      names: this.#names,
      what: this.#what,
      ...doubtsOf(probabilities, inputs, detector),
      largest: largest(values, 2).map((k) => `${this.#names[k]} ${bars.textOfOutput(values[k]!)}`),
    });
    return { ...texts, values };
  }
}

interface AnsweredPicture extends Doubts, Pick<Answer, "chosen" | "values"> {
  /** Its name in a sentence. */
  readonly what: string;
  /** The names of the classes, labels or quantities. */
  readonly names: readonly string[];
  /** The names of the two with the largest values, each with its value. */
  readonly largest: readonly string[];
}

interface PictureText {
  /** The answer, in large letters. */
  readonly answer: string;
  readonly sentence: string;
  /** The index of the class whose bar stands out. */
  readonly winner?: number | undefined;
}

function perhaps(answer: string, what: string): string {
  return `Perhaps ${answer}, for ${what}.`;
}

function novel(sentence: string): string {
  return `${sentence} It does not look like the pictures in the training data.`;
}

/** The texts of a picture, by problem. */
const pictureTexts: {
  readonly [Name in ProblemName]: (picture: AnsweredPicture) => PictureText;
} = {
  classification({ chosen: [index], names, largest, what, unsure, unfamiliar }) {
    const winner = unsure || unfamiliar ? undefined : index;
    const all = largest.join(", next ");
    const sentence = winner === undefined ? perhaps(all, what) : `${all}, for ${what}.`;
    return {
      answer: winner === undefined ? "Not sure" : names[winner]!,
      sentence: unfamiliar ? novel(sentence) : sentence,
      winner,
    };
  },
  multiLabel({ chosen, names, what, unfamiliar }) {
    const labels = chosen.map((index) => names[index]).join(", ") || "None";
    return {
      answer: unfamiliar ? "Not sure" : labels,
      sentence: unfamiliar ? novel(perhaps(labels, what)) : `For ${what}.`,
    };
  },
  regression: ({ values, what }) => ({
    answer: Array.from(values, (value) => String(Number(value.toPrecision(4)))).join(", "),
    sentence: `For ${what}.`,
  }),
};
