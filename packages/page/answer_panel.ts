/** The answer to what a visitor gives a network: in large letters, a sentence, bars. @module */

import { Bars } from "./bars.ts";
import { element, setText } from "./elements.ts";
import type { OpenNetwork } from "./open_network.ts";

export interface ShownAnswer {
  readonly answer: string;
  readonly sentence: string;
  /** The index of the bar that wins, if one does. */
  readonly winner?: number | undefined;
  /** What the bars show, if it is not the outputs. */
  readonly values?: ArrayLike<number>;
}

/** What a network makes of inputs. */
export interface Reading extends OpenNetwork {
  readonly outputs: Float32Array;
  readonly inputs: Float32Array;
  readonly bars: Bars;
}

/** What a visitor gives to a network: a digit, the row of a table, or a picture. */
export interface InputPart {
  /** What the ids of the panel's elements begin with. */
  readonly prefix: string;
  /** Whether the sentence has the answer in it, which is not announced by itself then. */
  readonly sentenceHasAnswer: boolean;
  /** What the network predicts from [features]; why it does not, if there is nothing. */
  read(): Float32Array | string;
  answer(reading: Reading): ShownAnswer;
  /** Shows more of it. */
  show?(reading: Reading): void;
}

export class AnswerPanel {
  readonly #part: InputPart;
  readonly #bars: Bars;
  #opened: OpenNetwork | undefined;
  /** The animation frame in which the input will be read, if one is requested. */
  #frame: number | undefined;
  #news: ReturnType<typeof setTimeout> | undefined;

  constructor(part: InputPart) {
    this.#part = part;
    this.#bars = new Bars(`${part.prefix}bars`);
  }

  /** Predicts with this network from now on, whose outputs have these names. */
  use(opened: OpenNetwork, name: string, outputs: readonly string[]): void {
    this.#opened = opened;
    setText(`${this.#part.prefix}network`, name);
    this.#bars.prepare(outputs, opened.outputActivation);
  }

  /** Renews the answer in the next frame, see {@linkcode AnswerPanel.show}. */
  plan(newsDelay?: number): void {
    this.#frame ??= requestAnimationFrame(() => this.show(newsDelay));
  }

  /**
   * Shows the answer.
   * @param newsDelay when it is announced to screen readers, in milliseconds; never if undefined
   * @returns whether there is one
   */
  show(newsDelay?: number): boolean {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    const inputs = this.#part.read();
    if (typeof inputs === "string") return this.showNone(inputs, newsDelay);
    const [opened, bars] = [this.#opened!, this.#bars];
    const rows = { kind: "dense", rows: 1, columns: inputs.length, values: inputs } as const;
    const { outputs } = opened.network.predict(rows)[0]!;
    if (outputs.some(Number.isNaN)) {
      return this.showNone(
        "The network’s answer is not a number: its training diverged.",
        newsDelay,
      );
    }
    const reading = { ...opened, outputs, inputs, bars };
    const shown = this.#part.answer(reading);
    bars.show(shown.values ?? outputs, shown.winner);
    this.#say(shown, newsDelay);
    this.#part.show?.(reading);
    return true;
  }

  /** Shows why there is no answer, see {@linkcode AnswerPanel.show}. */
  showNone(sentence: string, newsDelay?: number): false {
    this.#bars.clear();
    this.#say({ answer: "–", sentence }, newsDelay);
    return false;
  }

  #say({ answer, sentence, winner }: ShownAnswer, newsDelay: number | undefined): void {
    const { prefix, sentenceHasAnswer } = this.#part;
    setText(`${prefix}answer`, answer);
    element(`${prefix}answer`, HTMLElement).classList.toggle("none", winner === undefined);
    setText(`${prefix}sentence`, sentence);
    if (newsDelay === undefined) return;
    const announce = () =>
      setText(`${prefix}news`, sentenceHasAnswer ? sentence : `${answer}. ${sentence}`);
    clearTimeout(this.#news);
    if (newsDelay === 0) announce();
    else this.#news = setTimeout(announce, newsDelay);
  }
}
