/** `<ink-saturation>`: a neuron that is wrong and sure of it, with two cost functions side by side. @module */

import { create } from "../../page/elements.ts";
import { en } from "../texts.ts";
import { textsOf } from "../../page/texts_of.ts";
import { Figure } from "./figure.ts";
import { LineChart } from "./plot.ts";
import { SureNeuron } from "./sure_neuron.ts";

const MAX_EPOCHS = 300;

export class InkSaturation extends Figure<"weight" | "bias" | "rate"> {
  readonly #text = textsOf(en.saturation);
  protected readonly name = this.#text("name");
  protected override readonly pace = 60;
  protected readonly declared = {
    weight: { label: this.#text("weight"), value: 2, least: -1, most: 4, step: 0.1 },
    bias: { label: this.#text("bias"), value: 2, least: -1, most: 4, step: 0.1 },
    rate: { label: this.#text("rate"), value: 0.15, least: 0.05, most: 1, step: 0.05 },
  };
  readonly #costs = this.#chart("costs");
  readonly #outputs = this.#chart("outputs", [0, 1]);
  #neurons: readonly SureNeuron[] = [];

  #chart(title: "costs" | "outputs", range?: readonly [number, number]): LineChart {
    return new LineChart({
      title: this.#text(title),
      ...{ x: this.#text("epoch"), steps: MAX_EPOCHS },
      lines: [this.#text("quadratic"), this.#text("crossEntropy")],
      ...range && { range },
    });
  }

  protected start(): void {
    const charts = [this.#outputs.element, this.#costs.element];
    this.stage.replaceChildren(create("div", { className: "charts" }, ...charts));
    const [weight, bias] = [this.number("weight"), this.number("bias")];
    this.#neurons = ["quadratic", "crossEntropy"].map((cost) => new SureNeuron(cost, weight, bias));
  }

  protected advance(): boolean {
    for (const neuron of this.#neurons) neuron.learn(this.number("rate"));
    return this.#neurons[0]!.outputs.length <= MAX_EPOCHS;
  }

  protected draw(detail: number): void {
    this.#costs.draw(this.#neurons.map(({ costs }) => costs), detail);
    this.#outputs.draw(this.#neurons.map(({ outputs }) => outputs), detail);
  }

  protected describe(): string {
    const values = this.#neurons.flatMap((neuron) => [
      neuron.outputs.at(-1)![1].toFixed(3),
      neuron.slope.toFixed(4),
    ]);
    return this.#text("state", this.#neurons[0]!.outputs.length - 1, ...values);
  }
}
