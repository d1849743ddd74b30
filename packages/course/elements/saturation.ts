/** `<ink-saturation>`: a neuron that is wrong and confident, with two cost functions side by side. @module */

import { create } from "../../page/elements.ts";
import { Figure } from "./figure.ts";
import { LineChart } from "./chart_marks.ts";
import { SureNeuron } from "./sure_neuron.ts";

const MAX_EPOCHS = 300;

export class InkSaturation extends Figure<"weight" | "bias" | "rate"> {
  protected readonly name = "A neuron that is confident in the wrong answer";
  protected override readonly pace = 60;
  protected readonly declared = {
    weight: { label: "Initial weight w", value: 2, least: -1, most: 4, step: 0.1 },
    bias: { label: "Initial bias b", value: 2, least: -1, most: 4, step: 0.1 },
    rate: { label: "Learning rate η", value: 0.15, least: 0.05, most: 1, step: 0.05 },
  };
  readonly #costs = chart("Cost");
  readonly #outputs = chart("Output a, which should become 0", [0, 1]);
  #neurons: readonly SureNeuron[] = [];

  protected start(): void {
    const charts = [this.#outputs.element, this.#costs.element];
    this.stage.replaceChildren(create("div", { className: "charts" }, ...charts));
    const [weight, bias] = [this.number("weight"), this.number("bias")];
    this.#neurons = (["quadratic", "crossEntropy"] as const).map((cost) =>
      new SureNeuron(cost, weight, bias)
    );
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
    const [quadratic, crossEntropy] = this.#neurons.map(({ outputs, slope }) =>
      `output ${outputs.at(-1)![1].toFixed(3)}, ∂C/∂w ${slope.toFixed(4)}`
    );
    const epoch = this.#neurons[0]!.outputs.length - 1;
    return `Epoch ${epoch}. Quadratic cost: ${quadratic}. Cross-entropy: ${crossEntropy}.`;
  }
}

function chart(title: string, range?: readonly [number, number]): LineChart {
  return new LineChart({
    title,
    x: "epoch",
    steps: MAX_EPOCHS,
    lines: ["quadratic cost", "cross-entropy"],
    ...range && { range },
  });
}
