/** A digit that a visitor draws, or takes from the test images. @module */

import type { Network } from "../../mod.ts";
import { CLASSES, digitImage } from "../../lib/digits/mod.ts";
import { relevanceOf } from "../../lib/measure/activations.ts";
import { AnswerPanel, type InputPart, type Reading, type ShownAnswer } from "./answer_panel.ts";
import { largest, probability } from "./bars.ts";
import { isNovelDigit, isSure } from "../../tasks/demo/sure.ts";
import { confidenceText, withArticle } from "./confidence.ts";
import { Drawing } from "./drawing.ts";
import { element, onClick, setHidden, setText } from "./elements.ts";
import type { Linked, Stroke } from "./link.ts";
import type { OpenNetwork } from "./open_network.ts";
import { paintRelevance } from "./paint.ts";
import type { SiteConfidence } from "../../tasks/demo/site.ts";

const DIGITS = Array.from({ length: CLASSES }, (_, digit) => String(digit));

/** A test image: its index among those of the page, its ink [28 × 28], its label and the picture of it. */
export interface Example {
  readonly index: number;
  readonly ink: Float32Array;
  readonly label: number;
  readonly picture: HTMLCanvasElement;
}

/** Called with what is on the paper [28 × 28], undefined if nothing is. */
type OnRead = (inputs: Float32Array | undefined) => void;

/** What the map beside the answer shows. */
const EVIDENCE = "Pixels for and against";

/** The paper, with the pixels that the network sees and the evidence in them. */
export class DigitPart implements InputPart {
  readonly prefix = "draw-";
  readonly sentenceHasAnswer = true;
  readonly #drawing = new Drawing(element("paper", HTMLCanvasElement));
  readonly #panel = new AnswerPanel(this);
  #hasNetwork = false;
  /** The test image that is shown, if one is. */
  #chosen: Example | undefined;
  readonly #onRead: OnRead;

  constructor(onRead: OnRead) {
    this.#onRead = onRead;
    this.#drawing.onDraw = () => {
      this.#chosen = undefined;
      this.#enable();
      this.#panel.plan();
    };
    this.#drawing.onLift = (time) => this.#lifted(time);
    onClick("clear", () => {
      this.#drawing.clear();
      this.#change();
    });
    onClick("undo", () => {
      this.#drawing.undo();
      this.#change();
    });
    this.#change();
  }

  /** Reads with another network from now on, beginning with the present drawing. */
  use(opened: OpenNetwork, name: string, confidence: SiteConfidence | null = null): void {
    this.#hasNetwork = true;
    const outputActivation = opened.outputActivation;
    this.#panel.use(opened, `Read by ${name}`, DIGITS);
    setText("confidence", confidenceText(outputActivation, confidence));
    this.#forgetTime();
    this.#panel.show();
  }

  /** Shows a test image as if it had been drawn; the network sees it as it is. */
  choose(example: Example): void {
    this.#drawing.show(example.picture);
    this.#change(example);
  }

  /** Shows these strokes as if they had been drawn. */
  restore(strokes: readonly Stroke[]): void {
    this.#drawing.restore(strokes);
    this.#change();
  }

  /** What is on the paper, for a link. */
  get drawn(): Pick<Linked, "strokes" | "example"> {
    return { strokes: this.#drawing.strokes, example: this.#chosen?.index };
  }

  /** Reads what is on the paper now. */
  #change(chosen?: Example): void {
    this.#chosen = chosen;
    this.#forgetTime();
    this.#enable();
    this.#panel.show(0);
  }

  /** Called when the pen is lifted: shows the final answer, and how long it took since then. */
  #lifted(time: number): void {
    this.#chosen = undefined;
    if (!this.#panel.show(0)) return;
    const milliseconds = performance.now() - time;
    setText("timing", `${milliseconds.toFixed(1)} ms after the pen was lifted.`);
    element("timing", HTMLElement).dataset["milliseconds"] = String(milliseconds);
  }

  /** Marks the answer as no longer the one of the lifted pen. */
  #forgetTime(): void {
    setText("timing", "");
    delete element("timing", HTMLElement).dataset["milliseconds"];
  }

  #enable(): void {
    const empty = this.#drawing.strokes.length === 0;
    const blank = empty && this.#chosen === undefined;
    setHidden(!empty, "hint");
    element("undo", HTMLButtonElement).disabled = empty;
    element("clear", HTMLButtonElement).disabled = blank;
  }

  read(): Float32Array | string {
    let pixels: Float32Array;
    try {
      pixels = this.#chosen?.ink ?? digitImage(this.#drawing.image);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // the sheet is blank
      return this.#showNothing();
    }
    this.#onRead(pixels);
    return this.#hasNetwork ? pixels : "There is no network yet: train one below.";
  }

  /** Clears the evidence, and returns why there is none. */
  #showNothing(): string {
    const map = element("relevance", HTMLCanvasElement);
    map.width += 0; // an empty canvas
    map.ariaLabel = `${EVIDENCE}: nothing yet`;
    this.#onRead(undefined);
    this.#forgetTime();
    return this.#drawing.strokes.length === 0
      ? "Nothing drawn yet."
      : "Too little ink to read: keep drawing.";
  }

  /** The answer in words: `A 7, 98.1 %. Next a 9, 1.2 %.` */
  answer({ outputActivation, detector, outputs, inputs, bars }: Reading): ShownAnswer {
    const isNovel = isNovelDigit(inputs, detector);
    const sure = !isNovel && isSure(outputs, outputActivation);
    const best = largest(outputs, 2);
    const [first = "", second = ""] = best
      .map((k) => `${withArticle(k)}, ${bars.textOfOutput(outputs[k]!)}`);
    let sentence = sure
      ? `${first[0]!.toUpperCase() + first.slice(1)}. Next ${second}.`
      : `Not sure: perhaps ${first}, or ${second}.`;
    if (isNovel) sentence = `${sentence} It does not look like the digits in the training data.`;
    if (this.#chosen !== undefined) {
      sentence = `${sentence} The test image is ${withArticle(this.#chosen.label)}.`;
    }
    return {
      answer: sure ? String(best[0]) : "?",
      sentence,
      winner: sure ? best[0] : undefined,
    };
  }

  show({ network, inputs }: Reading): void {
    const { label, relevance } = relevanceOf(network as Network, inputs);
    const map = element("relevance", HTMLCanvasElement);
    paintRelevance(map, relevance, inputs);
    let [pro, all] = [0, 0];
    for (const value of relevance) {
      pro += Math.max(0, value);
      all += Math.abs(value);
    }
    const share = probability(all === 0 ? 0 : pro / all);
    map.ariaLabel = `${EVIDENCE}: ${share} of the evidence was for ${withArticle(label)}`;
  }
}
