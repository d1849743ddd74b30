/** `<ink-weights>`: the weights of the hidden units as images, while the network learns digits. @module */

import { Network } from "../../../mod.ts";
import { contextOf, create, setHtml } from "../../page/elements.ts";
import {
  learnDigits,
  learnOne,
  loadDigitsHere,
  type Measurement,
  type Work,
} from "./digits_learner.ts";
import { Figure } from "./figure.ts";
import { rampLegend, rampPixel } from "./ramp.ts";
import { choiceOf } from "./settings.ts";

/** The pixels of an image along a side, and between two images. */
const [SIDE, SPACE] = [28, 2];

/** The steps from one evaluation to the next, and to the end. */
const [EVERY, MAX_STEPS] = [250, 10_000];

/** How many deviations of the weights the ends of the color scale are from 0. */
const DEVIATIONS = 2.5;

export class InkWeights extends Figure<"hidden" | "rate" | "l2"> {
  protected readonly name = "The weights of the hidden units as images";
  protected override readonly pace = 600;
  protected readonly declared = {
    hidden: choiceOf("Hidden units", "16", ["9", "16", "25", "36"]),
    rate: choiceOf("Learning rate η", "0.5", ["0.1", "0.25", "0.5", "1", "3"]),
    l2: choiceOf("Penalty λ (L2)", "3", ["0", "1", "3", "10"]),
  };
  readonly #canvas = create("canvas", { role: "img", ariaLabel: this.name, className: "pixels" });
  readonly #legend = create("div");
  #image = new ImageData(1, 1);
  #next = 0;
  #network: Network | undefined;
  #work: Generator<Work, void> | undefined;
  #measured: Measurement | undefined;
  #measuring = 0;
  #steps = 0;

  protected async start(): Promise<void> {
    this.stage.replaceChildren(this.#canvas, this.#legend);
    setHtml(
      this.#legend,
      rampLegend("dark: ink here lowers the activation", "light: raises it"),
    );
    const { training, test } = await loadDigitsHere();
    this.#network = new Network([training.features, this.number("hidden"), training.outputs], {
      initializer: "scaledNormal",
      cost: "crossEntropy",
    });
    this.#measured = undefined;
    this.#steps = 0;
    const settings = () => ({ learningRate: this.number("rate"), l2: this.number("l2") });
    this.#work = learnDigits(this.#network, { training, test }, settings, {
      every: EVERY,
      steps: MAX_STEPS,
      onMeasured: (measured) => this.#measured = measured,
      onMeasuring: (share) => this.#measuring = share,
    });
    this.#work.next(); // compiles what frames then only call
  }

  protected advance(): boolean {
    const { value, done = false } = this.#work!.next();
    if (value === "learned") this.#steps++;
    return !done;
  }

  /** A mini-batch, after what is measured before it: one press is one step. */
  protected override stepOnce(): boolean {
    const goesOn = learnOne(this.#work!);
    if (goesOn) this.#steps++;
    return goesOn;
  }

  /** Draws the images, or in turn some of them where the machine is slow. */
  protected draw(detail: number): void {
    if (this.#network === undefined) return;
    const { values, columns: units } = this.#network.weights[0]!;
    const across = Math.ceil(Math.sqrt(2 * units)); // twice as wide as high, as a page is
    const [width, height] = [across, Math.ceil(units / across)]
      .map((images) => images * (SIDE + SPACE) - SPACE);
    if (this.#image.width !== width || this.#image.height !== height) {
      Object.assign(this.#canvas, { width, height });
      this.#image = new ImageData(width!, height!);
      detail = 1;
    }
    const pixels = new Uint32Array(this.#image.data.buffer);
    const deviation = Math.sqrt(values.reduce((sum, w) => sum + w * w, 0) / values.length);
    for (let left = Math.ceil(units * detail); left > 0; left--) {
      const unit = this.#next++ % units;
      const corner = (Math.floor(unit / across) * width! + unit % across) * (SIDE + SPACE);
      for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
        const at = corner + Math.floor(pixel / SIDE) * width! + pixel % SIDE;
        const weight = values[pixel * units + unit]! / (DEVIATIONS * deviation);
        pixels[at] = rampPixel((weight + 1) / 2);
      }
    }
    contextOf(this.#canvas).putImageData(this.#image, 0, 0);
  }

  protected describe(): string {
    const learned = `Learned from ${10 * this.#steps} digits.`;
    if (this.#measured === undefined || this.#measuring < 1) {
      return `${learned} Measuring on the test digits: ${
        Math.floor(100 * this.#measuring)
      } % done.`;
    }
    const { step, test } = this.#measured;
    const right = `${(100 * test.accuracy).toFixed(1)} % of the test digits`;
    return step === this.#steps
      ? `${learned} It has ${right} right.`
      : `${learned} After ${10 * step} it had ${right} right.`;
  }

  protected override onSetting(name: "hidden" | "rate" | "l2"): void {
    if (name === "hidden") super.onSetting(name);
  }
}
