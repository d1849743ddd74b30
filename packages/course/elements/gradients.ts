/** `<ink-gradients>`: how long the gradient is in each layer of a deep network, while it learns. @module */

import { initializers } from "../../../mod.ts";
import { Figure } from "./figure.ts";
import { GradientRecorder } from "./gradient_recorder.ts";
import { LineChart } from "./chart_marks.ts";
import { choiceOf } from "./settings.ts";
import type { ActivationName, InitializerName } from "../../../mod.ts";

const MAX_EPOCHS = 200;

export class InkGradients extends Figure<"layers" | "activation" | "initializer" | "rate"> {
  protected readonly name = "The length of the gradient in each layer";
  protected override readonly pace = 20;
  protected readonly declared = {
    layers: { label: "Hidden layers", value: 4, least: 2, most: 5, step: 1 },
    activation: choiceOf("Activation", "sigmoid", ["sigmoid", "tanh", "relu"]),
    initializer: choiceOf("Initial weights", "scaledNormal", Object.keys(initializers)),
    rate: choiceOf("Learning rate η", "0.1", ["0.03", "0.1", "0.3", "1", "3"]),
  };
  #chart: LineChart | undefined;
  #recorder: GradientRecorder | undefined;

  protected start(): void {
    const layers = this.number("layers");
    this.#chart = new LineChart({
      title: "Length of ∂C/∂w of a mini-batch, on a logarithmic axis",
      x: "epoch",
      steps: MAX_EPOCHS,
      lines: Array.from(
        { length: layers + 1 },
        (_, l) => l === layers ? "output layer" : `hidden layer ${l + 1}`,
      ),
      log: true,
    });
    this.stage.replaceChildren(this.#chart.element);
    this.#recorder = new GradientRecorder(layers, {
      activation: this.choice("activation") as ActivationName,
      initializer: this.choice("initializer") as InitializerName,
    });
  }

  protected advance(): boolean {
    this.#recorder!.learn(this.number("rate"));
    return this.#recorder!.epoch < MAX_EPOCHS;
  }

  protected draw(detail: number): void {
    this.#chart!.draw(this.#recorder!.norms, detail);
  }

  protected describe(): string {
    const { epoch, norms, accuracy } = this.#recorder!;
    const [first, last] = [norms[0]!.at(-1)![1], norms.at(-2)!.at(-1)![1]];
    if (!Number.isFinite(first)) {
      return `Epoch ${epoch}: the weights are no longer finite. Try a lower learning rate.`;
    }
    if (first === 0) {
      return `Epoch ${epoch}: no gradient reaches the first hidden layer, so it no longer learns.`;
    }
    const [inFirst, inLast, ratio] = [first, last, last / first]
      .map((value) => Number(value.toPrecision(2)));
    return `Epoch ${epoch}. ‖∂C/∂w‖ is ${inFirst} in the first hidden layer and ${inLast} in the last, ` +
      `${ratio} times as long. ${(100 * accuracy).toFixed(0)} % of the points are right.`;
  }

  protected override onSetting(name: "layers" | "activation" | "initializer" | "rate"): void {
    if (name !== "rate") super.onSetting(name);
  }
}
