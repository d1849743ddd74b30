/** The upper half of the page: a drawing and what the network makes of it. @module */

import { type Relevance, relevanceOf } from "../../../lib/evaluate/relevance.ts";
import { CLASSES } from "../../../lib/digits/mnist.ts";
import { digitImage } from "../../../lib/digits/digit_image.ts";
import { withArticle } from "./article.ts";
import { Bars, probability } from "./bars.ts";
import { certaintyText } from "./certainty_text.ts";
import { isStrangeDigit, isSure } from "./certainty.ts";
import { Drawing } from "./drawing.ts";
import { element } from "./elements.ts";
import type { OpenNetwork } from "./open_network.ts";
import { paintInk, paintRelevance } from "./paint.ts";
import type { SiteCertainty } from "./site.ts";

const DIGITS = Array.from({ length: CLASSES }, (_, digit) => String(digit));

/** The drawing with its network. */
export class DrawPanel {
  readonly #drawing = new Drawing(element("paper", HTMLCanvasElement));
  readonly #bars = new Bars("bars");
  #opened: OpenNetwork | undefined;
  /** What the network sees, [28 × 28]; undefined if there is nothing. */
  #pixels: Float32Array | undefined;
  /** Describes the test image, if one is shown. */
  #label: number | undefined;
  /** The animation frame in which the drawing will be read, if one is requested. */
  #frame: number | undefined;

  constructor() {
    this.#drawing.onDraw = () => this.#drawn();
    this.#drawing.onLift = (time) => this.#lifted(time);
    element("clear", HTMLButtonElement).addEventListener("click", () => this.#clear());
    element("undo", HTMLButtonElement).addEventListener("click", () => this.#undo());
    this.#showNothing();
  }

  /** Reads with another network from now on, beginning with the present drawing. */
  use(opened: OpenNetwork, name: string, certainty: SiteCertainty | null = null): void {
    this.#opened = opened;
    element("network-name", HTMLElement).textContent = `Read by ${name}`;
    element("certainty", HTMLElement).textContent = certaintyText(opened.network, certainty);
    this.#bars.prepare(DIGITS, opened.network.outputActivation.name);
    if (this.#pixels === undefined) return;
    this.#forgetTime();
    const prediction = this.#show();
    if (prediction !== undefined) this.#say(this.#sentence(prediction));
  }

  /** Shows a test image as if it had been drawn; the network sees it as it is. */
  choose(ink: Float32Array, label: number, picture: HTMLCanvasElement): void {
    this.#forgetFrame();
    this.#drawing.show(picture);
    [this.#pixels, this.#label] = [ink, label];
    this.#forgetTime();
    this.#enable();
    const prediction = this.#show();
    if (prediction === undefined) return;
    this.#announce(this.#sentence(prediction));
  }

  /** Called while the pen draws: the answer is renewed once a frame. */
  #drawn(): void {
    this.#enable();
    this.#frame ??= requestAnimationFrame(() => {
      const prediction = this.#read();
      if (prediction !== undefined) this.#say(this.#sentence(prediction));
    });
  }

  #forgetFrame(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  /** Called when the pen is lifted: shows the final answer, and how long it took since the event. */
  #lifted(time: number): void {
    const prediction = this.#read();
    if (prediction === undefined) return;
    this.#announce(this.#sentence(prediction));
    const milliseconds = performance.now() - time;
    const timing = element("timing", HTMLElement);
    timing.textContent = `${milliseconds.toFixed(1)} ms after the pen was lifted.`;
    timing.dataset["milliseconds"] = String(milliseconds);
  }

  /** Marks the answer as no longer the one of the lifted pen. */
  #forgetTime(): void {
    const timing = element("timing", HTMLElement);
    timing.textContent = "";
    delete timing.dataset["milliseconds"];
  }

  /** Reads what is drawn; undefined if there is no answer. */
  #read(): Relevance | undefined {
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

  /** Shows what the network makes of the pixels. */
  #show(): Relevance | undefined {
    const pixels = this.#pixels!;
    const seen = element("seen", HTMLCanvasElement);
    paintInk(seen, pixels);
    seen.setAttribute("aria-label", "What the network sees: the digit centred in 28 × 28 pixels");
    if (this.#opened === undefined) {
      this.#announce("There is no network to read it yet: train one below.");
      return undefined;
    }
    const answered = relevanceOf(this.#opened.network, pixels);
    const { label: digit, outputs, relevance } = answered;
    if (digit === -1) {
      this.#noAnswer();
      this.#announce("The network’s answer is not a number: its training diverged.");
      return undefined;
    }
    const sure = this.#sure(outputs);
    const answer = element("digit", HTMLElement);
    answer.textContent = sure ? String(digit) : "?";
    answer.classList.toggle("none", !sure);
    this.#bars.show(outputs, sure ? digit : undefined);
    const map = element("relevance", HTMLCanvasElement);
    paintRelevance(map, relevance, pixels);
    map.setAttribute("aria-label", describe(relevance, digit));
    return answered;
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
    const prediction = this.#read();
    if (prediction !== undefined) this.#announce(this.#sentence(prediction));
  }

  /** Clears the answer, and says why. */
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
    const answer = element("digit", HTMLElement);
    answer.textContent = "–";
    answer.classList.add("none");
    this.#bars.clear();
  }

  #enable(): void {
    const empty = this.#drawing.strokes === 0;
    const blank = empty && this.#pixels === undefined;
    element("hint", HTMLElement).hidden = !blank;
    element("undo", HTMLButtonElement).disabled = empty;
    element("clear", HTMLButtonElement).disabled = blank;
  }

  /** The answer for screen readers. */
  #sentence({ label: digit, outputs }: Relevance): string {
    const label = this.#label === undefined
      ? ""
      : ` It is ${withArticle(this.#label)} of the test images.`;
    const second = [...outputs.keys()].filter((k) => k !== digit)
      .reduce((best, k) => outputs[k]! > outputs[best]! ? k : best);
    const [first, next] = [digit, second].map((k) => this.#bars.figure(outputs[k]!));
    const strange = this.#isNovel ? " It does not look like the digits that it learned from." : "";
    if (!this.#sure(outputs)) {
      return `Not sure: perhaps ${withArticle(digit)}, ${first}, or ${
        withArticle(second)
      }, ${next}.${strange}${label}`;
    }
    const answer = withArticle(digit).replace("a", "A");
    return `${answer}, ${first}. Next ${withArticle(second)}, ${next}.${strange}${label}`;
  }

  /** Whether what the network sees is unlike anything that it learned from. */
  get #isNovel(): boolean {
    return isStrangeDigit(this.#pixels!, this.#opened?.detector);
  }

  #sure(outputs: Float32Array): boolean {
    return !this.#isNovel && isSure(outputs, this.#opened!.network.outputActivation.name);
  }

  /** Says it to those who see the page. */
  #say(text: string): void {
    element("sentence", HTMLElement).textContent = text;
  }

  /** Says it to screen readers too, once, after something that the visitor did. */
  #announce(text: string): void {
    this.#say(text);
    element("announcement", HTMLElement).textContent = text;
  }
}

/** The map in a sentence: which share of the evidence was for the answer. */
function describe(relevance: Float32Array, digit: number): string {
  let [pro, all] = [0, 0];
  for (const value of relevance) {
    pro += Math.max(0, value);
    all += Math.abs(value);
  }
  return `Pixels for and against: ${probability(all === 0 ? 0 : pro / all)} of what spoke was for ${
    withArticle(digit)
  }`;
}
