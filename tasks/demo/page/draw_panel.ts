/** The upper half of the page: a drawing and what the network makes of it. @module */

import { CLASSES, digitImage } from "../../../lib/digits/mod.ts";
import { type Relevance, relevanceOf } from "../../../lib/evaluate/mod.ts";
import { withArticle } from "./article.ts";
import { Bars, DIVERGED, largest, probability } from "./bars.ts";
import { confidenceText, isNovelDigit, isSure } from "./confidence.ts";
import { Drawing } from "./drawing.ts";
import { element, onClick, setHidden, setText } from "./elements.ts";
import type { OpenNetwork } from "./open_network.ts";
import { paintInk, paintRelevance } from "./paint.ts";
import type { SiteConfidence } from "./site.ts";

const DIGITS = Array.from({ length: CLASSES }, (_, digit) => String(digit));

/** The drawing with its network. */
export class DrawPanel {
  readonly #drawing = new Drawing(element("paper", HTMLCanvasElement));
  readonly #bars = new Bars("bars");
  #opened: OpenNetwork | undefined;
  /** What the network sees, [28 × 28]; undefined if there is nothing. */
  #pixels: Float32Array | undefined;
  /** The label of the test image, if one is shown. */
  #label: number | undefined;
  /** The animation frame in which the drawing will be read, if one is requested. */
  #frame: number | undefined;

  constructor() {
    this.#drawing.onDraw = () => this.#drawn();
    this.#drawing.onLift = (time) => this.#lifted(time);
    onClick("clear", () => this.#clear());
    onClick("undo", () => this.#undo());
    this.#showNothing();
  }

  /** Reads with another network from now on, beginning with the present drawing. */
  use(opened: OpenNetwork, name: string, confidence: SiteConfidence | null = null): void {
    this.#opened = opened;
    const outputActivation = opened.network.outputActivation.name;
    setText("network-name", `Read by ${name}`);
    setText("confidence", confidenceText(outputActivation, confidence));
    this.#bars.prepare(DIGITS, outputActivation);
    if (this.#pixels === undefined) return;
    this.#forgetTime();
    const sentence = this.#show();
    if (sentence !== undefined) setText("sentence", sentence);
  }

  /** Shows a test image as if it had been drawn; the network sees it as it is. */
  choose(ink: Float32Array, label: number, picture: HTMLCanvasElement): void {
    this.#forgetFrame();
    this.#drawing.show(picture);
    [this.#pixels, this.#label] = [ink, label];
    this.#forgetTime();
    this.#enable();
    this.#announce(this.#show());
  }

  /** Called while the pen draws: the answer is renewed once a frame. */
  #drawn(): void {
    this.#enable();
    this.#frame ??= requestAnimationFrame(() => {
      const sentence = this.#read();
      if (sentence !== undefined) setText("sentence", sentence);
    });
  }

  #forgetFrame(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  /** Called when the pen is lifted: shows the final answer, and how long it took since the event. */
  #lifted(time: number): void {
    const sentence = this.#read();
    if (sentence === undefined) return;
    this.#announce(sentence);
    const milliseconds = performance.now() - time;
    setText("timing", `${milliseconds.toFixed(1)} ms after the pen was lifted.`);
    element("timing", HTMLElement).dataset["milliseconds"] = String(milliseconds);
  }

  /** Marks the answer as no longer the one of the lifted pen. */
  #forgetTime(): void {
    setText("timing", "");
    delete element("timing", HTMLElement).dataset["milliseconds"];
  }

  /** Reads what is drawn, and puts the answer in a sentence; undefined if there is no answer. */
  #read(): string | undefined {
    this.#forgetFrame();
    this.#label = undefined;
    try {
      this.#pixels = digitImage(this.#drawing.image);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // the sheet is blank
      this.#showNothing("That is too little ink to read: draw on.");
      return undefined;
    }
    return this.#show();
  }

  /** Shows what the network makes of the pixels, and puts it in a sentence; undefined if there is no answer. */
  #show(): string | undefined {
    const pixels = this.#pixels!;
    const seen = element("seen", HTMLCanvasElement);
    paintInk(seen, pixels);
    seen.setAttribute("aria-label", "What the network sees: the digit centered in 28 × 28 pixels");
    if (this.#opened === undefined) {
      this.#announce("There is no network to read it yet: train one below.");
      return undefined;
    }
    const { network, detector } = this.#opened;
    const answered = relevanceOf(network, pixels);
    const { label: digit, outputs, relevance } = answered;
    if (digit === -1) {
      this.#noAnswer();
      this.#announce(DIVERGED);
      return undefined;
    }
    const isNovel = isNovelDigit(pixels, detector);
    const sure = !isNovel && isSure(outputs, network.outputActivation.name);
    setText("digit", sure ? String(digit) : "?");
    element("digit", HTMLElement).classList.toggle("none", !sure);
    this.#bars.show(outputs, sure ? digit : undefined);
    const map = element("relevance", HTMLCanvasElement);
    paintRelevance(map, relevance, pixels);
    map.setAttribute("aria-label", describe(relevance, digit));
    return this.#sentence(answered, sure, isNovel);
  }

  #clear(): void {
    this.#forgetFrame();
    this.#drawing.clear();
    this.#showNothing();
  }

  #undo(): void {
    this.#drawing.undo();
    if (this.#drawing.strokes === 0) return this.#showNothing();
    this.#forgetTime();
    this.#enable();
    this.#announce(this.#read());
  }

  /** Clears the answer, and shows why there is none. */
  #showNothing(why = "Nothing drawn yet."): void {
    this.#pixels = this.#label = undefined;
    this.#noAnswer();
    for (const id of ["seen", "relevance"]) {
      const canvas = element(id, HTMLCanvasElement);
      canvas.width += 0; // an empty canvas
      const [what] = canvas.getAttribute("aria-label")!.split(":");
      canvas.setAttribute("aria-label", `${what}: nothing yet`);
    }
    this.#forgetTime();
    this.#announce(why);
    this.#enable();
  }

  #noAnswer(): void {
    setText("digit", "–");
    element("digit", HTMLElement).classList.add("none");
    this.#bars.clear();
  }

  #enable(): void {
    const empty = this.#drawing.strokes === 0;
    const blank = empty && this.#pixels === undefined;
    setHidden(!blank, "hint");
    element("undo", HTMLButtonElement).disabled = empty;
    element("clear", HTMLButtonElement).disabled = blank;
  }

  /** The answer in words: `A 7, 98.1 %. Next a 9, 1.2 %.` */
  #sentence({ outputs }: Relevance, sure: boolean, isNovel: boolean): string {
    const [first, second] = largest(outputs, 2)
      .map((k) => `${withArticle(k)}, ${this.#bars.textOfOutput(outputs[k]!)}`);
    const novel = isNovel ? " It does not look like the digits that it learned from." : "";
    const label = this.#label === undefined
      ? ""
      : ` It is ${withArticle(this.#label)} of the test images.`;
    const answer = sure
      ? `${first!.replace("a", "A")}. Next ${second}`
      : `Not sure: perhaps ${first}, or ${second}`;
    return `${answer}.${novel}${label}`;
  }

  /** Shows a sentence, and announces it to screen readers: once, after something that the visitor did. */
  #announce(sentence: string | undefined): void {
    if (sentence === undefined) return;
    setText("sentence", sentence);
    setText("announcement", sentence);
  }
}

/** The map in a sentence: which share of the evidence was for the answer. */
function describe(relevance: Float32Array, digit: number): string {
  let [pro, all] = [0, 0];
  for (const value of relevance) {
    pro += Math.max(0, value);
    all += Math.abs(value);
  }
  return `Pixels for and against: ${
    probability(all === 0 ? 0 : pro / all)
  } of the evidence was for ${withArticle(digit)}`;
}
